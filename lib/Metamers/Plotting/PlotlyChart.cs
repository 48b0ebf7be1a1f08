using System.Globalization;
using Metamers.Plotting.Pictures;
using Plotly.NET;
using Chart = Plotly.NET.CSharp.Chart;

namespace Metamers.Plotting;

/// <summary>Makes an interactive Plotly.NET chart of a <see cref="Figure"/>.</summary>
internal static class PlotlyChart
{
    private const int LeftMargin = 70;

    public static GenericChart Of(Figure figure)
    {
        // Without a trace there would be no axes.
        IEnumerable<GenericChart> traces = figure
            .Series.SelectMany(series => Traces(figure, series))
            .Concat(figure.Heat is { } heat ? [ColourBar(heat)] : []);
        GenericChart chart = Chart.Combine(
            traces.DefaultIfEmpty(GenericChart.ofTraceObject(false, new Trace("scatter")))
        );
        return GenericChart.setLayout(Layout(figure), chart);
    }

    private static IEnumerable<GenericChart> Traces(Figure figure, Series series)
    {
        if (series is { Band: true, Low: { } low, High: { } high })
        {
            // Out along the upper ends and back along the lower ones.
            yield return Trace(
                figure,
                series,
                [.. series.X, .. series.X.Reverse()],
                [.. high, .. low.Reverse()],
                trace =>
                {
                    trace.SetProperty("mode", "lines");
                    trace.SetProperty("fill", "toself");
                    trace.SetProperty(
                        "fillcolor",
                        Transparent(FigureStyle.Colour(series.Style), FigureStyle.BandOpacity)
                    );
                    trace.SetProperty("line", new { width = 0 });
                    trace.SetProperty("hoverinfo", "skip");
                    trace.SetProperty("showlegend", series.InLegend && series.Mark is SeriesMark.None);
                }
            );
        }

        if (series.Mark is SeriesMark.None)
        {
            yield break;
        }

        yield return Trace(
            figure,
            series,
            series.X,
            series.Y,
            trace =>
            {
                string colour = FigureStyle.Colour(series.Style);
                trace.SetProperty(
                    "mode",
                    series.Mark switch
                    {
                        SeriesMark.Line => "lines",
                        SeriesMark.LineAndPoints => "lines+markers",
                        _ => "markers",
                    }
                );
                trace.SetProperty(
                    "line",
                    new
                    {
                        color = colour,
                        width = series.Faint ? FigureStyle.FaintWidth : FigureStyle.LineWidth,
                        dash = Dash(series.Style),
                    }
                );
                trace.SetProperty(
                    "marker",
                    series.Mark is SeriesMark.Strokes
                        ? new
                        {
                            symbol = "line-ew-open",
                            size = FigureStyle.StrokeSize,
                            color = colour,
                            line = new { color = colour, width = 3f },
                        }
                        : new
                        {
                            symbol = FigureStyle.Marker(series.Style).Plotly,
                            size = FigureStyle.MarkerSize,
                            color = colour,
                            line = new { color = colour, width = 1f },
                        }
                );
                trace.SetProperty("opacity", series.Faint ? FigureStyle.FaintOpacity : 1);
                trace.SetProperty("showlegend", series.InLegend);
                if (series.Hover is { } hover)
                {
                    trace.SetProperty("text", hover);
                }

                if (series is { Band: false, Low: { } lower, High: { } upper })
                {
                    trace.SetProperty(
                        "error_y",
                        new
                        {
                            type = "data",
                            symmetric = false,
                            color = colour,
                            thickness = 1.5,
                            width = 4,
                            array = Rounded(upper.Zip(series.Y, (a, b) => a - b)),
                            arrayminus = Rounded(series.Y.Zip(lower, (a, b) => a - b)),
                        }
                    );
                }
            }
        );
    }

    private static GenericChart Trace(
        Figure figure,
        Series series,
        IReadOnlyList<double> x,
        IReadOnlyList<double> y,
        Action<Trace> style
    )
    {
        Trace trace = new("scatter");
        trace.SetProperty("name", series.Name);
        trace.SetProperty("legendgroup", series.Name);
        trace.SetProperty("x", Rounded(x));
        // What has no place on the axis is a gap.
        trace.SetProperty("y", Rounded(y).Select(value => figure.Y.Shows(value) ? value : (double?)null).ToArray());
        style(trace);
        return GenericChart.ofTraceObject(false, trace);
    }

