using Metamers.Plotting;
using Metamers.Plotting.Interactive;
using Plotly.NET;
using Figure = Metamers.Plotting.Figure;

namespace Metamers.Tests.Plotting.Interactive;

public class PlotlyReadingTests
{
    private static readonly Figure Sample = new(
        "A title",
        new("Step"),
        new("Loss", "nats") { Logarithmic = true },
        [
            new("band", [0, 1, 2], [1, 2, 3])
            {
                Band = true,
                Low = [0.5, 1, 1.5],
                High = [2, 4, 6],
                Mark = SeriesMark.None,
                Style = 2,
            },
            new("bars", [0, 1, 2], [1, 2, 3])
            {
                Low = [0.5, 1.5, 2.5],
                High = [2, 3, 4],
                Mark = SeriesMark.LineAndPoints,
                Style = 1,
            },
        ]
    )
    {
        Note = "What the marks mean",
        Lines = [new(0.5, "chance"), new(0.7), new(1), new(1, "start", Vertical: true), new(0, Vertical: true)],
    };

    [Fact]
    public void What_a_figure_draws_is_read_back()
    {
        Figure read = PlotlyReading.TryRead(Sample.ToPlotly().WithWidth(Sample.Width))!;
        Assert.Equal((Sample.Title, Sample.Note, "Loss (nats)"), (read.Title, read.Note, read.Y.Label));
        Assert.Equal(Sample.Lines, read.Lines);
        Assert.Equal([SeriesMark.None, SeriesMark.LineAndPoints], read.Series.Select(series => series.Mark));
        Assert.Equal(Sample.Series.Select(series => series.X), read.Series.Select(series => series.X));
        Assert.Equal(Sample.Series.Select(series => series.Low!), read.Series.Select(series => series.Low!));
        Assert.Equal(Sample.Series.Select(series => series.High!), read.Series.Select(series => series.High!));
        Assert.Equal([true, true], read.Series.Select(series => series.InLegend));
        Assert.Equal(1, read.Series[1].Style);
        Assert.True(read.Y.Logarithmic);
        Assert.Equal(Sample.RangeY().High, read.RangeY().High, 1e-4);
    }

    [Fact]
    public void Names_on_the_x_axis_become_its_categories()
    {
        Figure read = PlotlyReading.TryRead(
            Plotly.NET.CSharp.Chart.Line<string, double, string>(["b", "a", "b"], [1, 2, double.NaN])
        )!;
        Assert.Equal(["b", "a"], read.X.Categories!);
        Assert.Equal([0, 1, 0], read.Series[0].X);
        Assert.Equal((600, 600), (read.Width, read.Height)); // Plotly.NET's own size
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_filled_shape_that_is_no_band_has_no_picture(bool closed)
    {
        double[] x = closed ? [0, 1, 1, 0, 0] : [0, 1, 1, 0.5];
        GenericChart chart = Plotly.NET.CSharp.Chart.Line<double, double, string>(
            x,
            [.. x.Select((_, i) => (double)i)],
            Fill: StyleParam.Fill.ToSelf
        );
        Assert.Null(PlotlyReading.TryRead(chart));
    }

    [Fact]
    public void What_is_neither_line_nor_point_has_no_picture() =>
        Assert.Null(
            PlotlyReading.TryRead(
                Plotly.NET.CSharp.Chart.Heatmap<double, int, int, string>([
                    [1.0, 2.0],
                    [3.0, 4.0],
                ])
            )
        );
}

file static class Sizes
{
    public static GenericChart WithWidth(this GenericChart chart, int width) =>
        Plotly.NET.CSharp.GenericChartExtensions.WithSize(chart, Width: width);
}
