using Metamers.Statistics;

namespace Metamers.Plotting.Charts;

/// <summary>
/// The figures of how well metamers match their references at each stage, with a null distribution if there is one.
/// </summary>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// var fast = MetamerOptions.Quick with { Repetitions = 1, StepsPerRepetition = 2 };
/// var metamers = new MetamerSynthesizer(model, fast).Synthesize(Photographs.Take(1), "layer1");
/// metamers.MatchByStage(MatchMeasure.DecibelSnr)
/// </code>
/// </example>
public static class MatchByStage
{
    private const string DefaultNull = "null distribution, 95 %";

    /// <summary>Draws one measure of the match.</summary>
    /// <param name="measure">Which measure.</param>
    /// <param name="stages">The values of the matched items at each stage.</param>
    /// <param name="nullRanges">Range of the null distribution at each stage; null if there is none.</param>
    /// <param name="nullName">What the band is, for the legend.</param>
    /// <param name="axis">What the places are, if they are not stages: for example numbers of steps.</param>
    /// <exception cref="ArgumentException">Not one range per stage.</exception>
    public static Figure Draw(
        MatchMeasure measure,
        IReadOnlyList<StageValues> stages,
        IReadOnlyList<(double Low, double High)>? nullRanges = null,
        string nullName = DefaultNull,
        string axis = "Stage matched"
    ) =>
        measure switch
        {
            MatchMeasure.Spearman => Draw(
                "Match of the activations, rank correlation",
                new("Spearman correlation ρ"),
                stages,
                nullRanges,
                nullName,
                axis
            ),
            MatchMeasure.Pearson => Draw(
                "Match of the activations, linear correlation",
                new("Pearson correlation r"),
                stages,
                nullRanges,
                nullName,
                axis
            ),
            _ => Draw(
                "Match of the activations, signal to noise",
                new("Signal-to-noise ratio", "dB"),
                stages,
                nullRanges,
                nullName,
                axis
            ),
        };

    private static Figure Draw(
        string title,
        Axis y,
        IReadOnlyList<StageValues> stages,
        IReadOnlyList<(double Low, double High)>? nullRanges,
        string nullName,
        string axis
    )
    {
        if (nullRanges is not null && nullRanges.Count != stages.Count)
        {
            throw new ArgumentException(
                $"There are {stages.Count} stages and {nullRanges.Count} null ranges. Give one range per stage, in "
                    + "the same order."
            );
        }

        List<Series> series = [];
        if (nullRanges is { Count: > 0 })
        {
            // The band reaches half a place beyond the first and the last stage.
            double[] x = [-0.5, .. Enumerable.Range(0, stages.Count).Select(i => (double)i), stages.Count - 0.5];
            (double Low, double High)[] ends = [nullRanges[0], .. nullRanges, nullRanges[^1]];
            series.Add(
                new(nullName, x, [.. ends.Select(end => (end.Low + end.High) / 2)])
                {
                    Mark = SeriesMark.None,
                    Style = FigureStyle.Grey,
                    Band = true,
                    Low = [.. ends.Select(end => end.Low)],
                    High = [.. ends.Select(end => end.High)],
                }
            );
        }

        series.Add(Spread.Points("one metamer", stages, style: 0, offset: 0));
        series.Add(Spread.Medians("median", stages, style: 6, offset: 0));
        Figure figure = new(title, new(axis) { Categories = [.. stages.Select(stage => stage.Stage)] }, y, series)
        {
            Note =
                $"Each point is one metamer{Number(stages)}, compared with its reference at the stage it was made to "
                + "match.",
        };
        return figure.WithSchedules([.. stages.SelectMany(stage => stage.Schedules).Distinct()]);
    }

    private static string Number(IReadOnlyList<StageValues> stages)
    {
        int[] numbers = [.. stages.Select(stage => stage.Values.Count).Distinct().Order()];
        return numbers switch
        {
            [] => "",
            [var all] => $" of {all} at each place",
            _ => $" of {numbers[0]} to {numbers[^1]} at each place",
        };
    }
}
