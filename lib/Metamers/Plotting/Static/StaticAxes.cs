using Metamers.Plotting.Pictures;
using ScottPlot;
using ScottPlot.Panels;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Metamers.Plotting.Static;

/// <summary>The axes, ticks, grid and legend of a static picture.</summary>
internal static class StaticAxes
{
    private const int SymbolWidth = 26;

    public static void Style(Plot plot, Figure figure)
    {
        (double left, double right) = figure.RangeX();
        (double bottom, double top) = figure.RangeY();
        plot.Axes.SetLimits(
            figure.X.Scaled(left),
            figure.X.Scaled(right),
            figure.Y.Scaled(bottom),
            figure.Y.Scaled(top)
        );
        plot.Axes.Bottom.TickGenerator = TicksOf(figure.X, left, right, figure.SlantsCategories);
        plot.Axes.Left.TickGenerator = TicksOf(figure.Y, bottom, top, slanted: false);
        plot.Axes.Color(Color.FromHex(FigureStyle.Ink));
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = Color.FromHex(FigureStyle.GridColour);
        plot.Grid.XAxisStyle.IsVisible = figure.X.Categories is null;
        foreach (
            (IAxis axis, Axis defined) in new (IAxis, Axis)[]
            {
                (plot.Axes.Bottom, figure.X),
                (plot.Axes.Left, figure.Y),
            }
        )
        {
            axis.Label.Text = defined.Title;
            axis.Label.FontSize = FigureStyle.LabelSize;
            axis.Label.Bold = false;
            axis.TickLabelStyle.FontSize = FigureStyle.TickSize;
            axis.MinorTickStyle.Length = defined.Logarithmic ? 3 : 0;
        }

        if (figure.SlantsCategories)
        {
            IReadOnlyList<string> names = figure.X.Categories!;
            plot.Axes.Bottom.TickLabelStyle.Rotation = -55;
            plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleRight;
            // ScottPlot leaves room for upright labels only: here the sine and the cosine of the slant, the latter less
            // half a category.
            using SKFont font = Typeface.Font(FigureStyle.TickSize);
            plot.Axes.Bottom.MinimumSize = 0.82f * names.Max(name => font.MeasureText(name)) + 34;
            plot.Axes.Left.MinimumSize = 0.574f * font.MeasureText(names[0]) - 0.4f * figure.Width / names.Count + 8;
        }
    }

    private static NumericManual TicksOf(Axis axis, double low, double high, bool slanted)
    {
        NumericManual ticks = new();
        foreach (
            (double position, string label) in axis switch
            {
                { Categories: { } names } => slanted
                    ? names.Select((name, place) => ((double)place, name))
                    : axis.CategoryLines().Select((lines, place) => ((double)place, string.Join('\n', lines))),
                { TickLabels: { } labels } => labels,
                { Logarithmic: true } => Ticks.Logarithmic(low, high),
                _ => Ticks.Linear(low, high),
            }
        )
        {
            ticks.Add(new Tick(position, label, isMajor: label.Length > 0));
        }

        return ticks;
    }

    /// <summary>The colour bar at the right.</summary>
    public static void AddColourBar(Plot plot, HeatMap heat, IHasColorAxis colours)
    {
        ColorBar bar = plot.Add.ColorBar(colours);
        bar.Label = heat.Meaning;
        bar.LabelStyle.FontSize = FigureStyle.LabelSize;
        bar.LabelStyle.FontName = Typeface.Name;
        bar.LabelStyle.Bold = false;
        bar.Width = 14;
        NumericManual ticks = new();
        foreach ((double position, string label) in Ticks.Linear(heat.Low, heat.High))
        {
            ticks.Add(new Tick(position, label, isMajor: true));
        }

        bar.Axis.TickGenerator = ticks;
        bar.Axis.TickLabelStyle.FontSize = FigureStyle.TickSize;
        bar.Axis.TickLabelStyle.FontName = Typeface.Name;
    }

    /// <summary>Height of a row of a legend below the figure, in CSS pixels.</summary>
    internal const int LegendRowHeight = 22;

    private const int BesideLegend = 90; // what ScottPlot takes off the width: the vertical axis and margins

    /// <summary>Rows of a legend below the figure: columns are as wide as the longest name and its symbol.</summary>
    internal static int LegendRows(Figure figure)
    {
        using SKFont font = Typeface.Font(FigureStyle.TickSize);
        string[] names = [.. figure.Legend.Select(series => series.Name)];
        int columns = Math.Max(
            1,
            (int)(
                (figure.Width - BesideLegend)
                / (names.DefaultIfEmpty("").Max(name => font.MeasureText(name)) + SymbolWidth + 14)
            )
        );
        return Math.Max(1, (names.Length + columns - 1) / columns);
    }

    public static void StyleLegend(Plot plot, Figure figure)
    {
        if (figure.HasLegend)
        {
            plot.Legend.FontName = Typeface.Name;
            plot.Legend.FontSize = FigureStyle.TickSize;
            plot.Legend.FontColor = Color.FromHex(FigureStyle.Ink);
            plot.Legend.OutlineWidth = 0;
            plot.Legend.ShadowColor = Colors.Transparent;
            plot.Legend.SymbolWidth = SymbolWidth;
            plot.Legend.Orientation = figure.LegendBelow ? Orientation.Horizontal : Orientation.Vertical;
            LegendPanel panel = plot.ShowLegend(figure.LegendBelow ? Edge.Bottom : Edge.Right);
            panel.Alignment = figure.LegendBelow ? Alignment.UpperCenter : Alignment.UpperLeft;
            panel.Padding = figure.LegendBelow ? new(0) : panel.Padding;
            // ScottPlot leaves room for one row.
            panel.MinimumSize = figure.LegendBelow ? LegendRows(figure) * LegendRowHeight : 0;
        }
        else
        {
            plot.HideLegend();
        }
    }
}
