using Metamers.Reports;
using Metamers.Runtime;

namespace Metamers.Plotting.Charts;

/// <summary>
/// The figure of a training that was watched by the metamer test: reach and idiosyncrasy beside the test accuracy.
/// </summary>
/// <example>
/// <code>
/// WatchedEpoch first = new(1, 0.42, 0.5, 0.4, 0.6, 0.3, 0.1, 0.5, 0.9, 20, MetamerOptions.Quick.Describe());
/// WatchedEpoch[] epochs = [first, first with { Epoch = 4, TestAccuracy = 0.7, Reach = 0.45 }];
/// ReachCurve.Draw(epochs)
/// </code>
/// </example>
public static class ReachCurve
{
    /// <summary>Draws the numbers; those that could not be said have no point.</summary>
    /// <param name="epochs">At least one, in order (<see cref="WatchedEpoch.Load"/>).</param>
    /// <exception cref="MetamerException">There are none.</exception>
    public static Figure Draw(IReadOnlyList<WatchedEpoch> epochs)
    {
        if (epochs.Count == 0)
        {
            throw new MetamerException("No epoch was watched; train with --watch 1,4,16.");
        }

        Figure figure = new(
            "A training watched by the metamer test",
            new("Epoch"),
            new("Proportion, or difference of proportions"),
            [
                Measured("reach", 0, epoch => (epoch.Reach, epoch.ReachLow, epoch.ReachHigh)),
                Measured(
                    "idiosyncrasy",
                    1,
                    epoch => (epoch.Idiosyncrasy, epoch.IdiosyncrasyLow, epoch.IdiosyncrasyHigh)
                ),
                new(
                    "accuracy on the test set",
                    [.. epochs.Select(epoch => (double)epoch.Epoch)],
                    [.. epochs.Select(epoch => epoch.TestAccuracy)]
                )
                {
                    Mark = SeriesMark.LineAndPoints,
                    Style = FigureStyle.Grey,
                },
            ]
        )
        {
            Lines = [new(0)],
            Note =
                $"{epochs.Min(epoch => epoch.Stimuli)} stimuli; bars: 95 % intervals by bootstrap over stimuli "
                + "and judges.",
        };
        return figure.WithSchedules([.. epochs.Select(epoch => epoch.Schedule).Distinct()]);

        Series Measured(string name, int style, Func<WatchedEpoch, (double Value, double Low, double High)> number)
        {
            WatchedEpoch[] said = [.. epochs.Where(epoch => double.IsFinite(number(epoch).Value))];
            return new(
                name,
                [.. said.Select(epoch => (double)epoch.Epoch)],
                [.. said.Select(epoch => number(epoch).Value)]
            )
            {
                Mark = SeriesMark.LineAndPoints,
                Style = style,
                Low = [.. said.Select(epoch => number(epoch).Low)],
                High = [.. said.Select(epoch => number(epoch).High)],
            };
        }
    }
}
