using Metamers.Claims;
using Metamers.Published;
using Metamers.Runtime;
using Metamers.Studies;
using Microsoft.Data.Analysis;

namespace Metamers.Tests.Claims;

/// <summary>
/// The claims about the data that the project ships, against numbers taken from the tables in another way.
/// </summary>
public class ShippedClaimsTests
{
    private static readonly PublishedData Published = new();

    private static readonly StudyResults Pictures = Load("transfer-pictures");

    private static readonly StudyResults Words = Load("transfer-words");

    private static readonly StudyResults Schedules = Load("schedules-pictures");

    private static readonly IReadOnlyList<Claim> People = PeopleClaims.Compute(Published);

    [Theory]
    [InlineData("CochCNN9, relu4", 0.3500, ClaimVerdict.Opposes)] // .744 − .394 in human_recognition.csv
    [InlineData("CochCNN9, avgpool", 0.4068, ClaimVerdict.Opposes)]
    [InlineData("CochResNet50, layer4", 0.3542, ClaimVerdict.Opposes)] // .479 − .125
    public void Waveform_training_changes_recognition_of_people(string network, double gain, ClaimVerdict verdict) =>
        Holds(One(People, $"perturbed waveforms hardly changes recognition: {network}"), gain, verdict);

    [Theory]
    [InlineData("BYOL, layer4", 0.0068, ClaimVerdict.Agrees)]
    [InlineData("MoCo, layer4", 0.3900, ClaimVerdict.Opposes)] // .589 − .199
    [InlineData("SimCLR, layer4", 0.2365, ClaimVerdict.Opposes)] // .436 − .199
    public void Some_self_supervised_networks_are_more_recognisable(
        string network,
        double gain,
        ClaimVerdict verdict
    ) =>
        Holds(
            One(People, $"Self-supervised training hardly changes recognition of late stages: {network}"),
            gain,
            verdict
        );

    [Theory]
    [InlineData("helps a little at avgpool: MoCo", 0.1834, ClaimVerdict.Agrees)] // .267 − .084
    [InlineData("helps a little at avgpool: IPCL", 0.1419, ClaimVerdict.Agrees)]
    [InlineData("waveforms help: CochResNet50, L2 ε = 1, avgpool", -0.1158, ClaimVerdict.Opposes)] // .087 − .203
    [InlineData("waveforms help: CochResNet50, L∞, layer4", 0.1772, ClaimVerdict.Agrees)] // .302 − .125
    [InlineData("waveforms help: CochCNN9, final", 0.0997, ClaimVerdict.Agrees)]
    [InlineData("cochleagrams help: CochCNN9, relufc", 0.4196, ClaimVerdict.Agrees)]
    [InlineData("whatever the network: HMAX", 0.0854, ClaimVerdict.Agrees)]
    public void What_notebook_12_says_of_its_figures_is_in_its_table(
        string sentence,
        double found,
        ClaimVerdict verdict
    ) => Holds(One(People, sentence), found, verdict);

    [Fact]
    public void Robust_networks_are_recognised_to_the_last_stage() =>
        Holds(One(People, "whatever the network: L2-trained ResNet-50"), 0.6436, ClaimVerdict.Opposes);

    [Fact]
    public void Less_aliasing_makes_more_robust_than_plain_AlexNet_but_not_than_VOneAlexNet()
    {
        // .334 − .196 and .186 − .032 in adversarial_eval_lowpass_vone.csv, means over five seeds.
        Holds(One(People, "against plain AlexNet: L2 0.32"), 0.138, ClaimVerdict.Opposes);
        Holds(One(People, "against plain AlexNet: L∞ 0.0032"), 0.1533, ClaimVerdict.Opposes);
        Assert.NotEqual(ClaimVerdict.CannotBeSaid, One(People, "robust as VOneAlexNet: L2 0.32").Verdict);
    }

    [Fact]
    public void Every_interval_contains_its_number_and_no_claim_about_people_is_without_them()
    {
        foreach (Claim claim in All())
        {
            Assert.True(
                claim.Found.Low <= claim.Found.Value && claim.Found.Value <= claim.Found.High,
                claim.ToString()
            );
            Assert.True(claim.Judges >= 1, claim.ToString());
            Assert.NotEmpty(claim.Sentence);
        }

        Assert.All(People.Where(claim => claim.JudgedBy == "people"), claim => Assert.InRange(claim.Judges, 20, 23));
    }

