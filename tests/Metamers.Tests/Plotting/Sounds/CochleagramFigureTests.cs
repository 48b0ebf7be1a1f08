using System.Text.Json;
using Metamers.Plotting;
using Metamers.Plotting.Pictures;
using Metamers.Plotting.Sounds;
using Metamers.Runtime;
using SkiaSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Plotting.Sounds;

public class CochleagramFigureTests
{
    private static readonly double[] Frequencies = [50, 100, 200, 400, 800, 1600, 3200, 6400];

    private static readonly SKColor Dark = new(0x44, 0x01, 0x54);
    private static readonly SKColor Bright = new(0xFD, 0xE7, 0x24);

    /// <summary>(1, 1, 8, 20): zeros, the lowest channel one.</summary>
    private static Tensor Hum() => cat([ones(1, 20), zeros(7, 20)]).view(1, 1, 8, 20);

    private static Figure Sample() => CochleagramFigure.Draw(Hum(), Frequencies, 200, 0.025, "A hum");

    [Fact]
    public void Axes_are_seconds_and_kilohertz_with_low_frequencies_at_the_bottom()
    {
        using DisposeScope scope = NewDisposeScope();
        Figure figure = Sample();
        Assert.Equal(0.0225, figure.X.Minimum!.Value, 1e-9);
        Assert.Equal(0.1225, figure.X.Maximum!.Value, 1e-9);
        Assert.Equal(("Time (s)", "Frequency (kHz)"), (figure.X.Title, figure.Y.Title));
        Assert.Equal(
            [("0.1", 1.0), ("0.25", 2.25), ("0.5", 3.25), ("1", 4.25), ("2", 5.25), ("4", 6.25)],
            figure.Y.TickLabels!.Select(tick => (tick.Label, tick.Position))
        );
        Assert.Equal(
            "A hum. Frequency (kHz), against Time (s). Colour: Compressed amplitude, from 0 to 1.",
            figure.Description
        );

        using SKBitmap bitmap = Pngs.Decode(figure.ToPng());
        Assert.True(Count(bitmap, Bright, 340, 640) > 10_000); // the lowest eighth of the axes
        Assert.Equal(0, Count(bitmap, Bright, 100, 340, 0, 1000));
        Assert.True(Count(bitmap, Dark, 100, 340) > 100_000);
    }

    [Fact]
    public void The_colour_bar_says_what_the_colours_mean()
    {
        using DisposeScope scope = NewDisposeScope();
        byte[] png = Sample().ToPng();
        Assert.True(Pngs.Dark(png, 600, 60, 640, 280) > 100); // words beside the bar
        Assert.NotEqual(png, CochleagramFigure.Draw(Hum(), Frequencies, 200, 0.025, "A hum", "Amplitude").ToPng());
        using SKBitmap shared = Pngs.Decode(
            CochleagramFigure.Draw(Hum(), Frequencies, 200, 0.025, "A hum", maximum: 2).ToPng()
        );
        Assert.Equal(0, Count(shared, Bright, 340, 560, 0, 1050)); // one is only half of two
    }

