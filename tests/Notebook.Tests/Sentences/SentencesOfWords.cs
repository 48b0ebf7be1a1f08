using Metamers.Claims;
using Metamers.Statistics;
using Metamers.Studies;
using static Metamers.Claims.ClaimedRange;
using static Metamers.Claims.ClaimNetworks;
using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.Sources;

namespace Notebook.Tests.Sentences;

/// <summary>What notebooks 06, 08 and 09 say of the study of metamers of words, and 09 of both studies.</summary>
internal static class SentencesOfWords
{
    private const string Name = "transfer-words";

    /// <summary>A loss that is called a bad match.</summary>
    private const double Bad = 0.3;

    private static readonly Lazy<ClaimList> Adversarial = new(() => AdversarialClaims.Words(Study(Name)));
    private static readonly Lazy<ClaimList> Idiosyncrasy = new(() => IdiosyncrasyClaims.Words(Study(Name)));
    private static readonly Lazy<ClaimList> Task = new(() => TrainingClaims.Task(Study(Name)));
    private static readonly Lazy<ClaimList> Aliasing = new(() =>
        TrainingClaims.Aliasing(Study("transfer-pictures"), Study(Name))
    );
    private static readonly Lazy<ClaimList> Papers = new(() =>
        PaperClaims.Compute(Published, Study("transfer-pictures"), Study(Name))
    );

