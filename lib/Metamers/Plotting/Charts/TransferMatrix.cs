using Metamers.Evaluation;
using Metamers.Plotting.Pictures;
using Metamers.Plotting.Static;
using Metamers.Published;
using SkiaSharp;

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
    /// <summary>
    /// Draws a row for each generating network and a column for each evaluating network. A row says how well its
    /// metamers match, if that is known.
    /// </summary>
    /// <param name="transfer">The recognition of the metamers of every network by every network.</param>
    /// <param name="rows">
    /// Generating networks from the top, and the stage whose metamers are shown; <see cref="Transfer.Natural"/> for the
    /// references.
    /// </param>
    /// <param name="title">The title.</param>
    /// <param name="chance">Proportion correct by chance, for the note; null if it is not known.</param>
    /// <exception cref="ArgumentException">There are no rows, or the transfer lacks one.</exception>
    public static Figure Draw(
        Transfer transfer,
        IReadOnlyList<(string Generator, string Stage)> rows,
        string title = "Who recognises whose metamers",
        double? chance = null
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

        string[] names = [.. rows.Select(row => RowName(transfer.Made, row.Generator, row.Stage))];
        using SKFont font = Typeface.Font(FigureStyle.TickSize);
        Figure figure = new(
            title,
            new("Network that is asked") { Categories = [.. evaluators.Select(NetworkNames.Of)] },
            new("Network that the metamers were made for")
            {
                Minimum = -0.5,
                Maximum = rows.Count - 0.5,
                TickLabels = [.. names.Select((name, place) => ((double)(rows.Count - 1 - place), name))],
            },
            []
        )
        {
            Note =
                NoteOf([.. rows.SelectMany(row => results[row])], chance)
                + (
                    rows.Any(row => transfer.Made.LossText(row.Generator, row.Stage) is not null)
                        ? " Loss: the median of the normalised losses of the metamers that are shown."
                        : ""
                ),
            Heat = new HeatMap(values, -0.5, evaluators.Length - 0.5, -0.5, rows.Count - 0.5, "Proportion correct")
            {
                Low = 0,
                High = 1,
            },
            Width = (int)names.Max(name => font.MeasureText(name)) + 150 + 46 * evaluators.Length,
            Height = 330 + 30 * rows.Count,
        };
        return figure.WithSchedules(transfer.Made.Schedules);
    }

    private static string NoteOf(IReadOnlyCollection<TransferResult> shown, double? chance)
    {
        (int fewest, int most) = (shown.Min(result => result.Stimuli), shown.Max(result => result.Stimuli));
        return (fewest == most ? $"{most} stimuli in each row" : $"{fewest} to {most} stimuli in a row")
            + (chance is { } share ? FormattableString.Invariant($"; chance is {share:0.####}.") : ".");
    }

    private static string RowName(TransferMetamers made, string generator, string stage) =>
        NetworkNames.Of(generator)
        + (stage == Transfer.Natural ? "" : $", {PaperNames.Stage(stage)}")
        + (made.LossText(generator, stage) is { } loss ? $", loss {loss}" : "");
}
