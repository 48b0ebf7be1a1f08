using Metamers.Statistics;

namespace Metamers.Tests.Statistics;

public sealed class HistogramTests
{
    [Fact]
    public void Values_are_counted_and_the_ends_are_exact()
    {
        Histogram histogram = new(0, 1, 4);
        histogram.Add([0.1, 0.25, 0.26, 0.99, -3, 7.5, double.PositiveInfinity]);
        Assert.Equal([2, 2, 0, 3], histogram.Counts);
        Assert.Equal((7, -3, double.PositiveInfinity), (histogram.Total, histogram.Minimum, histogram.Maximum));
        Assert.Equal((-3, double.PositiveInfinity), (histogram.Quantile(0), histogram.Quantile(1)));
    }

    [Fact]
    public void Quantiles_are_those_of_the_sorted_values_to_within_a_bin()
    {
        Random random = new(3);
        double[] values = [.. Enumerable.Range(0, 10_000).Select(_ => random.NextDouble() * random.NextDouble())];
        Histogram histogram = new(0, 1, 1000);
        histogram.Add(values);
        double[] sorted = [.. values.Order()];
        foreach (double share in new[] { 0.01, 0.25, 0.5, 0.975, 0.999 })
        {
            Assert.Equal(sorted[(int)(share * values.Length)], histogram.Quantile(share), 0.0015);
        }
    }

    [Fact]
    public void Parts_add_up_to_the_whole_in_any_order()
    {
        double[] values = [.. Enumerable.Range(0, 300).Select(i => Math.Sin(i))];
        Histogram whole = Of(values);
        Histogram[] parts = [.. values.Chunk(70).Select(Of)];
        foreach (
            Histogram added in new[]
            {
                parts.Aggregate((a, b) => a.Combine(b)),
                parts.Reverse().Aggregate((a, b) => a.Combine(b)),
            }
        )
        {
            Assert.Equal(whole.Counts, added.Counts);
            Assert.Equal((whole.Minimum, whole.Maximum), (added.Minimum, added.Maximum));
        }

        Assert.Contains(
            "only equal ones can be added",
            Assert.Throws<ArgumentException>(() => whole.Combine(new(-1, 1, 21))).Message
        );
    }

    [Fact]
    public void What_is_no_distribution_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Histogram(1, 1, 3));
        Assert.Throws<ArgumentException>(() => new Histogram(0, 1, 0));
        Assert.Contains(
            "NaN",
            Assert.Throws<ArgumentException>(() => new Histogram(0, 1, 3).Add([double.NaN])).Message
        );
        Assert.Throws<InvalidOperationException>(() => new Histogram(0, 1, 3).Quantile(0.5));
        Assert.Throws<ArgumentException>(() => Histogram.Restore(0, 1, [1, -1], 0, 1));
        Assert.Throws<ArgumentException>(() => Histogram.Restore(0, 1, [long.MaxValue, 2], 0, 1));
        Assert.Throws<ArgumentException>(() => Histogram.Restore(0, 1, [1, 2], 1, 0));
        Histogram histogram = Of([0.3, 0.5]);
        Assert.Equal(histogram.Counts, Histogram.Restore(-1, 1, histogram.Counts, 0.3, 0.5).Counts);
    }

    private static Histogram Of(double[] values)
    {
        Histogram histogram = new(-1, 1, 20);
        histogram.Add(values);
        return histogram;
    }
}
