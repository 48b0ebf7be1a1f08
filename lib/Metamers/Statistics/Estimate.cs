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

    private static string Text(double value) =>
        value.ToString("0.000", CultureInfo.InvariantCulture).Replace("Infinity", "∞").Replace('-', '−');
}