    // The colours are a picture behind the axes; a trace with a point that has no place carries the bar that explains
    // them.
    private static GenericChart ColourBar(HeatMap heat)
    {
        Trace trace = new("scatter");
        trace.SetProperty("x", new double?[] { null });
        trace.SetProperty("y", new double?[] { null });
        trace.SetProperty("showlegend", false);
        trace.SetProperty("mode", "markers");
        trace.SetProperty(
            "marker",
            new
            {
                color = new[] { heat.Low },
                colorscale = "Viridis",
                showscale = true,
                cmin = heat.Low,
                cmax = heat.High,
                colorbar = new
                {
                    title = new { text = Escape(heat.Meaning), side = "right" },
                    thickness = 14,
                    outlinewidth = 0,
                },
            }
        );
        return GenericChart.ofTraceObject(false, trace);
    }

    private static object HeatPicture(HeatMap heat) =>
        new
        {
            source = "data:image/png;base64," + Convert.ToBase64String(HeatMapImage.Png(heat, heat.Columns, heat.Rows)),
            xref = "x",
            yref = "y",
            x = heat.Left,
            y = heat.Top,
            sizex = heat.Right - heat.Left,
            sizey = heat.Top - heat.Bottom,
            sizing = "stretch",
            layer = "below",
        };

    private static Layout Layout(Figure figure)
    {
        (IReadOnlyList<string> title, IReadOnlyList<string> note) = figure.Headings();
        float headings =
            (title.Count * FigureStyle.TitleSize + note.Count * FigureStyle.SubtitleSize) * FigureStyle.LineHeight;
        Layout layout = new();
        layout.SetProperty(
            "font",
            new
            {
                family = FigureStyle.FontFamily,
                size = FigureStyle.TickSize,
                color = FigureStyle.Ink,
            }
        );
        layout.SetProperty("height", figure.Height);
        layout.SetProperty("autosize", true);
        layout.SetProperty(
            "margin",
            new
            {
                l = LeftMargin,
                r = 20,
                b = 70 + (figure.LegendBelow ? 3 + StaticAxes.LegendRows(figure) * StaticAxes.LegendRowHeight : 0),
                t = headings + 22,
            }
        );
        layout.SetProperty("paper_bgcolor", "white");
        layout.SetProperty("plot_bgcolor", "white");
        layout.SetProperty("hovermode", "closest");
        layout.SetProperty("showlegend", figure.HasLegend);
        if (figure.LegendBelow)
        {
            layout.SetProperty(
                "legend",
                new
                {
                    orientation = "h",
                    yref = "container",
                    y = 0.01,
                    yanchor = "bottom",
                    x = 0.5,
                    xanchor = "center",
                }
            );
        }

        layout.SetProperty(
            "xaxis",
            AxisOf(figure.X, figure.RangeX(), figure.SlantsCategories, figure.Heat is not null)
        );
        layout.SetProperty("yaxis", AxisOf(figure.Y, figure.RangeY(), slanted: false, figure.Heat is not null));
        if (figure.Heat is { } heat)
        {
            layout.SetProperty("images", new[] { HeatPicture(heat) });
        }

        layout.SetProperty("shapes", figure.Lines.Select(Shape).ToArray());
        layout.SetProperty(
            "annotations",
            figure
                .Lines.Where(line => line.Label is not null)
                .Select(line => Annotation(figure, line))
                .Prepend(Headings(title, note))
                .ToArray()
        );
        return layout;
    }

    // An annotation and not Plotly's title, which does not keep several lines inside the chart.
    private static object Headings(IReadOnlyList<string> title, IReadOnlyList<string> note) =>
        new
        {
            text = $"<b style=\"font-size:{FigureStyle.TitleSize}px\">{string.Join("<br>", title.Select(Escape))}</b>"
                + string.Concat(
                    note.Select(line => $"<br><span style=\"color:{FigureStyle.PaleInk}\">{Escape(line)}</span>")
                ),
            showarrow = false,
            align = "left",
            font = new { size = FigureStyle.SubtitleSize },
            xref = "paper",
            yref = "paper",
            x = 0,
            y = 1,
            xanchor = "left",
            yanchor = "bottom",
            xshift = 12 - LeftMargin,
            yshift = 8,
        };

