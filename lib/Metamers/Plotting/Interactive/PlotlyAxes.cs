using Plotly.NET;
using Plotly.NET.CSharp;
using Plotly.NET.LayoutObjects;
using Chart = Plotly.NET.Chart;

namespace Metamers.Plotting.Interactive;

/// <summary>Gives a chart the axes of a <see cref="Figure"/>.</summary>
internal static class PlotlyAxes
{
    private const int TitleDistance = 10;

    public static GenericChart Apply(GenericChart chart, Figure figure)
    {
        (Axis x, Axis y) = (figure.X, figure.Y);
        (double Low, double High) rangeX = figure.RangeX();
        (double Low, double High) rangeY = figure.RangeY();
        chart = chart
            .WithXAxisStyle<double, double, string>(
                TitleText: PlotlyObjects.Escape(x.Title),
                TitleFont: PlotlyObjects.Font(FigureStyle.LabelSize),
                TitleStandoff: TitleDistance,
                AxisType: Scale(x),
                MinMax: Ends(x, rangeX),
                ShowLine: true,
                LineColor: Color.fromString(FigureStyle.Ink),
                ShowGrid: ShowsGrid(x, figure),
                GridColor: Color.fromString(FigureStyle.GridColour),
                ZeroLine: false
            )
            .WithYAxisStyle<double, double, string>(
                TitleText: PlotlyObjects.Escape(y.Title),
                TitleFont: PlotlyObjects.Font(FigureStyle.LabelSize),
                TitleStandoff: TitleDistance,
                AxisType: Scale(y),
                MinMax: Ends(y, rangeY),
                ShowLine: true,
                LineColor: Color.fromString(FigureStyle.Ink),
                ShowGrid: ShowsGrid(y, figure),
                GridColor: Color.fromString(FigureStyle.GridColour),
                ZeroLine: false
            );
        chart = Chart.withXAxis(Ticks(x, rangeX, figure.SlantsCategories), null).Invoke(chart);
        return Chart.withYAxis(Ticks(y, rangeY, slanted: false), null).Invoke(chart);
    }

    private static StyleParam.AxisType Scale(Axis axis) =>
        axis.Logarithmic ? StyleParam.AxisType.Log : StyleParam.AxisType.Linear;

    // In powers of ten on a logarithmic axis.
    private static Tuple<double, double> Ends(Axis axis, (double Low, double High) range) =>
        Tuple.Create(PlotlyObjects.Rounded(axis.Scaled(range.Low)), PlotlyObjects.Rounded(axis.Scaled(range.High)));

    private static bool ShowsGrid(Axis axis, Figure figure) => axis.Categories is null && figure.Heat is null;

    private static LinearAxis Ticks(Axis axis, (double Low, double High) range, bool slanted)
    {
        LinearAxis ticks = new LinearAxis()
            .With("ticks", StyleParam.TickOptions.Outside.Convert())
            .With("automargin", true);
        if (axis.Categories is { } categories)
        {
            return ticks
                .With("tickvals", Enumerable.Range(0, categories.Count).ToArray())
                .With(
                    "ticktext",
                    slanted
                        ? categories.Select(PlotlyObjects.Escape).ToArray()
                        : axis.CategoryLines()
                            .Select(lines => string.Join("<br>", lines.Select(PlotlyObjects.Escape)))
                            .ToArray()
                )
                .With("tickangle", slanted ? -55 : 0);
        }

        if (axis.TickLabels is { } labels)
        {
            return ticks
                .With("tickvals", PlotlyObjects.Rounded(labels.Select(tick => tick.Position)))
                .With("ticktext", labels.Select(tick => PlotlyObjects.Escape(tick.Label)).ToArray());
        }

        return axis.Logarithmic
            ? ticks
                .With("exponentformat", StyleParam.ExponentFormat.Power.Convert())
                .With("dtick", Math.Log10(range.High / range.Low) < 1.5 ? "D2" : 1)
            : ticks.With("tickformat", ",");
    }
}
