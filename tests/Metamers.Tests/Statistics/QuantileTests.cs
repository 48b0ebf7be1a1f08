using Metamers.Statistics;

namespace Metamers.Tests.Statistics;

/// <summary>Quantiles and standard errors on numbers that are computed by hand.</summary>
public sealed class QuantileTests
{
    [Theory]
    [InlineData(0.25, 0.3125)]
    [InlineData(0.5, 0.375)]
    [InlineData(0.75, 0.4375)]
    [InlineData(0.999, 0.48)] // no further than the largest value
    [InlineData(0.001, 0.26)] // and no less than the least
    public void A_quantile_is_as_far_into_its_bin_as_the_share_of_the_bins_values(double share, double expected)
    {
        Histogram histogram = new(0, 1, 4);
        histogram.Add([0.26, 0.3, 0.4, 0.48]); // all between 0.25 and 0.5
        Assert.Equal(expected, histogram.Quantile(share), 12);
    }

    [Fact]
    public void A_quantile_counts_the_bins_before_its_own()
    {
        Histogram histogram = new(0, 1, 4);
        histogram.Add([0.05, 0.3, 0.4, 0.8]);
        Assert.Equal(0.375, histogram.Quantile(0.5), 12); // the first of the two between 0.25 and 0.5
        Assert.Equal(0.5, histogram.Quantile(0.75), 12);
    }

    [Fact]
    public void The_standard_error_is_that_of_a_sample()
    {
        // Deviations ±0.5 and ±1.5: their squares sum to 5, over n − 1 = 3 and n = 4.
        Assert.Equal(Math.Sqrt(5 / 3.0 / 4), StandardError.OfMean([1, 2, 3, 4]), 12);
        Assert.Equal(double.NaN, StandardError.OfMean([7]));
    }

    [Fact]
    public void The_bootstrap_finds_the_standard_error_of_a_proportion()
    {
        double[] values = [.. Enumerable.Range(0, 400).Select(i => i % 4 == 0 ? 1.0 : 0)];
        Assert.Equal(Math.Sqrt(0.25 * 0.75 / 400), Bootstrap.StandardErrorOfMean(values, 4000), 1e-3);
        Assert.Equal(Bootstrap.StandardErrorOfMean(values, seed: 2), Bootstrap.StandardErrorOfMean(values, seed: 2));
        Assert.Equal(0, Bootstrap.StandardErrorOfMean([1, 1, 1]));
        Assert.Equal(double.NaN, Bootstrap.StandardErrorOfMean([1]));
        Assert.Throws<ArgumentException>(() => Bootstrap.StandardErrorOfMean([]));
    }
}
