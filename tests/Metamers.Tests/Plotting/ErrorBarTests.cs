using System.Text.Json;
using Metamers.Plotting;
using Metamers.Plotting.Charts;

namespace Metamers.Tests.Plotting;

public sealed class ErrorBarTests
{
    [Fact]
    public void Error_bars_of_a_page_reach_as_far_up_and_down_as_those_of_the_picture()
    {
        Figure figure = RecognitionByStage.Draw(["a", "b"], [new("x", [0.5, 0.4], [0.1, 0.1])], 0.1);
        Series uneven = figure.Series[0] with { Low = [0.45, 0.1], High = [0.7, 0.6] };
        using JsonDocument chart = JsonDocument.Parse(
            Plotly.NET.GenericChart.toFigureJson((figure with { Series = [uneven] }).ToPlotly())
        );
        JsonElement bars = chart
            .RootElement.GetProperty("data")
            .EnumerateArray()
            .Single(trace => trace.TryGetProperty("error_y", out _))
            .GetProperty("error_y");
        Assert.False(bars.GetProperty("symmetric").GetBoolean());
        AssertClose([0.2, 0.2], bars.GetProperty("array"));
        AssertClose([0.05, 0.3], bars.GetProperty("arrayminus"));
    }

    [Fact]
    public void Error_bars_of_proportions_end_at_0_and_1()
    {
        Figure figure = RecognitionByStage.Draw(["a", "b"], [new("x", [0.98, 0.05], [0.1, 0.1])], 0.1);
        AssertClose([1, 0.15], figure.Series[0].High!);
        AssertClose([0.88, 0], figure.Series[0].Low!);
    }

    private static void AssertClose(double[] expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6), throwIfEmpty: true);
    }

    private static void AssertClose(double[] expected, JsonElement values) =>
        AssertClose(expected, [.. values.EnumerateArray().Select(value => value.GetDouble())]);
}
