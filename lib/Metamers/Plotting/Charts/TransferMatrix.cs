using Metamers.Evaluation;
using Metamers.Plotting.Pictures;
using Metamers.Published;

namespace Metamers.Plotting.Charts;

/// <summary>
/// The figure of every network's recognition of the metamers of every network, each at one stage, as a heat map (figure
/// 8 of the paper).
/// </summary>
/// <example>
/// <code>
/// var study = StudyResults.Load(Path.Combine(ProjectFolder.Data, "studies", "transfer-pictures"));
/// TransferMatrix.Draw(study.ToTransfer(), [("resnet20-standard-seed0", "layer3"), ("resnet20-l2-seed0", "layer3")])
/// </code>
/// </example>
public static class TransferMatrix
{
    /// <summary>Draws a row for each generating network and a column for each evaluating network.</summary>
    /// <param name="transfer">The recognition of the metamers of every network by every network.</param>
    /// <param name="rows">
    /// Generating networks from the top, and the stage whose metamers are shown; <see cref="Transfer.Natural"/> for the
    /// references.
    /// </param>
    /// <param name="title">The title.</param>
    /// <exception cref="ArgumentException">There are no rows, or the transfer lacks one.</exception>
    public static Figure Draw(
        Transfer transfer,
        IReadOnlyList<(string Generator, string Stage)> rows,
        string title = "Who recognises whose metamers"
    )
    {
        ILookup<(string, string), TransferResult> results = transfer.Results.ToLookup(result =>
            (result.Generator, result.Stage)
        );
        if (rows.Count == 0 || rows.FirstOrDefault(row => !results.Contains(row)) is { Generator: not null })
        {
            (string Generator, string Stage) missing = rows.FirstOrDefault(row => !results.Contains(row));
            throw new ArgumentException(
                rows.Count == 0
                    ? "There are no rows to draw. Give at least one generating network and its stage."
                    : (
                        $"There are no metamers of '{missing.Generator}' at '{missing.Stage}'. Its stages "
                        + $"are: {string.Join(", ", transfer.StagesOf(missing.Generator))}."
                    )
            );
        }

        string[] evaluators = [.. transfer.Results.Select(result => result.Evaluator).Distinct()];
        foreach ((string Generator, string Stage) row in rows)
        {
            if (evaluators.Except(results[row].Select(result => result.Evaluator)).FirstOrDefault() is { } unasked)
            {
                throw new ArgumentException(
                    $"'{unasked}' was not asked about the metamers of '{row.Generator}' at '{row.Stage}'. Draw only "
                        + "networks that were asked about all of them, as transfer.Among(…) leaves."
                );
            }
        }

        float[,] values = new float[rows.Count, evaluators.Length];
        for (int row = 0; row < rows.Count; row++)
        {
            foreach (TransferResult result in results[rows[row]])
            {
                // The rows of a heat map start at the bottom.
                values[rows.Count - 1 - row, Array.IndexOf(evaluators, result.Evaluator)] = (float)result.Accuracy;
            }
        }

        return new(
            title,
            new("Network that is asked") { Categories = [.. evaluators.Select(PaperNames.Model)] },
            new("Network that the metamers were made for")
            {
                TickLabels =
                [
                    .. rows.Select(
                        (row, place) => ((double)(rows.Count - 1 - place), RowName(row.Generator, row.Stage))
                    ),
                ],
            },
            []
        )
        {
            Heat = new HeatMap(values, -0.5, evaluators.Length - 0.5, -0.5, rows.Count - 0.5, "Proportion correct")
            {
                Low = 0,
                High = 1,
            },
            Width = 220 + 46 * evaluators.Length + 90,
            Height = 330 + 30 * rows.Count,
        };
    }

    private static string RowName(string generator, string stage) =>
        stage == Transfer.Natural
            ? PaperNames.Model(generator)
            : $"{PaperNames.Model(generator)}, {PaperNames.Stage(stage)}";
}
