using Metamers.Plotting.Pictures;
using ScottPlot;
using ScottPlot.Plottables;
using SkiaSharp;

namespace Metamers.Plotting.Static;

/// <summary>Draws a <see cref="Figure"/> as a PNG with ScottPlot, at twice its size on the page.</summary>
internal static class StaticPicture
{
    /// <summary>Pixels of the picture per CSS pixel of the page.</summary>
    public const int Scale = 2;

    private const float Margin = 6; // above and below the headings

    public static byte[] Render(Figure figure) => Draw(figure.Width, figure.Height, canvas => Draw(canvas, figure));

    /// <summary>Draws on a white picture with the given size in CSS pixels and returns its PNG.</summary>
    public static byte[] Draw(int width, int height, Action<SKCanvas> draw)
    {
        using SKBitmap bitmap = new(width * Scale, height * Scale);
        using SKCanvas canvas = new(bitmap);
        canvas.Clear(SKColors.White);
        canvas.Scale(Scale);
        draw(canvas);
        return IndexedPng.Encode(bitmap);
    }

    /// <summary>Draws a figure into the upper left corner of a canvas.</summary>
    public static void Draw(SKCanvas canvas, Figure figure)
    {
        using Plot plot = Prepare(figure);
        DrawHeadings(canvas, figure);
        PixelRect place = new(4, figure.Width, figure.Height, HeightOfHeadings(figure));
        foreach (PlacedLabel label in HasLabels(figure) ? Labels(plot, figure) : [])
        {
            if (label.LineTo is { } end)
            {
                LinePlot line = plot.Add.Line(label.X, label.Y, end.X, end.Y);
                line.LineColor = Color.FromHex(FigureStyle.GreyColour);
                line.LineWidth = LabelPlaces.LineWidth;
            }

            Text text = plot.Add.Text(label.Text, label.X, label.Y);
            text.LabelAlignment = Alignment.MiddleCenter;
            text.LabelFontColor = Color.FromHex(FigureStyle.Ink);
            text.LabelFontSize = LabelPlaces.Size;
            text.LabelFontName = Typeface.Name;
            text.OffsetX = label.Right;
            text.OffsetY = label.Down;
        }

        canvas.Save();
        canvas.ClipRect(place.ToSKRect()); // ScottPlot clears the whole canvas that it can reach.
        plot.Render(canvas, place);
        canvas.Restore();
    }

    /// <summary>The labels of a figure's points, placed in the layout of its static picture.</summary>
    public static IReadOnlyList<PlacedLabel> Labels(Figure figure)
    {
        if (!HasLabels(figure))
        {
            return [];
        }

        using Plot plot = Prepare(figure);
        return Labels(plot, figure);
    }

    private static bool HasLabels(Figure figure) => figure.Series.Any(series => series.Labels is not null);

    private static IReadOnlyList<PlacedLabel> Labels(Plot plot, Figure figure)
    {
        // How large the area within the axes is, ScottPlot knows after it has drawn them.
        plot.RenderInMemory(figure.Width - 4, figure.Height - (int)HeightOfHeadings(figure));
        PixelRect area = plot.RenderManager.LastRender.DataRect;
        return LabelPlaces.Choose(figure, area.Width, area.Height);
    }

    /// <summary>A plot of everything but the labels of points.</summary>
    private static Plot Prepare(Figure figure)
    {
        Plot plot = new();
        plot.FigureBackground.Color = Colors.White;
        plot.Font.Set(Typeface.Name);
        AddHeat(plot, figure);
        AddLines(plot, figure, vertical: true);
        foreach (Series series in figure.Series)
        {
            AddSeries(plot, figure, series);
        }

        AddLines(plot, figure, vertical: false);
        StaticAxes.Style(plot, figure);
        StaticAxes.StyleLegend(plot, figure);
        return plot;
    }

    private static float HeightOfHeadings(Figure figure)
    {
        (IReadOnlyList<string> title, IReadOnlyList<string> note) = figure.Headings();
        return 2 * Margin
            + (title.Count * FigureStyle.TitleSize + note.Count * FigureStyle.SubtitleSize) * FigureStyle.LineHeight;
    }

    private static void DrawHeadings(SKCanvas canvas, Figure figure)
    {
        (IReadOnlyList<string> title, IReadOnlyList<string> note) = figure.Headings();
        float y = DrawText(canvas, title, FigureStyle.TitleSize, bold: true, FigureStyle.Ink, y: Margin);
        DrawText(canvas, note, FigureStyle.SubtitleSize, bold: false, FigureStyle.PaleInk, y);
    }

    private static float DrawText(
        SKCanvas canvas,
        IReadOnlyList<string> lines,
        float size,
        bool bold,
        string colour,
        float y
    )
    {
        using SKFont font = Typeface.Font(size, bold);
        using SKPaint paint = new() { Color = SKColor.Parse(colour), IsAntialias = true };
        foreach (string line in lines)
        {
            y += size * FigureStyle.LineHeight;
            canvas.DrawText(line, 12, y, font, paint);
        }

        return y;
    }

    private static void AddHeat(Plot plot, Figure figure)
    {
        if (figure.Heat is not { } heat)
        {
            return;
        }

        double[,] levels = new double[heat.Rows, heat.Columns]; // from the top
        for (int row = 0; row < heat.Rows; row++)
        {
            for (int column = 0; column < heat.Columns; column++)
            {
                double level = (double)heat.LevelOf(heat.Values[heat.Rows - 1 - row, column]) / (HeatMap.Levels - 1);
                levels[row, column] = heat.Low + level * (heat.High - heat.Low);
            }
        }

        Heatmap drawn = plot.Add.Heatmap(levels);
        drawn.Colormap = new ScottPlot.Colormaps.Viridis();
        drawn.ManualRange = new(heat.Low, heat.High);
        drawn.Rectangle = new CoordinateRect(heat.Left, heat.Right, heat.Bottom, heat.Top);
        StaticAxes.AddColourBar(plot, heat, drawn);
    }

