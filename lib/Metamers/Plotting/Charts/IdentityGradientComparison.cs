namespace Metamers.Plotting.Charts;

/// <summary>
/// The figure of the effect of the identity gradient of the last ReLU: the final loss with and without it, by stage.
/// </summary>
/// <example>
/// <code>
/// var on = new[] { new StageValues("layer1", [0.01, 0.02]), new StageValues("layer2", [0.03, 0.04]) };
/// var off = new[] { new StageValues("layer1", [0.1, 0.2]), new StageValues("layer2", [0.3, 0.4]) };
/// IdentityGradientComparison.Draw(on, off)
/// </code>
/// </example>
public static class IdentityGradientComparison
{
    /// <summary>Draws both losses of every item side by side, joined by a thin line, with their medians.</summary>
    /// <param name="on">The final losses with the identity gradient, at each stage.</param>
    /// <param name="off">
    /// The final losses of the same items, in the same order, with the ordinary gradient of the ReLU.
    /// </param>
    /// <param name="title">The title.</param>
    /// <exception cref="ArgumentException">The stages or the numbers of items differ.</exception>
    public static Figure Draw(
        IReadOnlyList<StageValues> on,
        IReadOnlyList<StageValues> off,
        string title = "Final loss with and without the identity gradient"
    )
    {
        if (
            !on.Select(stage => (stage.Stage, stage.Values.Count))
                .SequenceEqual(off.Select(stage => (stage.Stage, stage.Values.Count)))
        )
        {
            throw new ArgumentException(
                $"The stages with the identity gradient ({Names(on)}) and without it ({Names(off)}) differ. Give the "
                    + "same stages with the same items."
            );
        }

        IEnumerable<Series> pairs = on.SelectMany(
            (stage, place) =>
                stage.Values.Select(
                    (loss, item) =>
                        new Series(
                            $"{stage.Stage}, item {item + 1}",
                            [place - Half, place + Half],
                            [loss, off[place].Values[item]]
                        )
                        {
                            Style = FigureStyle.Grey,
                            Faint = true,
                            InLegend = false,
                        }
                )
        );
        Figure figure = new(
            title,
            new("Stage matched") { Categories = [.. on.Select(stage => stage.Stage)] },
            new("Final normalised loss ‖A′ − A‖ / ‖A‖") { Logarithmic = true },
            [
                .. pairs,
                Spread.Points("identity gradient", on, style: 0, -Half, width: 0),
                Spread.Points("ordinary gradient", off, style: 1, Half, width: 0),
                Spread.Medians("median, identity", on, style: 0, -Half),
                Spread.Medians("median, ordinary", off, style: 1, Half),
            ]
        )
        {
            Note = "A thin line joins the two losses of one reference; a stroke is the median.",
        };
        return figure.WithSchedules([.. on.Concat(off).SelectMany(stage => stage.Schedules).Distinct()]);
    }

    private const double Half = 0.2;

    private static string Names(IReadOnlyList<StageValues> stages) =>
        string.Join(", ", stages.Select(stage => $"{stage.Stage}: {stage.Values.Count} items"));
}
