using Metamers.Synthesis;

namespace Metamers.Plotting.Pictures;

/// <summary>
/// The figure that the paper opens with: each picture and its metamers, stage by stage, with the network's decisions
/// about them.
/// </summary>
internal static class MetamerGrid
{
    public static PictureGrid Draw(GridRows rows, string title, string note) =>
        new(
            title,
            ["natural", .. rows.Stages],
            [
                .. rows.Rows.Select(row => new PictureRow(
                    row.Heading,
                    [
                        Natural(row.Metamers[0]),
                        .. rows.Stages.Select(stage =>
                            row.Metamers.FirstOrDefault(m => m.Stage == stage) is { } m ? Made(m) : null
                        ),
                    ]
                )),
            ],
            rows.HaveDecisions
                ? "Under each picture: what the network says. ✓: the same class as for the natural picture; ✗: "
                    + $"another class. {note}"
                : note
        );

    private static GridPicture Natural(Metamer metamer) =>
        GridPicture.From(
            metamer.Reference.Values,
            metamer.Compared.HasDecision ? metamer.Card.ClassName(metamer.Compared.PredictedReference) : ""
        );

    private static GridPicture Made(Metamer metamer) =>
        GridPicture.From(
            metamer.Values,
            metamer.Compared.HasDecision ? metamer.Card.ClassName(metamer.Compared.PredictedMetamer) : "",
            metamer.Compared.HasDecision ? metamer.Compared.DecisionKept : null
        ) with
        {
            Hover = FormattableString.Invariant($"loss {metamer.FinalLoss:G3} after {metamer.StepsDone} steps"),
        };
}
