using MathNet.Numerics.Statistics;

namespace Metamers.Statistics;

/// <summary>How sure a mean is.</summary>
internal static class StandardError
{
    /// <summary>
    /// The standard error of the mean: the standard deviation (of n − 1) over √n; 0 of one value, of which it is not
    /// known.
    /// </summary>
    public static double OfMean(double[] values) =>
        values.Length < 2 ? 0 : values.StandardDeviation() / Math.Sqrt(values.Length);
}
