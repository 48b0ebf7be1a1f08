using MathNet.Numerics.Distributions;
using Metamers.Statistics;

namespace Metamers.Tests.Statistics;

public class CrossedBootstrapTests
{
    [Fact]
    public void With_one_judge_the_error_is_that_of_a_mean_over_items()
    {
        double[] values = [.. Enumerable.Range(0, 40).Select(i => (double)(i % 4 == 0 ? 1 : 0))];
        Estimate found = CrossedBootstrap.Measure(40, 1, (items, _) => Mean(values, items));
        Assert.Equal(0.25, found.Value, 12);
        Assert.Equal(Math.Sqrt(0.25 * 0.75 / 39), found.StandardError, 0.003);
        Assert.InRange(found.Low, 0.10, 0.15);
        Assert.InRange(found.High, 0.375, 0.425);
    }

    [Fact]
    public void Items_that_all_agree_leave_the_error_over_judges()
    {
        double[] judges = [0, 0, 1, 1, 1, 1, 0, 0];
        Estimate found = CrossedBootstrap.Measure(30, 8, (_, drawn) => Mean(judges, drawn));
        Assert.Equal(Math.Sqrt(0.25 / 7), found.StandardError, 0.01);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(40)]
    public void Where_nothing_varies_the_interval_is_that_of_exceptions_none_of_which_was_seen(int items)
    {
        double share = Beta.InvCDF(1, items, 0.975); // Clopper and Pearson, 0 of n
        Estimate none = CrossedBootstrap.Mean([new double[items], new double[items]]);
        Assert.Equal((0, 0, 0), (none.StandardError, none.Low, none.High));
        Assert.Equal(-share, none.AllowingExceptions(items, lowest: -1).Low, 9);
        Assert.Equal(share, none.AllowingExceptions(items, lowest: -1).High, 9);
        Assert.Equal(0, none.AllowingExceptions(items, lowest: 0).Low);
        Estimate all = CrossedBootstrap
            .Mean([
                [.. Enumerable.Repeat(1.0, items)],
            ])
            .AllowingExceptions(items, lowest: 0);
        Assert.Equal(1 - share, all.Low, 9);
        Assert.Equal(1, all.High);
        Estimate half = (all with { Value = 0.5, StandardError = 1e-17 }).AllowingExceptions(items, -0.5, highest: 0.5);
        Assert.Equal(0.5 - share, half.Low, 9);
        Assert.Equal(0.5, half.High);

        Estimate varied = CrossedBootstrap.Mean([
            [0, .. Enumerable.Repeat(1.0, items - 1)],
        ]);
        Assert.Equal(varied, varied.AllowingExceptions(items, lowest: 0));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void The_error_over_a_few_judges_is_not_too_small(int count)
    {
        double[] judges = [.. Enumerable.Range(0, count).Select(judge => (double)judge)];
        Estimate found = CrossedBootstrap.Measure(30, count, (_, drawn) => Mean(judges, drawn), resamples: 20_000);
        Assert.Equal(Estimate.Student(judges).StandardError, found.StandardError, 0.01);
    }

    [Fact]
    public void Errors_of_items_and_judges_add_as_squares()
    {
        double[] items = [.. Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? 1.0 : 0)];
        double[] judges = [1, 0, 1, 0, 1, 0, 1, 0, 1, 0];
        Estimate found = CrossedBootstrap.Measure(20, 10, (i, j) => Mean(items, i) + Mean(judges, j));
        Assert.Equal(Math.Sqrt(0.25 / 19 + 0.25 / 9), found.StandardError, 0.01);
    }

    [Fact]
    public void A_draw_that_determines_nothing_is_drawn_again()
    {
        Estimate found = CrossedBootstrap.Measure(
            2,
            1,
            (items, _) =>
                items[0] == 0 ? double.NaN
                : items[1] == 0 ? 1
                : 0.5
        );
        Assert.Equal(0.5, found.Value);
        Assert.Equal(1, found.High);
        Assert.Throws<ArgumentException>(() => CrossedBootstrap.Measure(2, 1, (_, _) => double.NaN));
        Assert.Throws<ArgumentException>(() => CrossedBootstrap.Measure(0, 1, (_, _) => 1));
    }

    [Fact]
    public void Of_a_single_item_the_error_is_infinite() =>
        Assert.Equal(
            new Estimate(0.3, double.PositiveInfinity, double.NegativeInfinity, double.PositiveInfinity),
            CrossedBootstrap.Measure(1, 5, (_, _) => 0.3)
        );

    [Fact]
    public void An_estimate_is_written_with_its_error_and_interval() =>
        Assert.Equal("−0.500 ± 0.100 (95 %: −0.696 to −0.304)", Estimate.Normal(-0.5, 0.1).ToString());

    private static double Mean(double[] values, int[] counts) =>
        values.Zip(counts, (value, count) => value * count).Sum() / counts.Sum();

    [Theory]
    [InlineData(5, true)] // all five in one direction: p = 2/32
    [InlineData(6, false)] // p = 2/64
    public void A_few_pairs_that_differ_do_not_tell_from_chance(int differing, bool reaches)
    {
        double[] differences = [.. Enumerable.Range(0, 20).Select(i => i < differing ? 1.0 : 0)];
        Estimate bootstrapped = CrossedBootstrap.Mean([differences]);
        Assert.True(bootstrapped.Low > 0);
        Estimate found = bootstrapped.AllowingFewPairs(differences);
        Assert.Equal(reaches ? 0 : bootstrapped.Low, found.Low);
        Assert.Equal(bootstrapped.High, found.High);
        double[] negative = [.. differences.Select(difference => -difference)];
        Estimate opposite = CrossedBootstrap.Mean([negative]).AllowingFewPairs(negative);
        Assert.Equal(reaches, opposite.High == 0);
        Assert.Equal(bootstrapped, bootstrapped.AllowingFewPairs(new double[20]));
    }
}
