using Metamers.Plotting.Pictures;
using Plotly.NET;
using Plotly.NET.CSharp;
using Plotly.NET.TraceObjects;
using Chart = Plotly.NET.CSharp.Chart;

namespace Metamers.Plotting.Interactive;

/// <summary>Draws the series of a <see cref="Figure"/> with Plotly.NET's scatter charts.</summary>
internal static class PlotlyTraces
{
    /// <summary>The charts of a series, those at the back first: its band and its line or points.</summary>
    public static IEnumerable<GenericChart> From(Series series, Axis y)
    {
        if (series is { Band: true, Low: { } low, High: { } high })
        {
            yield return Band(series, y, low, high);
        }

        if (series.Mark is not SeriesMark.None)
        {
            yield return Marks(series, y);
        }
    }

    /// <summary>A chart of nothing.</summary>
    public static GenericChart Empty() =>
        Chart.Scatter<double, double, string>([], [], StyleParam.Mode.Markers, UseDefaults: false);

    /// <summary>
    /// The bar that explains the colours of a heat map, which are a picture behind the axes: it belongs to a point that
    /// has no place.
    /// </summary>
    public static GenericChart ColourBar(HeatMap heat)
    {
        ColorBar bar = new ColorBar()
            .With(
                "title",
                new Title()
                    .With("text", PlotlyObjects.Escape(heat.Meaning))
                    .With("side", StyleParam.Side.Right.Convert())
            )
            .With("thickness", 14)
            .With("outlinewidth", 0);
        return Chart.Scatter<IConvertible, IConvertible, string>(
            [null!],
            [null!],
            StyleParam.Mode.Markers,
            ShowLegend: false,
            Marker: new Marker()
                .With("showscale", true)
                .With("cmin", heat.Low)
                .With("cmax", heat.High)
                .With("colorbar", bar),
            MarkerColor: Color.fromColorScaleValues([heat.Low]),
            MarkerColorScale: StyleParam.Colorscale.Viridis,
            UseDefaults: false
        );
    }

    // Out along the upper ends and back along the lower ones.
    private static GenericChart Band(Series series, Axis y, IReadOnlyList<double> low, IReadOnlyList<double> high)
    {
        GenericChart chart = Chart
            .Scatter<double, IConvertible, string>(
                PlotlyObjects.Rounded([.. series.X, .. series.X.Reverse()]),
                Values([.. high, .. low.Reverse()], y),
                StyleParam.Mode.Lines,
                Name: series.Name,
                ShowLegend: series.InLegend && series.Mark is SeriesMark.None,
                LineWidth: 0,
                Fill: StyleParam.Fill.ToSelf,
                FillColor: Transparent(FigureStyle.Colour(series.Style), FigureStyle.BandOpacity),
                UseDefaults: false
            )
            .WithTraceInfo(LegendGroup: series.Name);
        chart.GetTraces()[0].With("hoverinfo", StyleParam.HoverInfo.Skip.Convert());
        return chart;
    }

    private static GenericChart Marks(Series series, Axis y)
    {
        bool strokes = series.Mark is SeriesMark.Strokes;
        Color colour = Color.fromString(FigureStyle.Colour(series.Style));
        GenericChart chart = Chart
            .Scatter<double, IConvertible, string>(
                PlotlyObjects.Rounded(series.X),
                Values(series.Y, y),
                series.Mark switch
                {
                    SeriesMark.Line => StyleParam.Mode.Lines,
                    SeriesMark.LineAndPoints => StyleParam.Mode.Lines_Markers,
                    _ => StyleParam.Mode.Markers,
                },
                Name: series.Name,
                ShowLegend: series.InLegend,
                Opacity: series.Faint ? FigureStyle.FaintOpacity : 1,
                MultiText: series.Hover is { } hover ? new(hover, true) : default,
                Marker: new Marker().With("size", strokes ? FigureStyle.StrokeSize : FigureStyle.MarkerSize),
                MarkerColor: colour,
                MarkerSymbol: strokes ? FigureStyle.Stroke : FigureStyle.Marker(series.Style).Plotly,
                MarkerOutline: new Line().With("color", colour).With("width", strokes ? 3 : 1),
                Line: new Line().With("dash", Dash(series.Style)),
                LineColor: colour,
                LineWidth: series.Faint ? FigureStyle.FaintWidth : FigureStyle.LineWidth,
                UseDefaults: false
            )
            .WithTraceInfo(LegendGroup: series.Name);
        return series is { Band: false, Low: { } low, High: { } high }
            ? Plotly.NET.Chart.withYError(ErrorBars(series.Y, low, high, colour)).Invoke(chart)
            : chart;
    }

    private static Error ErrorBars(
        IReadOnlyList<double> values,
        IReadOnlyList<double> low,
        IReadOnlyList<double> high,
        Color colour
    ) =>
        new Error()
            .With("type", StyleParam.ErrorType.Data.Convert())
            .With("symmetric", false)
            .With("array", PlotlyObjects.Rounded(high.Zip(values, (end, value) => end - value)))
            .With("arrayminus", PlotlyObjects.Rounded(values.Zip(low, (value, end) => value - end)))
            .With("color", colour)
            .With("thickness", 1.5)
            .With("width", 4);

    // What has no place on the axis is a gap: null in plotly.js, which a number of Plotly.NET cannot be.
    private static IEnumerable<IConvertible> Values(IEnumerable<double> values, Axis axis) =>
        PlotlyObjects.Rounded(values).Select(value => axis.Shows(value) ? (IConvertible)value : null!);

    // Plotly.NET's own dashes are whole pixels.
    private static string Dash(int style) =>
        FigureStyle.Dash(style) is { Length: > 0 } dash
            ? string.Join(',', dash.Select(length => FormattableString.Invariant($"{length}px")))
            : "solid";

    private static Color Transparent(string colour, double opacity) =>
        Color.fromString(
            FormattableString.Invariant(
                $"rgba({Channel(colour[1..3])},{Channel(colour[3..5])},{Channel(colour[5..7])},{opacity})"
            )
        );

    private static int Channel(string hexadecimal) => Convert.ToInt32(hexadecimal, 16);
}
