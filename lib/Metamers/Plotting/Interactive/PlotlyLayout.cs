using Metamers.Plotting.Static;
using Plotly.NET;
using Plotly.NET.CSharp;
using Plotly.NET.LayoutObjects;
using Chart = Plotly.NET.Chart;

namespace Metamers.Plotting.Interactive;

/// <summary>Gives a chart the size, title, note, legend and reference lines of a <see cref="Figure"/>.</summary>
internal static class PlotlyLayout
{
    private const int LeftMargin = 70;

    public static GenericChart Apply(GenericChart chart, Figure figure)
    {
        (IReadOnlyList<string> title, IReadOnlyList<string> note) = figure.Headings();
        float headings =
            (title.Count * FigureStyle.TitleSize + note.Count * FigureStyle.SubtitleSize) * FigureStyle.LineHeight;
        int legend = figure.LegendBelow ? 3 + StaticAxes.LegendRows(figure) * StaticAxes.LegendRowHeight : 0;
        chart = Chart.withLayout(Page(figure)).Invoke(chart).WithSize(Height: figure.Height);
        chart = Chart
            .withMarginSize<int, int, float, int, int, bool>(
                Left: LeftMargin,
                Right: 20,
                Top: headings + 22,
                Bottom: 70 + legend,
                Pad: null,
                Autoexpand: null
            )
            .Invoke(chart);
        if (figure.LegendBelow)
        {
            chart = chart.WithLegendStyle(
                Orientation: StyleParam.Orientation.Horizontal,
                X: 0.5,
                XAnchor: StyleParam.XAnchorPosition.Center,
                Y: 0.01,
                YAnchor: StyleParam.YAnchorPosition.Bottom,
                YRef: "container"
            );
        }

        chart = Chart.withTitle(Heading(title)).Invoke(chart);
        chart = Chart.withShapes(figure.Lines.Select(Across), null).Invoke(chart);
        IEnumerable<Annotation> labels = figure
            .Lines.Where(line => line.Label is not null)
            .Select(line => Label(figure, line))
            .Concat(StaticPicture.Labels(figure).Select(Label));
        return Chart.withAnnotations(note.Count == 0 ? labels : labels.Prepend(Note(note)), null).Invoke(chart);
    }

    private static Layout Page(Figure figure) =>
        new Layout()
            .With(
                "font",
                Font.init(
                    StyleParam.FontFamily.NewCustom(FigureStyle.FontFamily),
                    FigureStyle.TickSize,
                    Color.fromString(FigureStyle.Ink)
                )
            )
            .With("autosize", true)
            .With("paper_bgcolor", Color.fromString("white"))
            .With("plot_bgcolor", Color.fromString("white"))
            .With("hovermode", StyleParam.HoverMode.Closest.Convert())
            .With("showlegend", figure.HasLegend);

    private static Title Heading(IReadOnlyList<string> lines) =>
        Title.init(
            Text: $"<b>{string.Join("<br>", lines.Select(PlotlyObjects.Escape))}</b>",
            Font: PlotlyObjects.Font(FigureStyle.TitleSize),
            AutoMargin: null,
            Pad: Padding.init(B: null, L: 14, R: null, T: 20),
            X: 0,
            XAnchor: StyleParam.XAnchorPosition.Left,
            XRef: "container",
            Y: 1,
            YAnchor: StyleParam.YAnchorPosition.Top,
            YRef: "container",
            Standoff: null,
            Side: null
        );

    // Between the title and the axes, so that it stays when a reader gives the chart another title.
    private static Annotation Note(IReadOnlyList<string> lines) =>
        new Annotation()
            .With("text", string.Join("<br>", lines.Select(PlotlyObjects.Escape)))
            .With("showarrow", false)
            .With("align", StyleParam.AnnotationAlignment.Left.Convert())
            .With("font", PlotlyObjects.Font(FigureStyle.SubtitleSize, FigureStyle.PaleInk))
            .With("xref", "paper")
            .With("yref", "paper")
            .With("x", 0)
            .With("y", 1)
            .With("xanchor", StyleParam.XAnchorPosition.Left.Convert())
            .With("yanchor", StyleParam.YAnchorPosition.Bottom.Convert())
            .With("xshift", 12 - LeftMargin)
            .With("yshift", 8);

    private static Shape Across(ReferenceLine line) =>
        new Shape()
            .With("type", StyleParam.ShapeType.Line.Convert())
            .With("layer", (line.Vertical ? StyleParam.Layer.Below : StyleParam.Layer.Above).Convert())
            .With("xref", line.Vertical ? "x" : "paper")
            .With("yref", line.Vertical ? "paper" : "y")
            .With("x0", line.Vertical ? line.Value : 0)
            .With("x1", line.Vertical ? line.Value : 1)
            .With("y0", line.Vertical ? 0 : line.Value)
            .With("y1", line.Vertical ? 1 : line.Value)
            .With(
                "line",
                new Line()
                    .With("color", Color.fromString(FigureStyle.GreyColour))
                    .With("width", line.Vertical ? 0.8 : 1.3)
                    .With("dash", StyleParam.DrawingStyle.NewUser(line.Vertical ? [2, 3] : [6, 4]).Convert())
            );

    private static Annotation Label(Figure figure, ReferenceLine line) =>
        new Annotation()
            .With("text", PlotlyObjects.Escape(line.Label!))
            .With("showarrow", false)
            .With("font", PlotlyObjects.Font(FigureStyle.TickSize, FigureStyle.PaleInk))
            .With("xref", line.Vertical ? "x" : "paper")
            .With("yref", line.Vertical ? "paper" : "y")
            .With("x", line.Vertical ? figure.X.Scaled(line.Value) : 0.005)
            .With("y", line.Vertical ? 1 : figure.Y.Scaled(line.Value))
            .With("xanchor", StyleParam.XAnchorPosition.Left.Convert())
            .With(
                "yanchor",
                (line.Vertical ? StyleParam.YAnchorPosition.Top : StyleParam.YAnchorPosition.Bottom).Convert()
            );

    private static Annotation Label(PlacedLabel label)
    {
        Annotation annotation = new Annotation()
            .With("text", PlotlyObjects.Escape(label.Text))
            .With("font", PlotlyObjects.Font(LabelPlaces.Size))
            .With("xref", "x")
            .With("yref", "y")
            .With("x", PlotlyObjects.Rounded(label.X))
            .With("y", PlotlyObjects.Rounded(label.Y))
            .With("xanchor", StyleParam.XAnchorPosition.Center.Convert())
            .With("yanchor", StyleParam.YAnchorPosition.Middle.Convert())
            .With("showarrow", label.LineTo is not null);
        return label.LineTo is null
            ? annotation.With("xshift", Math.Round(label.Right)).With("yshift", Math.Round(-label.Down))
            : annotation
                .With("ax", Math.Round(label.Right))
                .With("ay", Math.Round(label.Down))
                .With("arrowhead", 0)
                .With("arrowwidth", LabelPlaces.LineWidth)
                .With("arrowcolor", Color.fromString(FigureStyle.GreyColour));
    }
}