    [Fact]
    public void The_html_is_the_picture_alone_and_small()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(1, CPU);
        Figure noise = CochleagramFigure.Draw(
            rand([211, 188], float32, generator: random),
            [.. Enumerable.Range(0, 211).Select(i => 50.0 + 30 * i)],
            200,
            0.03,
            "Noise"
        );
        Assert.DoesNotContain("<script", noise.ToHtml());
        Assert.Contains("data:image/png;base64,", noise.ToHtml());
        Assert.InRange(noise.ToHtml().Length, 10_000, 130_000); // noise is the worst case
        Assert.InRange(Sample().ToHtml().Length, 5_000, 40_000);
    }

    [Fact]
    public void The_interactive_chart_holds_the_values_as_a_picture_and_a_colour_bar()
    {
        using DisposeScope scope = NewDisposeScope();
        using JsonDocument chart = JsonDocument.Parse(Plotly.NET.GenericChart.toFigureJson(Sample().ToPlotly()));
        JsonElement layout = chart.RootElement.GetProperty("layout");
        JsonElement picture = layout.GetProperty("images")[0];
        Assert.Equal(0.0225, picture.GetProperty("x").GetDouble(), 1e-9);
        Assert.Equal((7.5, 8.0), (picture.GetProperty("y").GetDouble(), picture.GetProperty("sizey").GetDouble()));
        using SKBitmap bitmap = Pngs.Decode(
            Convert.FromBase64String(picture.GetProperty("source").GetString()!["data:image/png;base64,".Length..])
        );
        Assert.Equal((20, 8), (bitmap.Width, bitmap.Height));
        Assert.Equal((Bright, Dark), (bitmap.GetPixel(3, 7), bitmap.GetPixel(3, 6)));
        Assert.Equal(
            "[1.0,2.25,3.25,4.25,5.25,6.25]",
            layout.GetProperty("yaxis").GetProperty("tickvals").GetRawText()
        );
        Assert.Equal(
            "Compressed amplitude",
            chart
                .RootElement.GetProperty("data")[0]
                .GetProperty("marker")
                .GetProperty("colorbar")
                .GetProperty("title")
                .GetProperty("text")
                .GetString()
        );
    }

    [Fact]
    public void A_small_picture_averages_the_values_that_share_a_pixel()
    {
        float[,] values =
        {
            { 0, 1, 0, 0 },
            { 1, 0, 0, 0 },
        }; // from the bottom
        HeatMap heat = new(values, 0, 4, 0, 2, "");
        using SKBitmap half = Pngs.Decode(HeatMapImage.Png(heat, 2, 1));
        Assert.Equal(Dark, half.GetPixel(1, 0));
        Assert.InRange(half.GetPixel(0, 0).Green, 120, 160); // half way up viridis
        using SKBitmap larger = Pngs.Decode(HeatMapImage.Png(heat, 8, 4));
        Assert.Equal((Bright, Dark, Bright), (larger.GetPixel(0, 0), larger.GetPixel(2, 0), larger.GetPixel(3, 3)));
    }

    [Fact]
    public void What_is_no_single_cochleagram_is_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(
            "The cochleagram has the shape (2, 1, 8, 20); one is drawn at a time: (channels, frames). Take one item "
                + "of a batch with batch[i].",
            Assert
                .Throws<MetamerException>(() => CochleagramFigure.Draw(zeros(2, 1, 8, 20), Frequencies, 200, 0, "x"))
                .Message
        );
        Assert.Equal(
            "The cochleagram has 4 channels, and there are 8 center frequencies. Give one a channel.",
            Assert
                .Throws<MetamerException>(() => CochleagramFigure.Draw(zeros(4, 20), Frequencies, 200, 0, "x"))
                .Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => CochleagramFigure.Draw(zeros(8, 20), Frequencies, 0, 0, "x"));
        HeatMap none = new(new float[0, 0], 0, 1, 0, 1, "");
        Assert.Contains(
            "0 rows and 0 columns",
            Assert.Throws<ArgumentException>(() => HeatMapImage.Png(none, 1, 1)).Message
        );
        Assert.NotEmpty(CochleagramFigure.Draw(zeros(8, 20), Frequencies, 200, 0, "silence").ToPng());
    }

    private static int Count(SKBitmap bitmap, SKColor colour, int top, int bottom, int left = 0, int right = 1280) =>
        Enumerable
            .Range(top, bottom - top)
            .Sum(y => Enumerable.Range(left, right - left).Count(x => Near(bitmap.GetPixel(x, y), colour)));

    private static bool Near(SKColor a, SKColor b) =>
        Math.Abs(a.Red - b.Red) + Math.Abs(a.Green - b.Green) + Math.Abs(a.Blue - b.Blue) < 16;
}