    [Fact]
    public void The_gain_of_robust_networks_depends_on_the_training_of_the_judges()
    {
        IReadOnlyList<Claim> claims = AdversarialClaims.Pictures(Pictures);
        Claim[] layer3 = [.. claims.Where(claim => claim.Sentence.EndsWith("(L2) helps: ResNet-20, layer3"))];
        Holds(layer3[0], 0.0526, ClaimVerdict.CannotBeSaid);
        Holds(layer3[1], 0.5526, ClaimVerdict.Agrees);
        Claim[] infinity = [.. claims.Where(claim => claim.Sentence.EndsWith("(L∞) helps: ResNet-20, final"))];
        Assert.Equal(-0.03, infinity[0].Found.Value, 0.0005);
        Assert.Equal(0.55, infinity[1].Found.Value, 0.0005);
        Claim vgg = claims.First(claim => claim.Sentence.EndsWith("VGG-8, conv_relu_2_1"));
        Assert.Equal(0.3368, vgg.Found.Value, 0.0005);
        Assert.Equal(["not adversarially trained", "adversarially trained"], layer3.Select(claim => claim.JudgedBy));
    }

    [Fact]
    public void Networks_that_are_not_robust_recognise_most_of_the_standard_networks_metamers()
    {
        IReadOnlyList<Claim> claims = IdiosyncrasyClaims.Pictures(Pictures);
        Holds(claims[0], 0.0012, ClaimVerdict.Agrees); // the mean over ten networks of their first stages
        Holds(claims[1], 0.7158, ClaimVerdict.Opposes);
        Assert.Equal(0.2105, claims[2].Found.Value, 0.0001);
        // Of the six that keep their decision; of all eight it is 0.398.
        Assert.Equal(0.2458, IdiosyncrasyClaims.Words(Words)[^1].Found.Value, 0.0001);
    }

    [Fact]
    public void Ours_opposes_the_predecessor_on_untrained_networks()
    {
        IReadOnlyList<Claim> claims = TrainingClaims.Untrained(Pictures, Words);
        Assert.Equal(-0.5895, claims[0].Found.Value, 0.0001);
        Assert.Equal(ClaimVerdict.Opposes, claims[0].Verdict);
        Assert.Equal(-0.4375, claims[^1].Found.Value, 0.0001);
    }

    [Fact]
    public void The_table_of_the_papers_has_their_numbers_beside_ours()
    {
        IReadOnlyList<Claim> claims = PaperClaims.Compute(Published, Pictures, Words);
        Claim robust = claims.First(claim => claim.Sentence.Contains("L2 training", StringComparison.Ordinal));
        Assert.Equal(0.5864, robust.Published!.Value, 0.0001); // .880 − .294
        Assert.Equal(0.0526, robust.Found.Value, 0.0001);
        Assert.All(claims.Where(claim => claim.Source == "2019"), claim => Assert.Null(claim.Published));
        Assert.All(claims.Where(claim => claim.Source != "2019"), claim => Assert.NotNull(claim.Published));
    }

    [Fact]
    public void The_standard_network_is_not_shown_to_begin_highest() =>
        Holds(RobustnessClaims.Compute()[0], -0.005, ClaimVerdict.CannotBeSaid);

    [Theory]
    [InlineData("fast-seed0")]
    [InlineData("slower-seed0")]
    [InlineData("annealed-seed0")]
    public void The_difference_between_schedules_is_that_of_the_judges_answers(string schedule)
    {
        Claim[] claims = [.. KindClaims.Compute(Schedules, schedule).Where(claim => claim.Claimed.Least == -0.05)];
        Assert.Equal(Schedules.Kinds!.Rows.Select(row => row["stage"]).Distinct().Count(), claims.Length);
        foreach (Claim claim in claims)
        {
            string stage = claim.Sentence.Split(' ')[^1];
            Assert.Equal(Recognised(schedule) - Recognised("published-seed0"), claim.Found.Value, 1e-9);

            double Recognised(string by) =>
                Schedules
                    .Recognition.Rows.Where(row => (string)row["stage"] == stage && (string)row["schedule"] == by)
                    .Average(row => (bool)row["correct"] ? 1.0 : 0);
        }
    }

    /// <summary>What notebook 15 says of the schedule that shortens its wandering steps gradually.</summary>
    [Fact]
    public void The_annealed_schedule_ends_with_the_largest_loss_at_every_stage()
    {
        Assert.All(
            Schedules.Metamers.Rows.GroupBy(row => row["stage"]),
            stage =>
                Assert.Equal(
                    "annealed-seed0",
                    stage
                        .GroupBy(row => (string)row["schedule"], row => (double)row["loss"])
                        .MaxBy(losses => losses.Order().Skip(7).Take(2).Average())!
                        .Key
                ),
            throwIfEmpty: true
        );
        Assert.Equal(
            ["layer3"],
            from row in Schedules.Kinds!.Rows
            where (string)row["compared"] == "annealed-seed0"
            where ((string)row["measure"]).Contains("features") && (string)row["verdict"] == "Different"
            select (string)row["stage"]
        );
    }