    private static void AddSeries(Plot plot, Figure figure, Series series)
    {
        bool Shows(int i) => figure.X.Shows(series.X[i]) && figure.Y.Shows(series.Y[i]);
        double X(int i) => Shows(i) ? figure.X.Scaled(series.X[i]) : double.NaN;
        double Y(int i) => Shows(i) ? figure.Y.Scaled(series.Y[i]) : double.NaN;
        int[] shown = [.. Enumerable.Range(0, series.X.Count).Where(Shows)];
        double[] x = [.. shown.Select(X)];
        double[] y = [.. shown.Select(Y)];
        Color colour = Color.FromHex(FigureStyle.Colour(series.Style));
        if (series is { Low: { } lows, High: { } highs })
        {
            // A lower end that a logarithmic axis cannot show is drawn down to the end of the axis.
            double floor = figure.Y.Scaled(figure.RangeY().Low);
            double[] low = [.. shown.Select(i => figure.Y.Shows(lows[i]) ? figure.Y.Scaled(lows[i]) : floor)];
            double[] high = [.. shown.Select(i => figure.Y.Scaled(highs[i]))];
            AddUncertainty(plot, series, x, y, low, high, colour);
        }

        if (series.Mark is SeriesMark.None || x.Length == 0)
        {
            return;
        }

        bool line = series.Mark is SeriesMark.Line or SeriesMark.LineAndPoints;
        int[] placed = line ? [.. Enumerable.Range(shown[0], shown[^1] - shown[0] + 1)] : shown; // a gap breaks a line
        Scatter scatter = plot.Add.Scatter(
            placed.Select(X).ToArray(),
            placed.Select(Y).ToArray(),
            series.Faint ? colour.WithAlpha(FigureStyle.FaintOpacity) : colour
        );
        scatter.LineWidth =
            !line ? 0
            : series.Faint ? FigureStyle.FaintWidth
            : FigureStyle.LineWidth;
        scatter.LinePattern = Pattern(FigureStyle.Dash(series.Style));
        scatter.MarkerShape = series.Mark switch
        {
            SeriesMark.Line => MarkerShape.None,
            SeriesMark.Strokes => MarkerShape.HorizontalBar,
            _ => FigureStyle.Marker(series.Style).Static,
        };
        scatter.MarkerSize = series.Mark is SeriesMark.Strokes ? FigureStyle.StrokeSize : FigureStyle.MarkerSize;
        scatter.MarkerLineWidth = series.Mark is SeriesMark.Strokes ? 3 : 1.5f;
        scatter.LegendText = series.InLegend ? series.Name : "";
    }

    private static void AddUncertainty(
        Plot plot,
        Series series,
        double[] x,
        double[] y,
        double[] low,
        double[] high,
        Color colour
    )
    {
        if (series.Band)
        {
            FillY band = plot.Add.FillY(x, low, high);
            band.FillColor = colour.WithAlpha(FigureStyle.BandOpacity);
            band.LineWidth = 0;
            band.LegendText = series.InLegend && series.Mark is SeriesMark.None ? series.Name : "";
            return;
        }

        double[] none = new double[x.Length];
        ErrorBar bars = new(x, y, none, none, none, none)
        {
            // By name, since the constructor expects the positive errors first.
            YErrorNegative = [.. y.Zip(low, (a, b) => a - b)],
            YErrorPositive = [.. high.Zip(y, (a, b) => a - b)],
            Color = colour,
            LineWidth = 1.5f,
            CapSize = 4,
        };
        plot.PlottableList.Add(bars);
    }

    private static void AddLines(Plot plot, Figure figure, bool vertical)
    {
        foreach (ReferenceLine line in figure.Lines.Where(line => line.Vertical == vertical))
        {
            AxisLine drawn = vertical
                ? plot.Add.VerticalLine(figure.X.Scaled(line.Value))
                : plot.Add.HorizontalLine(figure.Y.Scaled(line.Value));
            drawn.Color = Color.FromHex(FigureStyle.GreyColour);
            drawn.LineWidth = vertical ? 0.8f : 1.3f;
            drawn.LinePattern = Pattern(vertical ? [2, 3] : [6, 4]);
            if (line.Label is null)
            {
                continue;
            }

            Text text = vertical
                ? plot.Add.Text(line.Label, figure.X.Scaled(line.Value), figure.Y.Scaled(figure.RangeY().High))
                : plot.Add.Text(line.Label, figure.X.Scaled(figure.RangeX().Low), figure.Y.Scaled(line.Value));
            text.LabelAlignment = vertical ? Alignment.UpperLeft : Alignment.LowerLeft;
            text.LabelFontColor = Color.FromHex(FigureStyle.PaleInk);
            text.LabelFontSize = FigureStyle.TickSize;
            text.LabelFontName = Typeface.Name;
            text.OffsetX = vertical ? 3 : 5;
            text.OffsetY = vertical ? 3 : -2;
        }
    }

    private static LinePattern Pattern(float[] intervals) =>
        intervals.Length == 0 ? LinePattern.Solid : new(intervals, 0, "dash");
}
