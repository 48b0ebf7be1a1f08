using Metamers.Claims;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Studies;
using static Metamers.Claims.ClaimedRange;
using static Metamers.Claims.ClaimNetworks;

namespace Metamers.Reports;

/// <summary>
/// What the records of reports that the project ships say: differences between two networks, over the same stimuli and
/// the judges that both have. Judges that were trained adversarially are like some of the networks that they judge, so
/// that the numbers are also given without them. A number that a record does not have, because too few metamers of a
/// stage are accepted, is undetermined, and the claim cannot be said.
/// </summary>
/// <example>
/// <code>
/// ReportClaims.Pictures()
/// </code>
/// </example>
public static class ReportClaims
{
    private const string Paper = "Feather et al. 2023";
    private const string Predecessor = "Feather et al. 2019";
    private const string Notebook = "notebook 19";

    /// <summary>Claims about the vision models.</summary>
    /// <exception cref="MetamerException">The records were made under different conditions.</exception>
    public static ClaimList Pictures() =>
        [
            .. Robust("ResNet-20, L2, against its random control", Shipped(ResNetL2), Shipped(ResNetRandomL2Long)),
            .. Robust("ResNet-20, L∞, against its random control", Shipped(ResNetLInf), Shipped(ResNetRandomLInfLong)),
            .. Robust("VGG-8, L2, against the standard one that was trained alike", Shipped(VggL2), Shipped(VggLong)),
            Make(
                Paper,
                "Less aliasing raises reach: VGG-8",
                Above(0),
                Shipped(VggLowPass),
                Shipped(Vgg),
                found => found.Reach
            ),
            Make(
                Notebook,
                "Two seeds of one recipe have the same reach, to 0.05: ResNet-20",
                Near0(0.05),
                Shipped(ResNetSeed1),
                Shipped(ResNet),
                found => found.Reach
            ),
        ];

    /// <summary>
    /// Claims about the auditory models. Of the network with less aliasing and of the second seed reach cannot be said,
    /// since too few of their metamers are accepted at late stages.
    /// </summary>
    /// <exception cref="MetamerException">The records were made under different conditions.</exception>
    public static ClaimList Sounds() =>
        [
            .. Robust(
                "CochCnnSmall, cochleagrams, against its random control",
                Shipped(CnnCochleagram),
                Shipped(CnnRandom)
            ),
            .. Robust("CochCnnSmall, waveforms, against the standard one", Shipped(CnnWaveform), Shipped(Cnn)),
            Make(
                Predecessor,
                "Less aliasing lowers idiosyncrasy: CochCnnSmall (trained for three times as many epochs)",
                Below(0),
                Shipped(CnnLowPassLong),
                Shipped(Cnn),
                found => found.Idiosyncrasy
            ),
            Make(
                Notebook,
                "Two seeds of one recipe have the same idiosyncrasy, to 0.05: CochCnnSmall",
                Near0(0.05),
                Shipped(CnnSeed1),
                Shipped(Cnn),
                found => found.Idiosyncrasy
            ),
        ];

    /// <summary>
    /// Claims about a training that was watched by the report (<c>train RECIPE --watch</c>): the trained network
    /// against itself after the first epoch.
    /// </summary>
    /// <exception cref="MetamerException">The records are missing, or were made under different conditions.</exception>
    public static ClaimList Watched()
    {
        ReportRecord last = Shipped(VggLong);
        ReportRecord first = ReportRecord.Load(
            Path.Combine(ProjectFolder.Data, "reports", "watched", $"{VggLong}-epoch1.json")
        );
        return
        [
            Make(Notebook, "Reach rises in training: VGG-8", Above(0), last, first, found => found.Reach),
            Make(
                Notebook,
                "… for judges that were not trained adversarially",
                Above(0),
                last,
                first,
                found => found.Reach,
                IsUnlike
            ),
            Make(Notebook, "Idiosyncrasy rises in training: VGG-8", Above(0), last, first, found => found.Idiosyncrasy),
        ];
    }

    private static IEnumerable<Claim> Robust(string which, ReportRecord robust, ReportRecord other) =>
        [
            Make(Paper, $"Adversarial training raises reach: {which}", Above(0), robust, other, found => found.Reach),
            Make(
                Paper,
                "… for judges that were not trained adversarially",
                Above(0),
                robust,
                other,
                found => found.Reach,
                IsUnlike
            ),
            Make(
                Paper,
                "… and lowers idiosyncrasy, for the same judges",
                Below(0),
                robust,
                other,
                found => found.Idiosyncrasy,
                IsUnlike
            ),
        ];

    private static ReportRecord Shipped(string key) => ReportRecord.LoadShipped(key);

    /// <summary>Whether a judge was not trained adversarially.</summary>
    internal static bool IsUnlike(ReportedJudge judge) => judge.Group != JudgeGroup.Adversarial.Name();

    private static Claim Make(
        string source,
        string sentence,
        ClaimedRange claimed,
        ReportRecord first,
        ReportRecord second,
        Func<ReportComparison, Estimate?> number,
        Func<ReportedJudge, bool>? judges = null
    )
    {
        Estimate found = number(ReportComparison.Measure(first, second, judges)) ?? Estimate.Undetermined;
        return new(source, sentence, claimed, found)
        {
            Stimuli = first.Settings.Stimuli.Count,
            Judges = first
                .Recognition!.Judges.Where(judge => judges is null || judges(judge))
                .Select(judge => judge.Key)
                .Intersect(second.Recognition!.Judges.Select(judge => judge.Key))
                .Count(),
            JudgedBy = "networks",
        };
    }
}
