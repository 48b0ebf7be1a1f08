using Metamers.Published;

namespace Metamers.Plotting.Charts;

/// <summary>
/// The figure of how well each stage of auditory models predicts the responses of a region of auditory cortex.
/// </summary>
/// <example>
/// <code>
/// var rows = new PublishedData().BrainByStage.Where(row => row.Region == "speech");
/// BrainByStage.Draw(rows, "Voxels that respond to speech")
/// </code>
/// </example>
public static class BrainByStage
{
    /// <summary>
    /// Draws one line per model, from the cochleagram to the last stage; the hover text names the stage. A model with
    /// only one measured stage is drawn as a horizontal line.
    /// </summary>
    /// <param name="predictions">Rows of one region; the models are drawn in order of first appearance.</param>
    /// <param name="title">The title.</param>
    /// <exception cref="ArgumentException">There are no rows, or they belong to several regions.</exception>
    public static Figure Draw(IEnumerable<StagePrediction> predictions, string title)
    {
        StagePrediction[] rows = [.. predictions];
        if (rows.Select(row => row.Region).Distinct().Count() != 1)
        {
            throw new ArgumentException(
                $"{rows.Length} rows of the regions "
                    + $"'{string.Join("', '", rows.Select(row => row.Region).Distinct())}'. Give rows of one region."
            );
        }

        return new(
            title,
            new("Stage, from the cochleagram (0) to the last (1)"),
            new("Variance explained, corrected for noise") { Minimum = 0 },
            [
                .. rows.GroupBy(row => row.Model)
                    .Where(model => model.Count() > 1)
                    .Select((model, style) => Line([.. model.OrderBy(row => row.StageIndex)], style)),
            ]
        )
        {
            Lines =
            [
                .. rows.GroupBy(row => row.Model)
                    .Where(model => model.Count() == 1)
                    .Select(model => model.Single())
                    .Select(only => new ReferenceLine(
                        only.VarianceExplained,
                        $"{PaperNames.Model(only.Model)}, {PaperNames.Stage(only.Stage)}"
                    )),
            ],
            Note =
                FormattableString.Invariant(
                    $"Median over {rows[0].Voxels:#,0} voxels; bars: ± one standard error of the mean "
                ) + $"over {rows[0].Participants} people.",
            Width = 900,
        };
    }

    private static Series Line(StagePrediction[] model, int style) =>
        new Series(
            PaperNames.Model(model[0].Model),
            [.. model.Select((_, i) => (double)i / (model.Length - 1))],
            [.. model.Select(row => row.VarianceExplained)]
        )
        {
            Mark = SeriesMark.LineAndPoints,
            Style = style,
            Hover = [.. model.Select(row => PaperNames.Stage(row.Stage))],
        }.WithErrors([.. model.Select(row => row.Sem)]);
}
