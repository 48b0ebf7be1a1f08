using Metamers.Claims;
using Metamers.Reports.Records;
using Metamers.Statistics;
using Metamers.Studies;
using static Metamers.Claims.ClaimedRange;
using static Metamers.Claims.ClaimNetworks;

namespace Metamers.Reports;

/// <summary>
/// What the records of reports that the project ships say: differences between two networks, over the same stimuli and
/// the judges that both have. Judges that were trained adversarially are like some of the networks that they judge, so
/// that the numbers are also given without them.
/// </summary>
/// <example>
/// <code>
/// ReportClaims.Pictures()
/// </code>
/// </example>
public static class ReportClaims
{
    private const string Paper = "Feather et al. 2023";
    private const string Notebook = "notebook 19";

    /// <summary>Claims about the vision models.</summary>
    /// <exception cref="Runtime.MetamerException">The records were made under different conditions.</exception>
    public static ClaimList Pictures() =>
        [
            .. Robust("ResNet-20, L2, against its random control", ResNetL2, ResNetRandomL2),
            .. Robust("ResNet-20, L∞, against its random control", ResNetLInf, ResNetRandomLInf),
            .. Robust("VGG-8, L2, against the standard one", VggL2, Vgg),
            Make(Paper, "Less aliasing raises reach: VGG-8", Above(0), VggLowPass, Vgg, found => found.Reach),
            Make(
                Notebook,
                "Two seeds of one recipe have the same reach, to 0.05: ResNet-20",
                Near0(0.05),
                ResNetSeed1,
                ResNet,
                found => found.Reach
            ),
        ];

    private static IEnumerable<Claim> Robust(string which, string robust, string other) =>
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

    private static bool IsUnlike(ReportedJudge judge) => judge.Group != JudgeGroup.Adversarial.Name();

    private static Claim Make(
        string source,
        string sentence,
        ClaimedRange claimed,
        string one,
        string other,
        Func<ReportComparison, Estimate?> number,
        Func<ReportedJudge, bool>? judges = null
    )
    {
        (ReportRecord first, ReportRecord second) = (ReportRecord.LoadShipped(one), ReportRecord.LoadShipped(other));
        Estimate found =
            number(ReportComparison.Measure(first, second, judges))
            ?? throw new Runtime.MetamerException(
                $"The records of {one} and {other} do not say this number: {first.Reach.Sentence} "
                    + $"{second.Reach.Sentence}"
            );
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
