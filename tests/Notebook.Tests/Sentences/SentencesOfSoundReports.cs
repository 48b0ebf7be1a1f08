using Metamers.Claims;
using Metamers.Reports;
using static Metamers.Claims.ClaimNetworks;
using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.Sources;

namespace Notebook.Tests.Sentences;

/// <summary>What notebook 19 says of the records of auditory networks.</summary>
internal static class SentencesOfSoundReports
{
    private static readonly string[] Compared = [CnnCochleagram, CnnRandom, CnnWaveform, Cnn];

    private static readonly Lazy<ClaimList> Sounds = new(ReportClaims.Sounds);

    public static IEnumerable<Sentence> All =>
        [
            new(
                "19",
                "None of the eight claims is decided by ten words and four or five judges",
                Both(
                    Judged.All(ClaimVerdict.CannotBeSaid, () => Sounds.Value),
                    Numbers(() =>
                        [
                            Sounds.Value.Count,
                            Sounds.Value.Max(claim => claim.Stimuli)!.Value,
                            Sounds.Value.Min(claim => claim.Judges),
                            Sounds.Value.Max(claim => claim.Judges),
                        ]
                    )
                )
            ),
            new(
                "19",
                "the four networks that are compared have reaches of 0.81 to 0.86",
                Numbers(() =>
                    [
                        Compared.Length,
                        Compared.Min(key => Record(key).Reach.Found!.Value),
                        Compared.Max(key => Record(key).Reach.Found!.Value),
                    ]
                )
            ),
            new(
                "19",
                "and the differences between them have standard errors of 0.04 to 0.06",
                Numbers(() =>
                    [
                        DifferencesOfReach().Min(claim => claim.Found.StandardError),
                        DifferencesOfReach().Max(claim => claim.Found.StandardError),
                    ]
                )
            ),
            new(
                "19",
                "The network with less aliasing was also trained for three times as many epochs as the plain network.",
                Numbers(() => [Recipe(CnnLowPassLong).Epochs / (double)Recipe(Cnn).Epochs])
            ),
            new(
                "19",
                "Of the network with less aliasing and of the second seed reach cannot be said at all, since too few "
                    + "metamers of one late stage are accepted",
                If(() =>
                {
                    string[] why = [Record(CnnLowPassLong).Reach.Sentence, Record(CnnSeed1).Reach.Sentence];
                    return (
                        why.All(reason => reason.Contains("metamers are accepted at", StringComparison.Ordinal)),
                        string.Join(" ", why)
                    );
                })
            ),
            new(
                "19",
                "For the auditory networks, ten words do not decide whether adversarial training or less aliasing "
                    + "makes a difference.",
                Judged.All(ClaimVerdict.CannotBeSaid, () => Sounds.Value)
            ),
        ];

    private static IEnumerable<Claim> DifferencesOfReach() =>
        Sounds.Value.Where(claim => !claim.Sentence.Contains("idiosyncrasy", StringComparison.Ordinal));
}
