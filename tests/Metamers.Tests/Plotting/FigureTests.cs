using System.Text.Json;
using System.Text.RegularExpressions;
using Metamers.Plotting;
using Metamers.Plotting.Interactive;
using Metamers.Plotting.Static;

namespace Metamers.Tests.Plotting;

public class FigureTests
{
    private static readonly Figure Sample = new(
        "A title",
        new("Step"),
        new("Loss", "nats") { Logarithmic = true },
        [
            new("first", [0, 1, 2], [1, 0.1, 0.01]),
            new("second", [0, 1, 2], [0.5, 0, double.NaN]) { Style = 1, Mark = SeriesMark.LineAndPoints },
        ]
    )
    {
        Note = "What the marks mean",
        Lines = [new(0.2, "chance")],
    };

    [Fact]
    public void A_line_is_broken_where_a_value_is_missing()
    {
        Axis x = new("x") { Minimum = 0, Maximum = 4 };
        Axis y = new("y") { Minimum = 0, Maximum = 2 };
        byte[] Drawn(double[] places, double[] values) =>
            new Figure("A gap", x, y, [new Series("one", places, values)]).ToPng();
        byte[] whole = Drawn([1, 3], [1, 1]);
        Assert.NotEqual(whole, Drawn([1, 2, 3], [1, double.NaN, 1]));
        Assert.Equal(whole, Drawn([0, 1, 3, 4], [double.NaN, 1, 1, double.NaN]));
    }

    [Fact]
    public void The_static_picture_has_two_pixels_for_each_pixel_of_the_page()
    {
        using SkiaSharp.SKBitmap bitmap = Pngs.Decode(Sample.ToPng());
        Assert.Equal((2 * Sample.Width, 2 * Sample.Height), (bitmap.Width, bitmap.Height));
    }

    [Fact]
    public void The_static_picture_has_its_text_in_the_typeface_of_the_library()
    {
        byte[] png = Sample.ToPng();
        Assert.InRange(Pngs.Dark(png, 10, 8, 80, 28), 200, 2000); // the title
        Assert.InRange(Pngs.Dark(png, 300, 405, 400, 428), 50, 1000); // the label of the x axis
        Assert.Equal(0, Pngs.Dark(png, 300, 8, 700, 28)); // beside the title
        Assert.NotEqual(png, (Sample with { X = new("Epoch") }).ToPng());
    }

