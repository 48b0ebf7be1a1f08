namespace Metamers.Plotting.Charts;

/// <summary>The figure of the proportion of metamers recognised, by the stage they were made to match.</summary>
internal static class RecognitionByStage
{
    /// <summary>Draws one line per observer with standard errors, and the chance level.</summary>
    /// <param name="stages">The names of the stages, e.g. "natural" and then those of the network.</param>
    /// <param name="curves">The curves, one line for each.</param>
    /// <param name="chance">Proportion correct by chance, e.g. 0.1 for ten classes.</param>
    /// <param name="title">The title.</param>
    /// <param name="errorBars">Meaning of the error bars, for the note.</param>
    /// <exception cref="ArgumentException">A curve does not have one value per stage.</exception>
    public static Figure Draw(
        IReadOnlyList<string> stages,
        IReadOnlyList<RecognitionCurve> curves,
        double chance,
        string title = "Recognition of metamers",
        string errorBars = "± one standard error of the mean over pictures"
    )
    {
        if (curves.FirstOrDefault(curve => curve.ProportionCorrect.Count != stages.Count) is { } wrong)
        {
            throw new ArgumentException(
                $"The curve of '{wrong.Observer}' has {wrong.ProportionCorrect.Count} values for {stages.Count} "
                    + "stages. Give one value a stage."
            );
        }

        return new(
            title,
            new("Stage matched") { Categories = stages },
            new("Proportion correct") { Minimum = -0.03, Maximum = 1.03 },
            [.. curves.Select((curve, style) => Line(curve, style, curves.Count))]
        )
        {
            Note = curves.Any(curve => curve.StandardError is not null) ? $"Error bars: {errorBars}." : null,
            Lines = [new(chance, FormattableString.Invariant($"chance, {chance:0.###}"))],
        };
    }

    /// <summary>Where a stage is on the axis: shifted sideways, so that error bars do not hide one another.</summary>
    /// <param name="stage">Index of the stage.</param>
    /// <param name="style">Index of the curve.</param>
    /// <param name="count">Number of curves.</param>
    public static double Place(int stage, int style, int count) =>
        stage + (count < 2 ? 0 : 0.16 * ((double)style / (count - 1) - 0.5));

    private static Series Line(RecognitionCurve curve, int style, int count) =>
        new Series(
            curve.Observer,
            [.. curve.ProportionCorrect.Select((_, stage) => Place(stage, style, count))],
            curve.ProportionCorrect
        )
        {
            Mark = SeriesMark.LineAndPoints,
            Style = style,
        }
            .WithErrors(curve.StandardError)
            .Within(0, 1);
}
