namespace Metamers.Statistics;

/// <summary>
/// Uncertainty of a number that depends on two samples at once, such as pictures and the networks that judge them: both
/// are resampled with replacement, independently of each other (the pigeonhole bootstrap of Owen 2007, <em>Annals of
/// Applied Statistics</em> 1, 386–411, which overstates the variance a little rather than understating it). One fewer
/// is drawn than there are (the with-replacement bootstrap of McCarthy and Snowden 1985, <em>Vital and Health
/// Statistics</em> 2(95)): with as many draws, n values would vary by the factor (n − 1) / n too little, which is much
/// for a few judges.
/// </summary>
internal static class CrossedBootstrap
{
    /// <summary>Number of resamples, unless another is given.</summary>
    public const int Resamples = 4000;

    private const int MostRedraws = 1000;

    /// <summary>Computes a number and its uncertainty.</summary>
    /// <param name="items">Number of items, at least 1; of a single one, the error is infinite.</param>
    /// <param name="judges">Number of judges, at least 1; a single one is taken as it is.</param>
    /// <param name="statistic">
    /// The number, from how often each item and each judge was drawn; NaN if the draw does not determine it, which is
    /// then drawn again.
    /// </param>
    /// <param name="resamples">Number of resamples, at least 2.</param>
    /// <param name="seed">Seed of the random draws.</param>
    /// <exception cref="ArgumentException">Nothing to resample, or the data do not determine the number.</exception>
    public static Estimate Measure(
        int items,
        int judges,
        Func<int[], int[], double> statistic,
        int resamples = Resamples,
        int seed = 0
    )
    {
        if (items < 1 || judges < 1 || resamples < 2)
        {
            throw new ArgumentException(
                $"{items} items, {judges} judges and {resamples} resamples; give at least one item, one judge and two "
                    + "resamples."
            );
        }

        int[] everyItem = [.. Enumerable.Repeat(1, items)];
        int[] everyJudge = [.. Enumerable.Repeat(1, judges)];
        double value = statistic(everyItem, everyJudge);
        if (double.IsNaN(value))
        {
            throw new ArgumentException("The data do not determine the number: some condition has no item at all.");
        }

        if (items == 1)
        {
            return Estimate.OfOne(value);
        }

        Random random = new(seed);
        double[] resampled = new double[resamples];
        for (int resample = 0; resample < resamples; resample++)
        {
            int redraws = 0;
            do
            {
                Draw(everyItem, random);
                Draw(everyJudge, random);
                resampled[resample] = statistic(everyItem, everyJudge);
            } while (double.IsNaN(resampled[resample]) && ++redraws < MostRedraws);
            if (double.IsNaN(resampled[resample]))
            {
                throw new ArgumentException("Too few items of a condition remain to resample them.");
            }
        }

        return Estimate.FromResamples(value, resampled);
    }

    /// <summary>The mean over judges of the mean over items, with its uncertainty over both.</summary>
    /// <param name="values">By judge and item.</param>
    /// <param name="resamples">Number of resamples, at least 2.</param>
    /// <param name="seed">Seed of the random draws.</param>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static Estimate Mean(IReadOnlyList<double[]> values, int resamples = Resamples, int seed = 0)
    {
        return Measure(
            values.Count == 0 ? 0 : values[0].Length,
            values.Count,
            (items, judges) => Weighted([.. values.Select(judge => Weighted(judge, items))], judges),
            resamples,
            seed
        );

        static double Weighted(double[] values, int[] counts) =>
            values.Zip(counts, (value, count) => value * count).Sum() / counts.Sum();
    }

    /// <summary>
    /// How often each is drawn with replacement, in one draw fewer than there are; a single one is taken as it is.
    /// </summary>
    private static void Draw(int[] counts, Random random)
    {
        Array.Clear(counts);
        int draws = Math.Max(1, counts.Length - 1);
        for (int draw = 0; draw < draws; draw++)
        {
            counts[random.Next(counts.Length)]++;
        }
    }
}