    [Fact]
    public void A_legend_below_a_narrow_figure_has_room_for_all_its_rows()
    {
        Figure Narrow(params string[] names) =>
            Sample with
            {
                Width = 430,
                Series = [.. names.Select(name => new Series(name, [0, 1], [1, 2]))],
            };
        Assert.Equal(1, StaticAxes.LegendRows(Narrow("standard", "L2-trained", "random L2")));
        Figure four = Narrow("standard", "waveform", "cochleagram", "random cochleagram");
        Assert.Equal(2, StaticAxes.LegendRows(four));
        Assert.InRange(Pngs.Dark(four.ToPng(), 40, four.Height - 24, 420, four.Height - 2), 500, 4000); // the last row
        Assert.Contains(
            "\"b\":117",
            four.ToHtml().Replace(" ", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_legend_below_a_figure_of_any_width_names_every_line()
    {
        foreach (int width in new[] { 360, 420, 470, 500, 540 })
        {
            string[] names = ["CochCnnSmall, second seed", "CochCnnSmall, itself", "another"];
            Figure figure = Sample with
            {
                Width = width,
                Series = [.. names.Select((name, style) => new Series(name, [0, 1], [1, 2]) { Style = style })],
            };
            Assert.True(figure.LegendBelow);
            int legend = StaticAxes.LegendRows(figure) * StaticAxes.LegendRowHeight;
            byte[] png = figure.ToPng();
            Assert.All(
                figure.Series,
                line =>
                    Assert.True(Pngs.Has(png, FigureStyle.Colour(line.Style), from: figure.Height - legend), line.Name)
            );
        }
    }

    [Fact]
    public void The_same_figure_gives_the_same_bytes()
    {
        Assert.Equal(Sample.ToPng(), Sample.ToPng());
        Assert.Equal(Sample.ToHtml(), Sample.ToHtml());
    }

    [Fact]
    public void The_html_holds_the_picture_and_the_definition_but_neither_plotly_nor_a_link()
    {
        string html = Sample.ToHtml();
        Assert.Contains(Convert.ToBase64String(Sample.ToPng()), html);
        Assert.Contains("Plotly.newPlot", html);
        Assert.DoesNotContain("http", html);
        Assert.InRange(html.Length, 10_000, 100_000);
        Assert.False(PlotlyScript.IsIn(html));
    }

    [Fact]
    public void The_interactive_chart_has_the_axes_values_and_chance_line_of_the_figure()
    {
        using JsonDocument chart = Definition(Sample);
        JsonElement layout = chart.RootElement.GetProperty("layout");
        Assert.Equal("log", layout.GetProperty("yaxis").GetProperty("type").GetString());
        Assert.Equal("Loss (nats)", layout.GetProperty("yaxis").GetProperty("title").GetProperty("text").GetString());
        Assert.Equal(0.2, layout.GetProperty("shapes")[0].GetProperty("y0").GetDouble());
        JsonElement[] traces = [.. chart.RootElement.GetProperty("data").EnumerateArray()];
        Assert.Equal(["first", "second"], traces.Select(trace => trace.GetProperty("name").GetString()));
        Assert.Equal("[1.0,0.1,0.01]", traces[0].GetProperty("y").GetRawText());
    }

    [Fact]
    public void Values_without_a_place_on_a_logarithmic_axis_are_gaps()
    {
        using JsonDocument chart = Definition(Sample);
        Assert.Equal("[0.5,null,null]", chart.RootElement.GetProperty("data")[1].GetProperty("y").GetRawText());
    }

    [Fact]
    public void A_band_goes_out_along_its_upper_ends_and_back_along_its_lower_ones()
    {
        Figure figure = Sample with
        {
            Series =
            [
                new("median", [0, 1], [2, 3])
                {
                    Band = true,
                    Low = [1, 2],
                    High = [4, 5],
                },
            ],
        };
        using JsonDocument chart = Definition(figure);
        JsonElement band = chart.RootElement.GetProperty("data")[0];
        Assert.Equal("[0.0,1.0,1.0,0.0]", band.GetProperty("x").GetRawText());
        Assert.Equal("[4.0,5.0,2.0,1.0]", band.GetProperty("y").GetRawText());
        Assert.False(band.GetProperty("showlegend").GetBoolean());
    }

    [Fact]
    public void A_text_that_looks_like_html_stays_text()
    {
        string html = (Sample with { Title = "</script><b>\"x\"</b>" }).ToHtml();
        Assert.DoesNotContain("</script><b>", html);
        Assert.Single(Regex.Matches(html, "</script>"));
    }

    [Fact]
    public void The_description_names_axes_note_and_series()
    {
        Assert.Equal(
            "A title. Loss (nats), logarithmic, against Step. What the marks mean. Shown: first, second, chance.",
            Sample.Description
        );
        Assert.StartsWith(
            "A title. Loss (nats), logarithmic, against Step, logarithmic. What",
            (Sample with { X = new("Step") { Logarithmic = true } }).Description
        );
    }

    [Fact]
    public void A_series_of_unequal_lengths_says_which_and_how_many()
    {
        Figure figure = Sample with { Series = [new("short", [0, 1, 2], [1, 2])] };
        ArgumentException error = Assert.Throws<ArgumentException>(figure.ToPng);
        Assert.Equal("Series 'short' has 3 x values and 2 y values. Give as many of each.", error.Message);
        Assert.Throws<ArgumentException>(figure.ToHtml);
        figure = Sample with { Series = [new("half", [0], [1]) { Low = [0] }] };
        Assert.Contains("only one end of its uncertainty", Assert.Throws<ArgumentException>(figure.ToPng).Message);
    }

    [Fact]
    public void A_figure_without_values_is_empty_axes()
    {
        Figure figure = new("Nothing yet", new("Step"), new("Loss"), []);
        Assert.NotEmpty(figure.ToPng());
        Assert.Contains("Nothing yet", figure.ToHtml());
    }

    [Fact]
    public void A_row_is_as_wide_as_its_figures_together()
    {
        FigureRow row = new([Sample with { Width = 300 }, Sample with { Width = 400, Height = 200 }]);
        using SkiaSharp.SKBitmap bitmap = Pngs.Decode(row.ToPng());
        Assert.Equal((1400, 2 * Sample.Height), (bitmap.Width, bitmap.Height));
        Assert.True(Pngs.Dark(row.ToPng(), 310, 8, 380, 28) > 200); // the title of the second
        Assert.Equal(2, Regex.Matches(row.ToHtml(), "Plotly.newPlot").Count);
    }

    [Fact]
    public void The_static_picture_can_be_saved()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.png");
        Sample.SavePng(path);
        Assert.Equal(Sample.ToPng(), File.ReadAllBytes(path));
        File.Delete(path);
    }

    [Fact]
    public void As_JPEG_it_has_the_same_pixels_nearly()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.jpg");
        Sample.SaveJpeg(path);
        byte[] saved = File.ReadAllBytes(path);
        File.Delete(path);
        Assert.Equal([0xFF, 0xD8], saved[..2]);
        using SkiaSharp.SKBitmap expected = Pngs.Decode(Sample.ToPng());
        using SkiaSharp.SKBitmap found = SkiaSharp.SKBitmap.Decode(saved);
        Assert.Equal((expected.Width, expected.Height), (found.Width, found.Height));
        Assert.InRange(
            expected.Pixels.Zip(found.Pixels).Average(pair => Math.Abs(pair.First.Green - pair.Second.Green)),
            0,
            3
        );
    }

    private static JsonDocument Definition(Figure figure) =>
        JsonDocument.Parse(Regex.Match(figure.ToHtml(), "var figure = (.*);\n").Groups[1].Value);

    [Fact]
    public void An_error_bar_reaches_from_its_low_to_its_high_end()
    {
        Figure figure = new(
            "",
            new("x") { Minimum = 0, Maximum = 2 },
            new("y") { Minimum = -10, Maximum = 10 },
            [
                new("a", [1], [0])
                {
                    Mark = SeriesMark.Strokes,
                    Low = [-1],
                    High = [9],
                },
            ]
        );
        byte[] up = figure.ToPng();
        byte[] down = (figure with { Series = [figure.Series[0] with { Low = [-9], High = [1] }] }).ToPng();
        (int middle, int height) = (figure.Width / 2, figure.Height / 2);
        Assert.True(
            Pngs.Dark(up, middle - 60, 20, middle + 60, height - 60)
                > 4 * Pngs.Dark(down, middle - 60, 20, middle + 60, height - 60),
            "above"
        );
        Assert.True(
            Pngs.Dark(down, middle - 60, height + 30, middle + 60, figure.Height - 70)
                > 4 * Pngs.Dark(up, middle - 60, height + 30, middle + 60, figure.Height - 70),
            "below"
        );
    }
}
