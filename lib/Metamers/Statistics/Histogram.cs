namespace Metamers.Statistics;

/// <summary>
/// Counts of values in bins of equal width, with the exact smallest and largest value: a distribution of any size in
/// fixed memory. Histograms with the same bins can be added in any order with the same result.
/// </summary>
public sealed class Histogram
{
    private readonly long[] counts;

    /// <summary>Makes a histogram without values.</summary>
    /// <param name="low">Lower end of the first bin.</param>
    /// <param name="high">Upper end of the last bin, above <paramref name="low"/>.</param>
    /// <param name="bins">Number of bins, at least 1. Values outside the range count in the first or last bin.</param>
    /// <exception cref="ArgumentException">Such bins are not possible.</exception>
    internal Histogram(double low, double high, int bins)
        : this(
            low,
            high,
            new long[
                bins >= 1 && low < high
                    ? bins
                    : throw new ArgumentException(
                        FormattableString.Invariant(
                            $"{bins} bins from {low} to {high}; give at least one, and an end above the start."
                        )
                    )
            ],
            double.PositiveInfinity,
            double.NegativeInfinity
        ) { }

    private Histogram(double low, double high, long[] counts, double minimum, double maximum) =>
        (Low, High, this.counts, Minimum, Maximum) = (low, high, counts, minimum, maximum);

    /// <summary>Lower end of the first bin.</summary>
    public double Low { get; }

    /// <summary>Upper end of the last bin.</summary>
    public double High { get; }

    /// <summary>The number of values in each bin.</summary>
    public IReadOnlyList<long> Counts => counts;

    /// <summary>Number of values.</summary>
    public long Total => counts.Sum();

    /// <summary>The smallest value; +∞ if there is none.</summary>
    public double Minimum { get; private set; }

    /// <summary>The largest value; −∞ if there is none.</summary>
    public double Maximum { get; private set; }

    /// <summary>Counts values.</summary>
    /// <param name="values">Any number of values; infinite ones count in the outermost bins.</param>
    /// <exception cref="ArgumentException">A value is NaN; those before it are counted.</exception>
    internal void Add(ReadOnlySpan<double> values)
    {
        double scale = counts.Length / (High - Low);
        foreach (double value in values)
        {
            if (double.IsNaN(value))
            {
                throw new ArgumentException(
                    "A value is NaN and has no place in a distribution. Leave it out, or find where it comes from.",
                    nameof(values)
                );
            }

            counts[(int)Math.Clamp(Math.Floor((value - Low) * scale), 0, counts.Length - 1)]++;
            (Minimum, Maximum) = (Math.Min(Minimum, value), Math.Max(Maximum, value));
        }
    }

    /// <summary>The distribution of the values of both histograms.</summary>
    /// <param name="other">A histogram with the same bins.</param>
    /// <returns>A new histogram.</returns>
    /// <exception cref="ArgumentException">The bins differ.</exception>
    internal Histogram Combine(Histogram other) =>
        other.Low == Low && other.High == High && other.counts.Length == counts.Length
            ? new(
                Low,
                High,
                [.. counts.Zip(other.counts, (a, b) => a + b)],
                Math.Min(Minimum, other.Minimum),
                Math.Max(Maximum, other.Maximum)
            )
            : throw new ArgumentException(
                FormattableString.Invariant(
                    $"One has {counts.Length} bins from {Low} to {High}, the other {other.counts.Length} "
                ) + FormattableString.Invariant($"from {other.Low} to {other.High}; only equal ones can be added."),
                nameof(other)
            );

    /// <summary>
    /// The value below which a given share of the values is found, to within one bin; exact for the shares 0 and 1.
    /// </summary>
    /// <param name="share">0 to 1.</param>
    /// <exception cref="InvalidOperationException">There are no values.</exception>
    public double Quantile(double share)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(share, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        double wanted = share * Total;
        if (Total == 0)
        {
            throw new InvalidOperationException("There are no values, so there is no quantile. Add some first.");
        }

        double width = (High - Low) / counts.Length;
        double below = 0;
        for (int bin = 0; share is > 0 and < 1 && bin < counts.Length; bin++)
        {
            if (counts[bin] > 0 && below + counts[bin] >= wanted)
            {
                return Math.Clamp(Low + width * (bin + (wanted - below) / counts[bin]), Minimum, Maximum);
            }

            below += counts[bin];
        }

        return share is 0 ? Minimum : Maximum;
    }

    /// <summary>Makes a histogram from the counts and limits of another.</summary>
    /// <param name="low">As <see cref="Low"/>.</param>
    /// <param name="high">As <see cref="High"/>.</param>
    /// <param name="counts">As <see cref="Counts"/>; none below 0, with a sum that a long can hold.</param>
    /// <param name="minimum">As <see cref="Minimum"/>.</param>
    /// <param name="maximum">As <see cref="Maximum"/>.</param>
    /// <exception cref="ArgumentException">The numbers do not belong to one distribution.</exception>
    internal static Histogram Restore(
        double low,
        double high,
        IReadOnlyList<long> counts,
        double minimum,
        double maximum
    )
    {
        if (
            !(low < high)
            || counts.Count == 0
            || counts.Any(count => count < 0 || count > long.MaxValue / counts.Count)
            || double.IsNaN(minimum)
            || double.IsNaN(maximum)
            || (counts.Sum() > 0) != (minimum <= maximum)
        )
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"{counts.Count} counts from {low} to {high}, smallest value {minimum}, largest {maximum}: these "
                ) + "do not belong to one distribution.",
                nameof(counts)
            );
        }

        return new(low, high, [.. counts], minimum, maximum);
    }
}