    public static IEnumerable<Sentence> All =>
        [
            new(
                "06",
                "Some of its metamers keep the decision though they match badly.",
                BadlyMatched(CochResNet, "layer4")
            ),
            new(
                "06",
                "Metamers of words at `relu0` cannot be said to be recognised less often than the words; those at "
                    + "`relu4` are.",
                Both(
                    Judged.All(ClaimVerdict.CannotBeSaid, () => Idiosyncrasy.Value.Take(1)),
                    Judged.All(ClaimVerdict.Agrees, () => Idiosyncrasy.Value.Skip(1).Take(1))
                )
            ),
            new(
                "06",
                "Other networks recognise almost none of the residual network's metamers of `final`",
                In(Below(0.1), () => [Mean(CochResNet, "final", JudgeGroup.All)])
            ),
            new(
                "06",
                "Those of its `layer4` are no evidence, since several of them do not match.",
                BadlyMatched(CochResNet, "layer4")
            ),
            new("06", "several metamers of one auditory stage match badly", BadlyMatched(CochResNet, "layer4")),
            new(
                "08",
                "some of those of the waveform network match badly",
                If(() =>
                {
                    double[] losses =
                    [
                        .. Words.StagesOf(CnnWaveform).Skip(1).SelectMany(stage => Losses(Name, CnnWaveform, stage)),
                    ];
                    return (losses.Count(loss => loss > Bad) > 1, $"losses up to {losses.Max():0.00}");
                })
            ),
            new(
                "08",
                "Eight words are too few to decide anything here.",
                Both(Judged.All(ClaimVerdict.CannotBeSaid, () => Adversarial.Value), Numbers(() => [Words.Stimuli]))
            ),
            new(
                "08",
                "Training against perturbed cochleagrams may make the metamers of `relu4` more recognisable, and so "
                    + "may random perturbations of the cochleagram; the two gains cannot be told from one another, nor "
                    + "either of them from none.",
                Both(
                    In(
                        Above(0),
                        () =>
                            new[] { CnnCochleagram, CnnRandom }
                                .SelectMany(GainsAtRelu4)
                                .Select(gain => (gain.Name, gain.Value.Value))
                    ),
                    Judged.All(
                        ClaimVerdict.CannotBeSaid,
                        Above(0),
                        () => new[] { CnnCochleagram, CnnRandom }.SelectMany(GainsAtRelu4)
                    ),
                    Judged.All(
                        ClaimVerdict.CannotBeSaid,
                        () => Adversarial.Value.Where(claim => Says(claim, "more than"))
                    )
                )
            ),
            new(
                "08",
                "The largest gain is that of the metamers of `final` of the network trained on cochleagrams, as the "
                    + "one adversarially trained judge recognises them, and its interval too reaches 0.",
                If(() =>
                {
                    Claim largest = Adversarial.Value.MaxBy(claim => claim.Found.Value)!;
                    return (
                        largest.Sentence == "Perturbed cochleagrams help: final"
                            && largest.JudgedBy == JudgeGroup.Adversarial.Name()
                            && largest.Judges == 1
                            && largest.Verdict == ClaimVerdict.CannotBeSaid,
                        largest.ToString()
                    );
                })
            ),
            new(
                "08",
                "Training on perturbed waveforms shows no gain",
                In(Below(0), () => GainsAtRelu4(CnnWaveform).Select(gain => (gain.Name, gain.Value.Value)))
            ),
            new(
                "09",
                "there the trained network's metamers are recognised, and fewer than half of the untrained one's",
                Both(
                    In(Above(0.7), () => [Mean(Cnn, "relu2", JudgeGroup.NotAdversarial)]),
                    In(Below(0.5), () => [Mean(CnnUntrained, "relu2", JudgeGroup.NotAdversarial)])
                )
            ),
            new(
                "09",
                "At `relu0` both are recognised equally well.",
                In(
                    new(0, 0),
                    () =>
                        Groups.Select(group => (group.Name(), Words.Difference(CnnSpeaker, Cnn, "relu0", group).Value))
                )
            ),
            new(
                "09",
                "By `final` the judges hardly ever find the word in the metamers of the speaker network",
                In(Below(0.1), () => Groups.Select(group => Mean(CnnSpeaker, "final", group)))
            ),
            new(
                "09",
                "In the digit network's metamers they find it about half of the time.",
                In(new(0.4, 0.6), () => Groups.Select(group => Mean(Cnn, "final", group)))
            ),
            new(
                "09",
                "less aliasing helps at two of the three stages of the table with judges that were not trained "
                    + "adversarially, and at the third, `fc_relu_0`, the interval only just reaches 0",
                If(() =>
                {
                    Claim[] claims =
                    [
                        .. Aliased("VGG-8").Where(claim => claim.JudgedBy == JudgeGroup.NotAdversarial.Name()),
                    ];
                    Claim third = claims.Single(claim => Says(claim, "fc_relu_0"));
                    return (
                        claims.Length == 3
                            && claims.Where(claim => claim != third).All(claim => claim.Verdict == ClaimVerdict.Agrees)
                            && third.Verdict == ClaimVerdict.CannotBeSaid
                            && third.Found.Low > -0.05,
                        string.Join(' ', claims.AsEnumerable())
                    );
                })
            ),
            new(
                "09",
                "five of the six numbers are below 0 and one is above, and every interval reaches 0",
                Both(
                    Numbers(() =>
                        [
                            Aliased("CochCnnSmall").Count(claim => claim.Found.Value < 0),
                            Aliased("CochCnnSmall").Count(),
                            0,
                            Aliased("CochCnnSmall").Count(claim => claim.Found.Value > 0),
                            0,
                        ]
                    ),
                    Judged.All(ClaimVerdict.CannotBeSaid, () => Aliased("CochCnnSmall"))
                )
            ),
            new(
                "09",
                "Most of them cannot be decided: twenty pictures, eight words and three to five judges leave wide "
                    + "intervals.",
                Both(
                    Numbers(() =>
                        [
                            Pictures.Stimuli,
                            Words.Stimuli,
                            Papers.Value.Min(claim => claim.Judges),
                            Papers.Value.Max(claim => claim.Judges),
                        ]
                    ),
                    If(() =>
                    {
                        int undecided = Papers.Value.Count(claim => claim.Verdict == ClaimVerdict.CannotBeSaid);
                        return (2 * undecided > Papers.Value.Count, $"{undecided} of {Papers.Value.Count}");
                    })
                )
            ),
            new(
                "09",
                "So these studies repeat the paper's findings about adversarial training only for VGG-8",
                If(() =>
                {
                    Claim[] repeated = [.. Papers.Value.Where(claim => claim.Verdict == ClaimVerdict.Agrees)];
                    return (
                        repeated.Length == 1 && Says(repeated[0], "VGG-8, final"),
                        string.Join(' ', repeated.AsEnumerable())
                    );
                })
            ),
            new(
                "09",
                "The metamers agree at the last stage, where those of the network for speakers have lost the word for "
                    + "judges that were not trained adversarially; for the two that were, and at `relu4`, eight words "
                    + "cannot say.",
                Both(
                    Judged.All(ClaimVerdict.Agrees, () => Task.Value.Where(AtTheEndByUnlike)),
                    Judged.All(
                        ClaimVerdict.CannotBeSaid,
                        () =>
                            Task.Value.Where(claim =>
                                Says(claim, "relu4") || (Says(claim, "final") && !AtTheEndByUnlike(claim))
                            )
                    )
                )
            ),
            new(
                "09",
                "Less aliasing makes the metamers of two late stages of a VGG-8 more recognisable to networks that "
                    + "were not trained adversarially",
                If(() =>
                {
                    int helped = Aliased("VGG-8")
                        .Count(claim =>
                            claim.JudgedBy == JudgeGroup.NotAdversarial.Name() && claim.Verdict == ClaimVerdict.Agrees
                        );
                    return (helped == 2, $"{helped} stages");
                })
            ),
            new(
                "09",
                "For most claims of the papers, these small studies cannot say whether they hold for our networks.",
                If(() =>
                {
                    int undecided = Papers.Value.Count(claim => claim.Verdict == ClaimVerdict.CannotBeSaid);
                    return (2 * undecided > Papers.Value.Count, $"{undecided} of {Papers.Value.Count}");
                })
            ),
            new(
                "06",
                "With eight words most differences cannot be told from chance.",
                Both(
                    Numbers(() => [Words.Stimuli]),
                    If(() =>
                    {
                        Claim[] claims =
                        [
                            .. Idiosyncrasy
                                .Value.Concat(Adversarial.Value)
                                .Concat(Task.Value)
                                .Concat(Aliased("CochCnnSmall")),
                        ];
                        int undecided = claims.Count(claim => claim.Verdict == ClaimVerdict.CannotBeSaid);
                        return (2 * undecided > claims.Length, $"{undecided} of {claims.Length} cannot be told");
                    })
                )
            ),
            new(
                "08",
                "For words, eight stimuli decide nothing, neither about the gain nor about the control.",
                Both(Numbers(() => [Words.Stimuli]), Judged.All(ClaimVerdict.CannotBeSaid, () => Adversarial.Value))
            ),
        ];

    private static readonly JudgeGroup[] Groups = [JudgeGroup.NotAdversarial, JudgeGroup.Adversarial];

    private static Func<string, Finding> BadlyMatched(string network, string stage) =>
        If(() =>
        {
            double[] losses = Losses(Name, network, stage);
            int bad = losses.Count(loss => loss > Bad);
            return (bad > 1, $"{bad} of {losses.Length} that are counted have a loss above {Bad}");
        });

    private static (string Name, double Value) Mean(string generator, string stage, JudgeGroup group) =>
        ($"{generator}, {stage}, {group.Name()}", Words.Mean(generator, stage, group).Value);

    private static IEnumerable<(string Name, Estimate Value)> GainsAtRelu4(string network) =>
        Groups.Select(group => ($"{network}, {group.Name()}", Words.Difference(network, Cnn, "relu4", group)));

    private static IEnumerable<Claim> Aliased(string network) => Aliasing.Value.Where(claim => Says(claim, network));

    private static bool AtTheEndByUnlike(Claim claim) =>
        Says(claim, "final") && claim.JudgedBy == JudgeGroup.NotAdversarial.Name();

    private static bool Says(Claim claim, string words) => claim.Sentence.Contains(words, StringComparison.Ordinal);
}
