using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Plotly.NET;

namespace Metamers.Plotting.Interactive;

/// <summary>
/// Reads a Plotly.NET chart back as a <see cref="Figure"/>, so that a reader's own lines and points, and a figure that
/// was restyled, have a static picture too. Colours of its own and labels of points are not read.
/// </summary>
internal static partial class PlotlyReading
{
    private static readonly (int Width, int Height) DefaultSize = (760, 430);

    /// <summary>The size that a chart has at most on the page, in CSS pixels.</summary>
    public static (int Width, int Height) Size(GenericChart chart)
    {
        (var width, var height) = GenericChart.tryGetLayoutSize(chart);
        return (width?.Value ?? DefaultSize.Width, height?.Value ?? DefaultSize.Height);
    }

    /// <summary>
    /// The chart as a figure; null if it holds anything other than lines, points, error bars and bands.
    /// </summary>
    public static Figure? TryRead(GenericChart chart)
    {
        using JsonDocument definition = JsonDocument.Parse(GenericChart.toFigureJson(chart));
        JsonElement layout = definition.RootElement.GetProperty("layout");
        JsonElement[] traces = [.. definition.RootElement.GetProperty("data").EnumerateArray()];
        List<string> categories = [];
        List<Series> series = [];
        foreach (JsonElement trace in traces)
        {
            if (
                Text(trace, "type") != "scatter"
                || Numbers(trace, "x", categories) is not { } x
                || Numbers(trace, "y") is not { } y
                || x.Length != y.Length
                || (Text(trace, "fill") == "toself" && !GoesOutAndBack(x))
            )
            {
                return null;
            }

            series.Add(Read(trace, x, y, series.Count));
        }

        JsonElement[] lines = [.. Items(layout, "shapes").Where(shape => Text(shape, "type") == "line")];
        if (lines.Any(line => Place(line) is { ValueKind: not JsonValueKind.Number }))
        {
            return null;
        }

        (int width, int height) = Size(chart);
        JsonElement[] written = [.. Items(layout, "annotations")];
        IEnumerable<JsonElement> notes = written.Where(note => Text(note, "yanchor") == "bottom");
        return new Figure(
            Text(layout, "title", "text"),
            ReadAxis(layout, "xaxis") with
            {
                Categories = categories.Count > 0 ? categories : null,
            },
            ReadAxis(layout, "yaxis"),
            series
        )
        {
            Note = notes
                .Where(note => Text(note, "yref") == "paper")
                .Select(note => Text(note, "text"))
                .FirstOrDefault(),
            Lines = [.. lines.Select(line => ReadLine(line, written, layout))],
            Width = width,
            Height = height,
        };
    }

    /// <summary>A text of the chart without Plotly's few tags of HTML; empty if there is none.</summary>
    /// <param name="part">A part of the chart's definition.</param>
    /// <param name="path">The names of the properties on the way to the text.</param>
    public static string Text(JsonElement part, params string[] path) =>
        Find(part, path) is { ValueKind: JsonValueKind.String } text
            ? WebUtility.HtmlDecode(Tag().Replace(text.GetString()!.Replace("<br>", " "), "")).Trim()
            : "";

    private static Series Read(JsonElement trace, double[] x, double[] y, int number)
    {
        string mode = Text(trace, "mode");
        string colour = Text(trace, "line", "color");
        int style = colour == FigureStyle.GreyColour ? FigureStyle.Grey : FigureStyle.Palette.IndexOf(colour);
        Series series = new(Text(trace, "name"), x, y)
        {
            Style = style >= FigureStyle.Grey && colour.Length > 0 ? style : number,
            InLegend = Find(trace, "showlegend") is not { ValueKind: JsonValueKind.False } && Text(trace, "name") != "",
            Mark =
                !mode.Contains("markers", StringComparison.Ordinal) ? SeriesMark.Line
                : mode.Contains("lines", StringComparison.Ordinal) ? SeriesMark.LineAndPoints
                : SeriesMark.Points,
        };
        if (Text(trace, "fill") == "toself")
        {
            int half = x.Length / 2; // out along the upper ends and back along the lower ones
            return series with
            {
                X = x[..half],
                Y = y[..half],
                High = y[..half],
                Low = [.. y[half..].Reverse()],
                Band = true,
                Mark = SeriesMark.None,
            };
        }

        return Find(trace, "error_y") is { } bars && Numbers(bars, "array") is { } up && up.Length == y.Length
            ? series with
            {
                High = [.. y.Zip(up, (value, bar) => value + bar)],
                Low = [.. y.Zip(Numbers(bars, "arrayminus") ?? up, (value, bar) => value - bar)],
            }
            : series;
    }

