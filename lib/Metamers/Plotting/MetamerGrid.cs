using Metamers.Synthesis;

namespace Metamers.Plotting;

/// <summary>The figure that the paper opens with: each picture and its metamers, stage by stage, with what the network says of them.</summary>
public static class MetamerGrid
{
    /// <summary>Draws a row for each reference and a column for each stage, the natural picture first.</summary>
    /// <param name="metamers">Judged metamers of one network; rows and columns in the order in which they first come.</param>
    /// <param name="classNames">Names of the network's classes.</param>
    /// <param name="title">The title.</param>
    /// <param name="note">Added to the note, as the pictures' source.</param>
    /// <exception cref="ArgumentException">There are none, or one was not judged.</exception>
    public static PictureGrid Draw(
        IReadOnlyList<Metamer> metamers, IReadOnlyList<string> classNames, string title = "Metamers by stage", string? note = null)
    {
        if (metamers.FirstOrDefault(metamer => metamer.Judgement is null) is { } other)
        {
            throw new ArgumentException($"The metamer of '{other.ReferenceName}' at {other.Stage} was not judged. Judge it with ActivationMatch first.");
        }

        string[] stages = [.. metamers.Select(metamer => metamer.Stage).Distinct()];
        PictureRow[] rows =
        [
            .. metamers.GroupBy(metamer => metamer.ReferenceName).Select(group => new PictureRow(
                group.Key,
                [Natural(group.First(), classNames), .. stages.Select(stage => group.FirstOrDefault(m => m.Stage == stage) is { } m ? Made(m, classNames) : null)])),
        ];
        return new PictureGrid(
            title,
            ["natural", .. stages],
            rows,
            $"Under each picture: what the network says. ✓: the same as of the natural picture; ✗: another class. {note}".Trim());
    }

    private static GridPicture Natural(Metamer metamer, IReadOnlyList<string> classNames) =>
        GridPicture.Of(metamer.Reference, classNames[metamer.Judgement!.PredictedReference]);

    private static GridPicture Made(Metamer metamer, IReadOnlyList<string> classNames) =>
        GridPicture.Of(metamer.Values, classNames[metamer.Judgement!.PredictedMetamer], metamer.Judgement.DecisionKept) with
        {
            Hover = FormattableString.Invariant($"loss {metamer.FinalLoss:G3} after {metamer.StepsDone} steps"),
        };
}
