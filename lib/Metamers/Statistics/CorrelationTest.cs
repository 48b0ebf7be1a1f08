using System.Globalization;
using MathNet.Numerics.Statistics;

namespace Metamers.Statistics;

/// <summary>A correlation of pairs of values with its two-sided p value.</summary>
/// <param name="Measure">"r" (Pearson), "rho" (Spearman) or "tau" (Kendall's tau-b).</param>
/// <param name="Coefficient">−1 to 1.</param>
/// <param name="P">Two-sided; multiplied by the number of comparisons after <see cref="Bonferroni"/>.</param>
/// <param name="Count">Number of pairs.</param>
/// <example>
/// <code>
/// CorrelationTest.Spearman([0.1, 0.2, 0.4, 0.5], [0.9, 0.7, 0.8, 0.3]).Bonferroni(comparisons: 4).P
/// </code>
/// </example>
public sealed record CorrelationTest(string Measure, double Coefficient, double P, int Count)
{
    /// <summary>The squared coefficient; for Pearson's r it is R², the share of variance explained by a line.</summary>
    public double Squared => Coefficient * Coefficient;

    /// <summary>Pearson's r; p from the t distribution with n − 2 degrees of freedom.</summary>
    /// <param name="x">At least three finite values, not all equal.</param>
    /// <param name="y">As many values as <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The values do not form such pairs; the message says why.</exception>
    public static CorrelationTest Pearson(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        Check(x, y);
        return ByStudent("r", Correlation.Pearson(x, y), x.Count);
    }

    /// <summary>
    /// Spearman's rho: Pearson's r of the ranks, ties sharing their mean rank; p from the t distribution, as in SciPy's
    /// <c>spearmanr</c>.
    /// </summary>
    /// <param name="x">At least three finite values, not all equal.</param>
    /// <param name="y">As many values as <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The values do not form such pairs; the message says why.</exception>
    public static CorrelationTest Spearman(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        Check(x, y);
        return ByStudent("rho", Correlation.Spearman(x, y), x.Count);
    }

    /// <summary>
    /// Kendall's tau-b: (concordant − discordant pairs) / √(pairs not tied in x · pairs not tied in y); p from the
    /// normal distribution with the variance corrected for ties (Kendall 1970), as in SciPy's
    /// <c>kendalltau(method="asymptotic")</c>.
    /// </summary>
    /// <param name="x">At least three finite values, not all equal.</param>
    /// <param name="y">As many values as <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The values do not form such pairs; the message says why.</exception>
    public static CorrelationTest Kendall(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        Check(x, y);
        long difference = 0;
        for (int i = 1; i < x.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                difference += x[i].CompareTo(x[j]) * y[i].CompareTo(y[j]);
            }
        }

        double n = x.Count;
        double ordered = n * (n - 1);
        Ties ofX = Ties.From(x);
        Ties ofY = Ties.From(y);
        double tau = difference / Math.Sqrt((ordered / 2 - ofX.Pairs / 2) * (ordered / 2 - ofY.Pairs / 2));
        double variance =
            (ordered * (2 * n + 5) - ofX.Weighted - ofY.Weighted) / 18
            + ofX.Pairs * ofY.Pairs / (2 * ordered)
            + ofX.Triples * ofY.Triples / (9 * ordered * (n - 2));
        return new("tau", Math.Clamp(tau, -1, 1), Significance.OfNormal(difference / Math.Sqrt(variance)), x.Count);
    }

    /// <summary>The test as one of several: p times their number, at most 1 (Bonferroni's correction).</summary>
    /// <param name="comparisons">How many tests are made together, at least 1.</param>
    public CorrelationTest Bonferroni(int comparisons)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(comparisons, 1);
        return this with { P = Math.Min(1, P * comparisons) };
    }

    /// <summary>For example "rho = 0.863, p = 6.1e-44, N = 144".</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Measure} = {Coefficient:0.000}, p = {Significance.Number(P)}, N = {Count}"
        );

    private static CorrelationTest ByStudent(string measure, double coefficient, int count) =>
        new(measure, Math.Clamp(coefficient, -1, 1), Significance.OfCorrelation(coefficient, count), count);

    private static void Check(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Count != y.Count || x.Count < 3)
        {
            throw new ArgumentException(
                $"A correlation needs pairs of values, at least three; given {x.Count} and {y.Count} values. Give "
                    + "one x and one y for each point."
            );
        }

        foreach ((IReadOnlyList<double> values, string name) in new[] { (x, "x"), (y, "y") })
        {
            if (values.Any(value => !double.IsFinite(value)))
            {
                throw new ArgumentException(
                    $"The {name} values contain NaN or infinity. Leave out the points whose values are not both known."
                );
            }

            if (values.All(value => value == values[0]))
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"All {name} values are {values[0]}, so a correlation with them is undefined. Take points "
                            + $"that differ in both values."
                    )
                );
            }
        }
    }

    /// <summary>Sums over runs of t equal values: Σ t(t−1), Σ t(t−1)(t−2), Σ t(t−1)(2t+5).</summary>
    private readonly record struct Ties(double Pairs, double Triples, double Weighted)
    {
        public static Ties From(IReadOnlyList<double> values)
        {
            double[] runs = [.. values.CountBy(value => value).Select(run => (double)run.Value)];
            return new(
                runs.Sum(t => t * (t - 1)),
                runs.Sum(t => t * (t - 1) * (t - 2)),
                runs.Sum(t => t * (t - 1) * (2 * t + 5))
            );
        }
    }
}