    private static Dictionary<string, object> AxisOf(
        Axis axis,
        (double Low, double High) range,
        bool slanted,
        bool covered
    )
    {
        Dictionary<string, object> layout = new()
        {
            ["title"] = new
            {
                text = Escape(axis.Title),
                standoff = 10,
                font = new { size = FigureStyle.LabelSize },
            },
            ["type"] = axis.Logarithmic ? "log" : "linear",
            ["range"] = Rounded([axis.Scaled(range.Low), axis.Scaled(range.High)]),
            ["showline"] = true,
            ["linecolor"] = FigureStyle.Ink,
            ["ticks"] = "outside",
            ["gridcolor"] = FigureStyle.GridColour,
            ["showgrid"] = axis.Categories is null && !covered,
            ["zeroline"] = false,
            ["automargin"] = true,
        };
        if (axis.Categories is { } categories)
        {
            layout["tickvals"] = Enumerable.Range(0, categories.Count).ToArray();
            layout["ticktext"] = axis.CategoryLines()
                .Select(lines => string.Join(slanted ? "" : "<br>", lines.Select(Escape)))
                .ToArray();
            layout["tickangle"] = slanted ? -55 : 0;
        }
        else if (axis.TickLabels is { } labels)
        {
            layout["tickvals"] = Rounded(labels.Select(tick => tick.Position));
            layout["ticktext"] = labels.Select(tick => Escape(tick.Label)).ToArray();
        }
        else if (axis.Logarithmic)
        {
            layout["exponentformat"] = "power";
            layout["dtick"] = Math.Log10(range.High / range.Low) < 1.5 ? "D2" : 1;
        }
        else
        {
            layout["tickformat"] = ",";
        }

        return layout;
    }

    private static object Shape(ReferenceLine line) =>
        new
        {
            type = "line",
            layer = line.Vertical ? "below" : "above",
            xref = line.Vertical ? "x" : "paper",
            yref = line.Vertical ? "paper" : "y",
            x0 = line.Vertical ? line.Value : 0,
            x1 = line.Vertical ? line.Value : 1,
            y0 = line.Vertical ? 0 : line.Value,
            y1 = line.Vertical ? 1 : line.Value,
            line = new
            {
                color = FigureStyle.GreyColour,
                width = line.Vertical ? 0.8 : 1.3,
                dash = line.Vertical ? "2px,3px" : "6px,4px",
            },
        };

    private static object Annotation(Figure figure, ReferenceLine line) =>
        new
        {
            text = Escape(line.Label!),
            showarrow = false,
            font = new { color = FigureStyle.PaleInk, size = FigureStyle.TickSize },
            xref = line.Vertical ? "x" : "paper",
            yref = line.Vertical ? "paper" : "y",
            x = line.Vertical ? figure.X.Scaled(line.Value) : 0.005,
            y = line.Vertical ? 1 : figure.Y.Scaled(line.Value),
            xanchor = "left",
            yanchor = line.Vertical ? "top" : "bottom",
        };

    private static string Dash(int style) =>
        FigureStyle.Dash(style) is { Length: > 0 } dash
            ? string.Join(',', dash.Select(length => FormattableString.Invariant($"{length}px")))
            : "solid";

    private static string Transparent(string colour, double opacity) =>
        FormattableString.Invariant(
            $"rgba({Convert.ToInt32(colour[1..3], 16)},{Convert.ToInt32(colour[3..5], 16)},{Convert.ToInt32(colour[5..7], 16)},{opacity})"
        );

    // Six digits are more than a screen shows and keep the notebook small.
    private static double[] Rounded(IEnumerable<double> values) =>
        [
            .. values.Select(value =>
                double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            ),
        ];

    private static string Escape(string text) => System.Net.WebUtility.HtmlEncode(text);
}
