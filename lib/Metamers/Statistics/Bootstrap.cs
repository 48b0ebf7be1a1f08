using MathNet.Numerics.Statistics;

namespace Metamers.Statistics;

/// <summary>Uncertainty by resampling items with replacement.</summary>
internal static class Bootstrap
{
    /// <summary>Fewest values that are resampled: the interval of fewer would be too narrow.</summary>
    private const int LeastValues = 8;

    /// <summary>The standard error of a mean: the standard deviation of the means of resamples.</summary>
    /// <param name="values">One value per item, at least one.</param>
    /// <param name="resamples">Number of resamples, at least 2; the paper's number is 1,000.</param>
    /// <param name="seed">Seed of the random draws.</param>
    /// <returns>
    /// 0 or more; 0 if all values are equal; not a number for a single value, which says nothing about it.
    /// </returns>
    /// <exception cref="ArgumentException">There are no values, or fewer than two resamples.</exception>
    public static double StandardErrorOfMean(IReadOnlyList<double> values, int resamples = 1000, int seed = 0)
    {
        Check(values, resamples);
        return values.Count < 2 ? double.NaN : Means(values, resamples, seed).StandardDeviation();
    }

    /// <summary>
    /// A mean with its standard error and its 95 % interval: percentiles of the resamples, or Student's interval if
    /// there are fewer than eight values, of which resamples say too little. One value alone has an infinite error.
    /// </summary>
    /// <param name="values">One value per item, at least one.</param>
    /// <param name="resamples">Number of resamples, at least 2.</param>
    /// <param name="seed">Seed of the random draws.</param>
    /// <exception cref="ArgumentException">There are no values, or fewer than two resamples.</exception>
    public static Estimate Mean(IReadOnlyList<double> values, int resamples = 10_000, int seed = 0)
    {
        Check(values, resamples);
        return values.Count < LeastValues
            ? Estimate.Student(values)
            : Estimate.FromResamples(values.Average(), Means(values, resamples, seed));
    }

    private static void Check(IReadOnlyList<double> values, int resamples)
    {
        if (values.Count == 0 || resamples < 2)
        {
            throw new ArgumentException(
                $"{values.Count} values and {resamples} resamples; give at least one value and two resamples."
            );
        }
    }

    private static double[] Means(IReadOnlyList<double> values, int resamples, int seed)
    {
        Check(values, resamples);
        Random random = new(seed);
        double[] means = new double[resamples];
        for (int resample = 0; resample < resamples; resample++)
        {
            double sum = 0;
            for (int i = 0; i < values.Count; i++)
            {
                sum += values[random.Next(values.Count)];
            }

            means[resample] = sum / values.Count;
        }

        return means;
    }
}
