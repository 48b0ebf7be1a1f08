using MathNet.Numerics.Statistics;

namespace Metamers.Statistics;

/// <summary>The uncertainty of a mean.</summary>
internal static class StandardError
{
    /// <summary>
    /// The standard error of the mean: the standard deviation (with n − 1) divided by √n; 0 for a single value, for
    /// which it is unknown.
    /// </summary>
    public static double OfMean(double[] values) =>
        values.Length < 2 ? 0 : values.StandardDeviation() / Math.Sqrt(values.Length);
}
