using System.Globalization;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;
using Metamers.Runtime;

namespace Metamers.Statistics;

/// <summary>A number computed from data, with its uncertainty.</summary>
/// <param name="Value">The number.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <example>
/// <code>
/// var study = StudyResults.Load(Path.Combine(ProjectFolder.Data, "studies", "transfer-pictures")).ToRecognition();
/// study.Mean("resnet20-standard-seed0", "layer3", JudgeGroup.Adversarial)
/// </code>
/// </example>
public sealed record Estimate(double Value, double StandardError, double Low, double High)
{
    private const double NormalQuantile = 1.959963984540054;
    private const double Rounding = 1e-12; // means of equal values may differ by their last digit

    /// <summary>Of the form "0.054 ± 0.072 (95 %: −0.083 to 0.200)".</summary>
    public override string ToString() => $"{Text(Value)} ± {Text(StandardError)} (95 %: {Text(Low)} to {Text(High)})";

    /// <summary>The same as HTML, as a notebook shows it.</summary>
    public string ToHtml() => Shown.ToHtml(this);

    /// <summary>The estimate whose uncertainty is the spread of values computed from resamples.</summary>
    /// <param name="value">The number computed from the data themselves.</param>
    /// <param name="resampled">The same from each resample, at least two.</param>
    internal static Estimate FromResamples(double value, double[] resampled) =>
        new(value, resampled.StandardDeviation(), resampled.Quantile(0.025), resampled.Quantile(0.975));

    /// <summary>The estimate whose errors are normally distributed.</summary>
    internal static Estimate Normal(double value, double standardError) =>
        new(value, standardError, value - NormalQuantile * standardError, value + NormalQuantile * standardError);

    /// <summary>The estimate from a single item, whose error is not known.</summary>
    internal static Estimate OfOne(double value) =>
        new(value, double.PositiveInfinity, double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>The estimate of a number that the data do not determine.</summary>
    internal static Estimate Undetermined { get; } = OfOne(double.NaN);

    /// <summary>
    /// The mean of values that are normally distributed with an unknown deviation; of one value, with an infinite
    /// error.
    /// </summary>
    /// <param name="values">At least one.</param>
    internal static Estimate Student(IReadOnlyList<double> values)
    {
        double mean = values.Average();
        if (values.Count < 2)
        {
            return OfOne(mean);
        }

        double error = values.StandardDeviation() / Math.Sqrt(values.Count);
        double reach = error * StudentT.InvCDF(0, 1, values.Count - 1, 0.975);
        return new(mean, error, mean - reach, mean + reach);
    }

    /// <summary>
    /// The estimate of a share, or of a difference of shares, of items that all gave the same: resamples of them do not
    /// vary, which says nothing of other items. Of n items without an exception, exceptions have at most the share
    /// 1 − 0.025^(1/n) (the interval of Clopper and Pearson 1934, <em>Biometrika</em> 26, 404–413), by which the
    /// interval is wider to both sides. An estimate that varies is not changed.
    /// </summary>
    /// <param name="items">Number of items, at least 1.</param>
    /// <param name="lowest">Lowest possible value: 0 for a share, −1 for a difference of shares.</param>
    /// <param name="highest">Highest possible value.</param>
    internal Estimate AllowingExceptions(int items, double lowest, double highest = 1)
    {
        double share = 1 - Math.Pow(0.025, 1.0 / items);
        return StandardError > Rounding
            ? this
            : this with
            {
                Low = Math.Max(lowest, Value - share),
                High = Math.Min(highest, Value + share),
            };
    }

    /// <summary>
    /// The estimate of a mean difference of pairs. Where few pairs differ, all may do so in one direction by chance,
    /// which hardly any resample undoes: of five, one in 150 misses them all, while their signs are equal in one case
    /// of 16. If the two-sided test that flips signs does not tell the mean from 0 at the level of 0.05, the interval
    /// reaches to 0.
    /// </summary>
    /// <param name="differences">One for each pair.</param>
    internal Estimate AllowingFewPairs(IEnumerable<double> differences)
    {
        double[] differing = [.. differences.Where(difference => difference != 0)];
        return differing.Length == 0 || SignFlips.OfMean(differing, CrossedBootstrap.Resamples, seed: 0) <= 0.05
            ? this
            : this with
            {
                Low = Math.Min(Low, 0),
                High = Math.Max(High, 0),
            };
    }

    private static string Text(double value) =>
        double.IsNaN(value)
            ? "–"
            : value.ToString("0.000", CultureInfo.InvariantCulture).Replace("Infinity", "∞").Replace('-', '−');
}