    private static Axis ReadAxis(JsonElement layout, string name)
    {
        Axis axis = new(Text(layout, name, "title", "text")) { Logarithmic = Text(layout, name, "type") == "log" };
        if (Find(layout, name) is not { } part)
        {
            return axis;
        }

        double[]? places = Numbers(part, "tickvals");
        string[] labels = [.. Items(part, "ticktext").Select(label => Text(label))];
        axis = axis with { TickLabels = places?.Length == labels.Length ? [.. places.Zip(labels)] : null };
        return Numbers(part, "range") is [var low, var high]
            ? axis with
            {
                Minimum = axis.Logarithmic ? Math.Pow(10, low) : low,
                Maximum = axis.Logarithmic ? Math.Pow(10, high) : high,
            }
            : axis;
    }

    /// <summary>A line with its label: what is written at its place, as <see cref="PlotlyLayout"/> writes it.</summary>
    private static ReferenceLine ReadLine(JsonElement shape, JsonElement[] written, JsonElement layout)
    {
        bool vertical = IsVertical(shape);
        double place = Place(shape)?.GetDouble() ?? 0;
        bool logarithmic = Text(layout, vertical ? "xaxis" : "yaxis", "type") == "log";
        double scaled = logarithmic ? Math.Log10(place) : place; // Plotly scales lines itself, and texts not
        string label = written
            .Where(note =>
                Text(note, vertical ? "yref" : "xref") == "paper"
                && Text(note, vertical ? "xref" : "yref") != "paper" // that is the figure's note
                && Find(note, vertical ? "x" : "y") is { ValueKind: JsonValueKind.Number } at
                && at.GetDouble() == scaled
            )
            .Select(note => Text(note, "text"))
            .FirstOrDefault("");
        return new(place, label.Length > 0 ? label : null, vertical);
    }

    private static bool IsVertical(JsonElement shape) => Text(shape, "yref") == "paper";

    /// <summary>Where a line is: a number, or the name of a category, which is not drawn.</summary>
    private static JsonElement? Place(JsonElement shape) => Find(shape, IsVertical(shape) ? "x0" : "y0");

    /// <summary>Whether an outline is that of a band: along the upper ends and back at the same places.</summary>
    private static bool GoesOutAndBack(double[] x) =>
        x.Length % 2 == 0 && x[..(x.Length / 2)].SequenceEqual(x[(x.Length / 2)..].Reverse());

    /// <summary>
    /// The numbers of an array, with NaN for a gap; names become places in the list of them, if one is given.
    /// </summary>
    private static double[]? Numbers(JsonElement part, string name, List<string>? names = null)
    {
        if (Find(part, name) is not { ValueKind: JsonValueKind.Array } array)
        {
            return null;
        }

        double?[] values = [.. array.EnumerateArray().Select(Number)];
        return values.Contains(null) ? null : [.. values.Select(value => value!.Value)];

        double? Number(JsonElement value) =>
            value.ValueKind switch
            {
                JsonValueKind.Number => value.GetDouble(),
                JsonValueKind.Null => double.NaN,
                JsonValueKind.String when value.ValueEquals("NaN") => double.NaN,
                JsonValueKind.String => names is null ? null : Place(value.GetString()!),
                _ => null,
            };

        double Place(string text)
        {
            if (!names.Contains(text))
            {
                names.Add(text);
            }

            return names.IndexOf(text);
        }
    }

    private static IEnumerable<JsonElement> Items(JsonElement part, string name) =>
        Find(part, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    private static JsonElement? Find(JsonElement part, params string[] path)
    {
        foreach (string name in path)
        {
            if (part.ValueKind != JsonValueKind.Object || !part.TryGetProperty(name, out part))
            {
                return null;
            }
        }

        return part;
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
