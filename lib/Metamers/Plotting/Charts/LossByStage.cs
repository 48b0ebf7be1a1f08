using MathNet.Numerics.Statistics;
using Metamers.Evaluation;
using Metamers.Studies;

namespace Metamers.Plotting.Charts;

/// <summary>
/// The figure of how well the metamers of a study match, to stand beside a figure of their recognition: what is not
/// matched is no metamer, whoever recognises it.
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
        string[] stages = [.. TransferByStage.SharedStages(recognition, generators).Where(IsMatched)];
        ILookup<(string, string), double> losses = study
            .Metamers.Rows.Where(StudyResults.IsCounted)
            .ToLookup(row => ((string)row["network"], (string)row["stage"]), row => (double)row["loss"]);
        return new(
            title,
            new("Stage matched") { Categories = stages },
            new("Normalised loss ‖A′ − A‖ / ‖A‖") { Logarithmic = true },
            [
                .. generators.Select(
                    (generator, style) =>
                    {
                        double[][] values = [.. stages.Select(stage => losses[(generator.Generator, stage)].ToArray())];
                        return new Series(
                            generator.Name,
                            [.. stages.Select((_, place) => RecognitionByStage.Place(place, style, generators.Count))],
                            [.. values.Select(stage => stage.Median())]
                        )
                        {
                            Mark = SeriesMark.LineAndPoints,
                            Style = style,
                            Low = [.. values.Select(stage => stage.DefaultIfEmpty(double.NaN).Min())],
                            High = [.. values.Select(stage => stage.DefaultIfEmpty(double.NaN).Max())],
                        };
                    }
                ),
            ]
        )
        {
            Note = $"Median and range of at most {recognition.Stimuli} metamers; at a loss of 1 nothing is matched.",
        };
    }

    private static bool IsMatched(string stage) => stage != Transfer.Natural;
}
