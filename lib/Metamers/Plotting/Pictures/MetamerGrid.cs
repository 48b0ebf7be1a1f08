using Metamers.Synthesis;

namespace Metamers.Plotting.Pictures;

/// <summary>
/// The figure that the paper opens with: each picture and its metamers, stage by stage, with what the network says of
/// them.
/// </summary>
public static class MetamerGrid
{
    /// <summary>Draws a row for each reference and a column for each stage, the natural picture first.</summary>
    /// <param name="metamers">
    /// Judged metamers of one network; rows and columns in the order in which they first come.
    /// </param>
    /// <param name="classNames">Names of the network's classes.</param>
    /// <param name="title">The title.</param>
    /// <param name="note">Added to the note, as the pictures' source.</param>
    /// <exception cref="ArgumentException">There are none, or one was not judged.</exception>
    public static PictureGrid Draw(
        IReadOnlyList<Metamer> metamers,
        IReadOnlyList<string> classNames,
        string title = "Metamers by stage",
        string? note = null
    ) => Draw(GridRows.OfReferences(metamers), classNames, title, note);

    /// <summary>
    /// Draws the metamers of several networks of one picture: a row for each network and a column for each stage.
    /// </summary>
    /// <param name="networks">Name of each network and its judged metamers of the picture.</param>
    /// <param name="classNames">Names of the networks' classes.</param>
    /// <param name="title">The title; the picture's name if null.</param>
    /// <param name="note">Added to the note, as the picture's source.</param>
    /// <exception cref="ArgumentException">
    /// There are no metamers, one was not judged, or they are of different pictures.
    /// </exception>
    public static PictureGrid OfNetworks(
        IReadOnlyList<(string Name, IReadOnlyList<Metamer> Metamers)> networks,
        IReadOnlyList<string> classNames,
        string? title = null,
        string? note = null
    )
    {
        GridRows rows = GridRows.OfNetworks(networks);
        return Draw(rows, classNames, title ?? $"Metamers of {rows.Rows[0].Metamers[0].ReferenceName}", note);
    }

    private static PictureGrid Draw(GridRows rows, IReadOnlyList<string> classNames, string title, string? note) =>
        new(
            title,
            ["natural", .. rows.Stages],
            [
                .. rows.Rows.Select(row => new PictureRow(
                    row.Heading,
                    [
                        Natural(row.Metamers[0], classNames),
                        .. rows.Stages.Select(stage =>
                            row.Metamers.FirstOrDefault(m => m.Stage == stage) is { } m ? Made(m, classNames) : null
                        ),
                    ]
                )),
            ],
            (
                "Under each picture: what the network says. ✓: the same as of the natural picture; ✗: another "
                + $"class. {note}"
            ).Trim()
        );

    private static GridPicture Natural(Metamer metamer, IReadOnlyList<string> classNames) =>
        GridPicture.From(metamer.Reference, classNames[metamer.Judgement!.PredictedReference]);

    private static GridPicture Made(Metamer metamer, IReadOnlyList<string> classNames) =>
        GridPicture.From(
            metamer.Values,
            classNames[metamer.Judgement!.PredictedMetamer],
            metamer.Judgement.DecisionKept
        ) with
        {
            Hover = FormattableString.Invariant($"loss {metamer.FinalLoss:G3} after {metamer.StepsDone} steps"),
        };
}
