using Metamers.Statistics;

namespace Metamers.Evaluation.Nulls;

/// <summary>A histogram as its bins that are not empty.</summary>
internal sealed record HistogramBins(
    double Low,
    double High,
    int BinCount,
    IReadOnlyDictionary<int, long> Filled,
    double Minimum,
    double Maximum
)
{
    public static HistogramBins From(Histogram histogram) =>
        new(
            histogram.Low,
            histogram.High,
            histogram.Counts.Count,
            histogram
                .Counts.Select((count, bin) => (bin, count))
                .Where(entry => entry.count > 0)
                .ToDictionary(entry => entry.bin, entry => entry.count),
            histogram.Minimum,
            histogram.Maximum
        );

    public Histogram Restore()
    {
        const int most = 1_000_000;
        long[] counts = new long[
            BinCount is >= 1 and <= most
                ? BinCount
                : throw new ArgumentException($"{BinCount} bins; 1 to {most} are allowed.")
        ];
        foreach ((int bin, long count) in Filled)
        {
            counts[bin] = count;
        }

        return Histogram.Restore(Low, High, counts, Minimum, Maximum);
    }
}