    /// <summary>What notebook 15 says of the schedule that was chosen on one network and tried on two others.</summary>
    [Fact]
    public void A_schedule_that_is_held_out_is_told_apart_by_features_and_colours()
    {
        StudyResults held = Load("schedules-held-out");
        Claim[] features =
        [
            .. KindClaims.Compute(held, "tenth-seed0").Where(claim => claim.Sentence.Contains("features")),
        ];
        Assert.Equal(
            [ClaimVerdict.Opposes, ClaimVerdict.Opposes, ClaimVerdict.Opposes, ClaimVerdict.CannotBeSaid],
            features.Select(claim => claim.Verdict)
        );
        Assert.DoesNotContain(
            KindClaims.Compute(Schedules, "slower-seed0"),
            claim => claim.Sentence.Contains("features") && claim.Verdict == ClaimVerdict.Opposes
        );
        Assert.All(
            held.Kinds!.Rows.Where(row => (string)row["measure"] == "chroma"),
            row => Assert.True((string)row["verdict"] == "Different" && (double)row["high"] < 0),
            throwIfEmpty: true
        );
        foreach (
            IGrouping<(object, object), DataFrameRow> place in held.Metamers.Rows.GroupBy(row =>
                (row["network"], row["stage"])
            )
        )
        {
            double LossOf(string schedule) =>
                place
                    .Where(row => (string)row["schedule"] == schedule)
                    .Select(row => (double)row["loss"])
                    .Order()
                    .ElementAt(8);
            Assert.True(LossOf("tenth-seed0") <= Math.Max(LossOf("published-seed0"), LossOf("published-seed1")));
        }
    }

    [Fact]
    public void A_study_made_again_changes_the_verdict()
    {
        // The same claim, of answers that are all wrong: what opposed now agrees.
        StudyResults made = Load("transfer-pictures");
        for (long row = 0; row < made.Recognition.Rows.Count; row++)
        {
            if ((string)made.Recognition["stage"][row] != "natural")
            {
                made.Recognition["correct"][row] = false;
            }
        }

        Assert.Equal(ClaimVerdict.Agrees, IdiosyncrasyClaims.Pictures(made)[1].Verdict);
        Assert.Equal(ClaimVerdict.Opposes, IdiosyncrasyClaims.Pictures(Pictures)[1].Verdict);
    }

    private static IEnumerable<Claim> All() =>
        [
            .. People,
            .. RobustnessClaims.Compute(),
            .. IdiosyncrasyClaims.Pictures(Pictures),
            .. IdiosyncrasyClaims.Words(Words),
            .. AdversarialClaims.Pictures(Pictures),
            .. AdversarialClaims.Words(Words),
            .. TrainingClaims.Untrained(Pictures, Words),
            .. TrainingClaims.Task(Words),
            .. TrainingClaims.Aliasing(Pictures, Words),
            .. PaperClaims.Compute(Published, Pictures, Words),
            .. KindClaims.Compute(Schedules, "fast-seed0"),
            .. KindClaims.Compute(Schedules, "slower-seed0"),
            .. KindClaims.Compute(Schedules, "annealed-seed0"),
        ];

    /// <summary>What notebook 15 says of a coarse cochleagram.</summary>
    [Fact]
    public void A_coarse_cochleagram_before_the_last_segment_makes_no_other_metamers()
    {
        StudyResults words = Load("schedules-words");
        string[] verdicts = [.. words.Kinds!.Rows.Select(row => (string)row["verdict"])];
        Assert.Equal((24, 10), (verdicts.Length, verdicts.Count(verdict => verdict == "Same")));
        Assert.DoesNotContain("Different", verdicts);
        Assert.All(
            words.Kinds.Rows.Where(row => (string)row["measure"] == "recognition by others"),
            row => Assert.Equal("CannotBeSaid", row["verdict"]),
            throwIfEmpty: true
        );
        foreach (string stage in new[] { "relu1", "relu4", "final" })
        {
            double LossOf(string schedule) =>
                MathNet.Numerics.Statistics.Statistics.Median(
                    words
                        .Metamers.Rows.Where(row =>
                            (string)row["stage"] == stage && (string)row["schedule"] == schedule
                        )
                        .Select(row => (double)row["loss"])
                );
            Assert.InRange(LossOf("coarse-seed0") / Math.Max(LossOf("fine-seed0"), LossOf("fine-seed1")), 1, 1.1);
        }
    }

    private static StudyResults Load(string name) =>
        StudyResults.Load(Path.Combine(ProjectFolder.Data, "studies", name));

    private static Claim One(IEnumerable<Claim> claims, string words) =>
        claims.Single(claim => claim.Sentence.Contains(words, StringComparison.Ordinal));

    private static void Holds(Claim claim, double value, ClaimVerdict verdict)
    {
        Assert.Equal(value, claim.Found.Value, 0.0006);
        Assert.Equal(verdict, claim.Verdict);
    }
}
