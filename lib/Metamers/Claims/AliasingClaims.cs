using Metamers.Published;
using Metamers.Statistics;
using static Metamers.Claims.ClaimedRange;

namespace Metamers.Claims;

/// <summary>
/// What the published data say about less aliasing: whether it helps people to recognise metamers, and whether it makes
/// a network more robust, which depends on what it is compared with.
/// </summary>
internal static class AliasingClaims
{
    private const string LowPass = "alexnet_reduced_aliasing_early_checkpoint";
    private const string Vone = "vonealexnet_gaussian_noise_std4_fixed";
    private const string Plain = "alexnet_early_checkpoint";
    private const string Source = "figure 6";

    /// <summary>Accuracies under attack that differ by less than this are about the same.</summary>
    private const double Little = 0.05;

    // The radii of the published evaluation, 1/√10 and 1/√100,000, as they are printed.
    private const double L2Radius = 0.316228;
    private const double LInfRadius = 0.003162;

    public static IEnumerable<Claim> Compute(PublishedData data)
    {
        PeopleStudies people = new(data, "vision", 9, Source);
        return
        [
            people.Gain(
                "Less aliasing helps: LowPassAlexNet against AlexNet, relu4",
                LowPass,
                Plain,
                "relu4",
                Above(0)
            ),
            people.Gain("… and against VOneAlexNet, relu4", LowPass, Vone, "relu4", Above(0)),
            Robustness(
                data,
                "LowPassAlexNet is about as robust as VOneAlexNet: L2 0.32",
                Near0(Little),
                Vone,
                "l2",
                L2Radius
            ),
            Robustness(
                data,
                "LowPassAlexNet is about as robust as VOneAlexNet: L∞ 0.0032",
                Near0(Little),
                Vone,
                "linf",
                LInfRadius
            ),
            Robustness(
                data,
                "Less aliasing does not make more robust, against plain AlexNet: L2 0.32",
                Below(Little),
                Plain,
                "l2",
                L2Radius
            ),
            Robustness(
                data,
                "Less aliasing does not make more robust, against plain AlexNet: L∞ 0.0032",
                Below(Little),
                Plain,
                "linf",
                LInfRadius
            ),
        ];
    }

    private static Claim Robustness(
        PublishedData data,
        string sentence,
        ClaimedRange claimed,
        string other,
        string norm,
        double radius
    )
    {
        double[] differences =
        [
            .. Accuracies(data, LowPass, norm, radius)
                .Zip(Accuracies(data, other, norm, radius), (one, against) => one - against),
        ];
        return new(Source, sentence, claimed, Bootstrap.Mean(differences))
        {
            Stimuli = PublishedRobustness.Pictures,
            Judges = differences.Length,
            JudgedBy = "seeds of the attack",
        };
    }

    private static IEnumerable<double> Accuracies(PublishedData data, string model, string norm, double radius) =>
        data
            .Robustness.Where(row => row.Model == model && row.Norm == norm && Math.Abs(row.Radius / radius - 1) < 1e-3)
            .OrderBy(row => row.Seed)
            .Select(row => row.Accuracy);
}
