using Metamers.Plotting.Pictures;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Chart = Plotly.NET.CSharp.Chart;

namespace Metamers.Plotting.Interactive;

/// <summary>Makes an interactive Plotly.NET chart of a <see cref="Figure"/>.</summary>
internal static class PlotlyChart
{
    public static GenericChart From(Figure figure)
    {
        IEnumerable<GenericChart> traces = figure
            .Series.SelectMany(series => PlotlyTraces.From(series, figure.Y))
            .Concat(figure.Heat is { } colours ? [PlotlyTraces.ColourBar(colours)] : []);
        // Without a trace there would be no axes.
        GenericChart chart = Chart.Combine(traces.DefaultIfEmpty(PlotlyTraces.Empty()));
        chart = PlotlyLayout.Apply(chart, figure);
        chart = PlotlyAxes.Apply(chart, figure);
        return figure.Heat is { } heat ? Plotly.NET.Chart.withLayoutImage(Picture(heat), null).Invoke(chart) : chart;
    }

    private static LayoutImage Picture(HeatMap heat) =>
        new LayoutImage()
            .With(
                "source",
                "data:image/png;base64," + Convert.ToBase64String(HeatMapImage.Png(heat, heat.Columns, heat.Rows))
            )
            .With("xref", "x")
            .With("yref", "y")
            .With("x", heat.Left)
            .With("y", heat.Top)
            .With("sizex", heat.Right - heat.Left)
            .With("sizey", heat.Top - heat.Bottom)
            .With("sizing", StyleParam.LayoutImageSizing.Stretch.Convert())
            .With("layer", StyleParam.Layer.Below.Convert());
}
