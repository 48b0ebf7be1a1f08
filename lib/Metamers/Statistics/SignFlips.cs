namespace Metamers.Statistics;

/// <summary>
/// Permutation tests of pairs: if the two members of a pair are of the same kind, each difference could as well have
/// the other sign.
/// </summary>
internal static class SignFlips
{
    private const int MostExact = 13;

    /// <summary>
    /// How probable a statistic at least as large as that of the data is: over all arrangements of signs for up to 13
    /// pairs, otherwise over random ones, of which the data are one.
    /// </summary>
    /// <param name="pairs">Number of pairs, at least 1.</param>
    /// <param name="statistic">The statistic, given a sign, −1 or 1, for each pair.</param>
    /// <param name="draws">Number of random arrangements.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <returns>Above 0, at most 1.</returns>
    /// <exception cref="ArgumentException">The statistic of the data is no number.</exception>
    public static double P(int pairs, Func<double[], double> statistic, int draws, int seed)
    {
        double[] signs = [.. Enumerable.Repeat(1.0, pairs)];
        double observed = statistic(signs);
        if (!double.IsFinite(observed))
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"The statistic of the data is {observed}; give differences that are numbers."
                )
            );
        }

        double enough = observed - 1e-12 * Math.Abs(observed); // equal ones count, whatever the rounding
        bool exact = pairs <= MostExact;
        int count = exact ? 1 << pairs : draws;
        Random random = new(seed);
        int reached = 0;
        for (int arrangement = 0; arrangement < count; arrangement++)
        {
            for (int i = 0; i < pairs; i++)
            {
                signs[i] = (exact ? arrangement >> i & 1 : random.Next(2)) == 0 ? 1 : -1;
            }

            reached += statistic(signs) >= enough ? 1 : 0;
        }

        return exact ? (double)reached / count : (reached + 1.0) / (count + 1);
    }

    /// <summary>Two-sided test that differences have the mean 0.</summary>
    /// <param name="differences">One per pair.</param>
    /// <param name="draws">Number of random arrangements.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static double OfMean(double[] differences, int draws, int seed) =>
        P(
            differences.Length,
            signs =>
            {
                double sum = 0;
                for (int i = 0; i < signs.Length; i++)
                {
                    sum += signs[i] * differences[i];
                }

                return Math.Abs(sum);
            },
            draws,
            seed
        );
}
