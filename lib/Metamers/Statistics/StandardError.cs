using MathNet.Numerics.Statistics;

namespace Metamers.Statistics;

/// <summary>The uncertainty of a mean.</summary>
internal static class StandardError
{
    /// <summary>
    /// The standard error of the mean: the standard deviation (with n − 1) divided by √n; not a number for a single
    /// value, which says nothing about it.
    /// </summary>
    public static double OfMean(double[] values) =>
        values.Length < 2 ? double.NaN : values.StandardDeviation() / Math.Sqrt(values.Length);
}
