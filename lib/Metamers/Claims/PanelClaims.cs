using Metamers.Evaluation.Panels;
using Metamers.Statistics;
using static Metamers.Claims.ClaimedRange;

namespace Metamers.Claims;

/// <summary>
/// What a panel says about metamers of several objectives; the uncertainty is that over the references and the judges.
/// </summary>
public static class PanelClaims
{
    /// <summary>Whether sets of metamers are recognised more often than another set.</summary>
    /// <param name="recognised">What the panel recognised.</param>
    /// <param name="baseline">The set that the others are compared with.</param>
    /// <param name="source">Who claims it.</param>
    /// <param name="names">The sets of which it is claimed.</param>
    public static ClaimList MoreThan(
        this PanelComparison recognised,
        string baseline,
        string source,
        params IReadOnlyList<string> names
    ) =>
        [
            .. names.Select(name => new Claim(
                source,
                $"“{name}” is recognised more often than “{baseline}”",
                Above(0),
                recognised.Difference(name, baseline)
            )
            {
                Stimuli = recognised.References,
                Judges = recognised.Judges.Count,
                JudgedBy = "networks",
            }),
        ];

    /// <summary>
    /// Whether metamers that were pushed apart are farther from each other than those of several seeds.
    /// </summary>
    /// <param name="apart">Those that were pushed apart.</param>
    /// <param name="seeds">Those of several seeds, of the same references in the same order.</param>
    public static ClaimList FartherThan(this MetamerSpread apart, MetamerSpread seeds) =>
        [
            Make(
                "Metamers that are pushed apart are farther from each other than those of two seeds",
                Above(0),
                [.. apart.Distances.Zip(seeds.Distances, (one, other) => one - other)]
            ),
            Make(
                "They are farther from each other than from their reference",
                Above(0),
                [.. apart.Distances.Zip(apart.FromReference, (one, other) => one - other)]
            ),
        ];

    private static Claim Make(string sentence, ClaimedRange claimed, double[] values) =>
        new("this project", sentence, claimed, Bootstrap.Mean(values).AllowingFewPairs(values))
        {
            Stimuli = values.Length,
            Judges = 1,
            JudgedBy = "network",
        };
}
