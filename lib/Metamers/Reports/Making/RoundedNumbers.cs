using System.Globalization;
using Metamers.Statistics;

namespace Metamers.Reports.Making;

/// <summary>
/// Numbers as a record keeps them: six decimals, which are more than the uncertainty of any of them and hide the last
/// bits in which processors differ.
/// </summary>
internal static class RoundedNumbers
{
    private const int Decimals = 6;

    public static double Rounded(this double value) => double.IsFinite(value) ? Math.Round(value, Decimals) : value;

    /// <summary>Six significant digits, for numbers of any size.</summary>
    public static double Significant(this double value) =>
        double.IsFinite(value)
            ? double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : value;

    public static Estimate Rounded(this Estimate estimate) =>
        new(
            estimate.Value.Rounded(),
            estimate.StandardError.Rounded(),
            estimate.Low.Rounded(),
            estimate.High.Rounded()
        );

    public static MatchMeasures Rounded(this MatchMeasures measures) =>
        new(measures.Spearman.Rounded(), measures.Pearson.Rounded(), measures.DecibelSnr.Rounded());
}
