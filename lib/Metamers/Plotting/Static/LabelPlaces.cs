using SkiaSharp;

namespace Metamers.Plotting.Static;

/// <summary>
/// Where the labels of points are written: within the axes, beside their points, not over one another, and over as few
/// marks as possible. One label after the other, the longest first, takes the best place that is left; a thin line
/// leads to one that is away from its point.
/// </summary>
internal static class LabelPlaces
{
    /// <summary>Size of the letters in CSS pixels.</summary>
    public const float Size = FigureStyle.SubtitleSize - 1;

    /// <summary>Width of the line that leads to a label.</summary>
    public const float LineWidth = 0.8f;

    private const float Gap = 7; // from the middle of a mark to its label
    private const float Near = 2 * Gap;
    private const float Clear = 4; // how much farther from a label other points must be
    private const float Air = 3; // between two labels; browsers' letters are a little larger
    private const float HalfMark = 5;
    private const float HalfBar = 3;
    private const int Steps = 12; // along a line
    private const int Lines = 9; // how far up and down a label may move

    // A label that is cut is worse than one over another, and that worse than one over some marks or farther away.
    private const float CostOfCut = 10_000;
    private const float CostOfLabel = 2000;
    private const float CostOfCrossing = 200;
    private const float CostOfMark = 30;

    /// <summary>Chooses the places.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="width">Width of the area within the axes, CSS pixels.</param>
    /// <param name="height">Its height.</param>
    public static IReadOnlyList<PlacedLabel> Choose(Figure figure, float width, float height)
    {
        (double Low, double High) rangeX = figure.RangeX();
        (double Low, double High) rangeY = figure.RangeY();
        using SKFont font = Typeface.Font(Size);
        (Series Series, int Index, string Text)[] labels =
        [
            .. figure.Series.SelectMany(series =>
                (series.Labels ?? [])
                    .Index()
                    .Where(label => label.Item is not null && Shows(series, label.Index))
                    .Select(label => (series, label.Index, label.Item!))
            ),
        ];
        SKRect[] marks = [.. figure.Series.SelectMany(Marks)];
        SKPoint[] points =
        [
            .. figure.Series.SelectMany(series =>
                Enumerable
                    .Range(0, series.X.Count)
                    .Where(i => Shows(series, i))
                    .Select(i => At(series.X[i], series.Y[i]))
            ),
        ];
        List<SKRect> taken = [];
        List<PlacedLabel> placed = [];
        foreach ((Series series, int i, string text) in labels.OrderByDescending(label => font.MeasureText(label.Text)))
        {
            SKPoint point = At(series.X[i], series.Y[i]);
            SKSize size = new(font.MeasureText(text), Size * FigureStyle.LineHeight);
            SKRect best = Candidates(point, size).MinBy(place => Cost(place, point));
            taken.Add(SKRect.Inflate(best, Air, Air));
            SKPoint end = NearestTo(point, best);
            bool line = SKPoint.Distance(point, end) > Near || IsNearAnother(best, point);
            taken.AddRange(line ? Along(point, end) : []);
            placed.Add(
                new(
                    text,
                    figure.X.Scaled(series.X[i]),
                    figure.Y.Scaled(series.Y[i]),
                    best.MidX - point.X,
                    best.MidY - point.Y,
                    line ? (Place(end.X / width, figure.X, rangeX), Place(1 - end.Y / height, figure.Y, rangeY)) : null
                )
            );
        }

        return placed;

        bool IsNearAnother(SKRect place, SKPoint point) =>
            points.Any(other =>
                other != point
                && SKPoint.Distance(other, NearestTo(other, place))
                    < SKPoint.Distance(point, NearestTo(point, place)) + Clear
            );

        SKPoint At(double x, double y) =>
            new((float)(width * Share(figure.X, x, rangeX)), (float)(height * (1 - Share(figure.Y, y, rangeY))));

        bool Shows(Series series, int i) => figure.X.Shows(series.X[i]) && figure.Y.Shows(series.Y[i]);

        IEnumerable<SKRect> Marks(Series series)
        {
            foreach (int i in Enumerable.Range(0, series.X.Count).Where(i => Shows(series, i)))
            {
                SKPoint point = At(series.X[i], series.Y[i]);
                yield return new(point.X - HalfMark, point.Y - HalfMark, point.X + HalfMark, point.Y + HalfMark);
                if (series is { Band: false, Low: { } low, High: { } high } && figure.Y.Shows(low[i]))
                {
                    (float bottom, float top) = (At(series.X[i], low[i]).Y, At(series.X[i], high[i]).Y);
                    yield return new(point.X - HalfBar, top, point.X + HalfBar, bottom);
                }
            }
        }

        float Cost(SKRect place, SKPoint point)
        {
            float cut =
                Math.Max(0, -place.Left)
                + Math.Max(0, place.Right - width)
                + Math.Max(0, -place.Top)
                + Math.Max(0, place.Bottom - height);
            return (cut > 0 ? CostOfCut + cut : 0)
                + CostOfLabel * taken.Count(place.IntersectsWith)
                + CostOfMark * marks.Count(place.IntersectsWith)
                + CostOfCrossing * Along(point, NearestTo(point, place)).Count(step => taken.Any(step.IntersectsWith))
                + SKPoint.Distance(point, NearestTo(point, place));
        }
    }

    /// <summary>Places beside, above and below a point, the nearest and the upper right ones first.</summary>
    private static IEnumerable<SKRect> Candidates(SKPoint point, SKSize size)
    {
        float[] across =
        [
            Gap + size.Width / 2,
            -Gap - size.Width / 2,
            0,
            size.Width / 4,
            -size.Width / 4,
            size.Width / 2 - Gap,
            Gap - size.Width / 2,
        ];
        for (int line = 0; line < Lines; line++)
        {
            foreach (float up in new[] { 0, 0.6f, -0.6f, 1 + Gap / size.Height / 2, -1 - Gap / size.Height / 2 })
            {
                float middle = point.Y - size.Height * (up + Math.Sign(up) * line);
                foreach (float right in across)
                {
                    yield return SKRect.Create(
                        point.X + right - size.Width / 2,
                        middle - size.Height / 2,
                        size.Width,
                        size.Height
                    );
                }
            }
        }
    }

    private static double Share(Axis axis, double value, (double Low, double High) range)
    {
        (double low, double high) = (axis.Scaled(range.Low), axis.Scaled(range.High));
        return (axis.Scaled(value) - low) / (high - low);
    }

    /// <summary>The opposite: the place on the scaled axis at a share of its length.</summary>
    private static double Place(double share, Axis axis, (double Low, double High) range)
    {
        (double low, double high) = (axis.Scaled(range.Low), axis.Scaled(range.High));
        return low + share * (high - low);
    }

    /// <summary>Small pieces of the line from a point to its label.</summary>
    private static IEnumerable<SKRect> Along(SKPoint point, SKPoint end) =>
        from step in Enumerable.Range(1, Steps - 1)
        let share = (float)step / Steps
        select SKRect.Create(
            point.X + share * (end.X - point.X) - LineWidth,
            point.Y + share * (end.Y - point.Y) - LineWidth,
            2 * LineWidth,
            2 * LineWidth
        );

    private static SKPoint NearestTo(SKPoint point, SKRect place) =>
        new(Math.Clamp(point.X, place.Left, place.Right), Math.Clamp(point.Y, place.Top, place.Bottom));
}
