using MathNet.Numerics.Statistics;

namespace Metamers.Plotting.Charts;

/// <summary>Series of single values and their medians over stages.</summary>
internal static class Spread
{
    /// <summary>
    /// One faint point per item, spread sideways in the order of the items, so that an item is at the same position at
    /// every stage.
    /// </summary>
    public static Series Points(
        string name,
        IReadOnlyList<StageValues> stages,
        int style,
        double offset,
        double width = 0.3
    )
    {
        (double X, double Y, string Hover)[] points =
        [
            .. stages.SelectMany(
                (stage, place) =>
                    stage.Values.Select(
                        (value, item) =>
                            (
                                place + offset + Sideways(item, stage.Values.Count, width),
                                value,
                                $"{stage.Stage}, item {item + 1}"
                            )
                    )
            ),
        ];
        return new(name, [.. points.Select(point => point.X)], [.. points.Select(point => point.Y)])
        {
            Mark = SeriesMark.Points,
            Style = style,
            Faint = true,
            Hover = [.. points.Select(point => point.Hover)],
        };
    }

    /// <summary>A stroke at the median of each stage.</summary>
    public static Series Medians(string name, IReadOnlyList<StageValues> stages, int style, double offset) =>
        new(name, [.. stages.Select((_, place) => place + offset)], [.. stages.Select(stage => stage.Values.Median())])
        {
            Mark = SeriesMark.Strokes,
            Style = style,
        };

    private static double Sideways(int item, int count, double width) =>
        count < 2 ? 0 : width * ((double)item / (count - 1) - 0.5);
}
