using Metamers.Statistics;

namespace Metamers.Tests.Statistics;

public class BootstrapTests
{
    [Fact]
    public void A_few_values_have_the_interval_of_student()
    {
        // Student's t for 4 degrees of freedom is 2.776.
        Estimate found = Bootstrap.Mean([1, 2, 3, 4, 5]);
        Assert.Equal(3, found.Value, 12);
        Assert.Equal(Math.Sqrt(2.5 / 5), found.StandardError, 12);
        Assert.Equal(3 - 2.776 * Math.Sqrt(0.5), found.Low, 0.001);
        Assert.Equal(3 + 2.776 * Math.Sqrt(0.5), found.High, 0.001);
    }

    [Fact]
    public void One_value_alone_has_an_infinite_error()
    {
        Estimate found = Bootstrap.Mean([0.25]);
        Assert.Equal(0.25, found.Value);
        Assert.Equal(
            (double.PositiveInfinity, double.NegativeInfinity, double.PositiveInfinity),
            (found.StandardError, found.Low, found.High)
        );
        Assert.Equal("0.250 ± ∞ (95 %: −∞ to ∞)", found.ToString());
    }

    [Fact]
    public void Many_values_are_resampled()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => i % 5 == 0 ? 1.0 : 0)];
        Estimate found = Bootstrap.Mean(values);
        Assert.Equal(0.2, found.Value, 12);
        Assert.Equal(Math.Sqrt(0.2 * 0.8 / 100), found.StandardError, 0.002);
        Assert.InRange(found.Low, 0.11, 0.14);
        Assert.InRange(found.High, 0.26, 0.29);
        Assert.Throws<ArgumentException>(() => Bootstrap.Mean([]));
    }
}
