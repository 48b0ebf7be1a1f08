using MathNet.Numerics.Statistics;
using Metamers.Evaluation;
using Metamers.Published;
using Metamers.Studies;

namespace Metamers.Plotting.Charts;

/// <summary>
/// The figure of how well metamers match, to stand beside a figure of their recognition: what is not matched is no
/// metamer, whoever recognises it.
/// </summary>
/// <example>
/// <code>
/// var study = StudyResults.Load(Path.Combine(ProjectFolder.Data, "studies", "transfer-words"));
/// LossByStage.Draw(study, [("cochcnnsmall-digit-seed0", "standard")], "Words")
/// </code>
/// </example>
public static class LossByStage
{
    /// <summary>
    /// Draws for each network the median of the normalised losses at each stage, with the range from the least to the
    /// largest; of the metamers that count, which keep their network's decision or are accepted.
    /// </summary>
    /// <param name="study">The study.</param>
    /// <param name="generators">The networks, and their names in the figure; with the same stages.</param>
    /// <param name="title">The title.</param>
    /// <exception cref="ArgumentException">There are no generators, or their stages differ.</exception>
    public static Figure Draw(
        StudyResults study,
        IReadOnlyList<(string Generator, string Name)> generators,
        string title = "Match of the metamers"
    )
    {
        StudyRecognition recognition = study.ToRecognition();
        string[] stages = [.. TransferByStage.SharedStages(recognition.StagesOf, generators).Where(IsMatched)];
        ILookup<(string, string), double> losses = study
            .Metamers.Rows.Where(StudyResults.IsCounted)
            .ToLookup(row => ((string)row["network"], (string)row["stage"]), row => (double)row["loss"]);
        return Draw(
            title,
            stages,
            generators,
            condition => [.. losses[condition]],
            $"Median and range of at most {recognition.Stimuli} metamers",
            recognition.Made
        );
    }

    /// <summary>Draws for each network the medians that are known of a transfer, such as that of the paper.</summary>
    /// <param name="transfer">The transfer, with losses.</param>
    /// <param name="generators">The networks, and their names in the figure; with the same stages.</param>
    /// <param name="title">The title.</param>
    /// <exception cref="ArgumentException">There are no generators, or their stages differ.</exception>
    public static Figure Draw(
        Transfer transfer,
        IReadOnlyList<(string Generator, string Name)> generators,
        string title = "Match of the metamers"
    ) =>
        Draw(
            title,
            [.. TransferByStage.SharedStages(transfer.StagesOf, generators).Where(IsMatched)],
            generators,
            condition => transfer.Made.Losses.TryGetValue(condition, out double loss) ? [loss] : [],
            "Median of the metamers",
            transfer.Made
        );

    private static Figure Draw(
        string title,
        string[] stages,
        IReadOnlyList<(string Generator, string Name)> generators,
        Func<(string Generator, string Stage), double[]> losses,
        string note,
        TransferMetamers made
    )
    {
        Figure figure = new(
            title,
            new("Stage matched") { Categories = [.. stages.Select(PaperNames.Stage)] },
            new("Normalised loss ‖A′ − A‖ / ‖A‖") { Logarithmic = true },
            [
                .. generators.Select(
                    (generator, style) =>
                    {
                        double[][] values = [.. stages.Select(stage => losses((generator.Generator, stage)))];
                        bool ranges = values.Any(stage => stage.Length > 1);
                        return new Series(
                            generator.Name,
                            [.. stages.Select((_, place) => RecognitionByStage.Place(place, style, generators.Count))],
                            [.. values.Select(stage => stage.Median())]
                        )
                        {
                            Mark = SeriesMark.LineAndPoints,
                            Style = style,
                            Low = ranges ? [.. values.Select(stage => stage.DefaultIfEmpty(double.NaN).Min())] : null,
                            High = ranges ? [.. values.Select(stage => stage.DefaultIfEmpty(double.NaN).Max())] : null,
                        };
                    }
                ),
            ]
        )
        {
            Note = $"{note}; at a loss of 1 nothing is matched.",
        };
        return figure.WithSchedules(made.Schedules);
    }

    private static bool IsMatched(string stage) => stage != Transfer.Natural;
}
