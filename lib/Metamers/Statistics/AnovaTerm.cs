using System.Globalization;

namespace Metamers.Statistics;

/// <summary>One effect of an analysis of variance.</summary>
/// <param name="Name">The factor, e.g. "stage", or two factors joined by a colon for their interaction.</param>
/// <param name="F">Mean square of the effect / mean square of its error.</param>
/// <param name="DF1">Degrees of freedom of the effect.</param>
/// <param name="DF2">Degrees of freedom of its error.</param>
/// <param name="ParametricP">
/// P(F ≥ <paramref name="F"/>) of the F distribution, without a correction for sphericity, as in the paper.
/// </param>
/// <param name="PartialEtaSquared">Sum of squares of the effect / (that + sum of squares of its error), 0 to 1.</param>
/// <param name="Permutation">
/// The p value by permutation; null for effects that the paper tests only parametrically.
/// </param>
public sealed record AnovaTerm(
    string Name,
    double F,
    int DF1,
    int DF2,
    double ParametricP,
    double PartialEtaSquared,
    PermutationP? Permutation
)
{
    /// <summary>For example "F(1,42) = 554.92, p &lt; 1e-4 (permutation), partial η² = 0.93".</summary>
    public override string ToString()
    {
        string p = Permutation is { } permutation
            ? $"{permutation} (permutation)"
            : $"p = {Significance.Number(ParametricP)} (parametric)";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"F({DF1},{DF2}) = {F:G5}, {p}, partial η² = {PartialEtaSquared:0.00}"
        );
    }
}
