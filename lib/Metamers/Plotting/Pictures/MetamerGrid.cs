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
                ? $"Under each picture: what {rows.Decider} says. ✓: the same class as for the natural picture; ✗: "
                    + $"another class. {Unnamed(rows)}{note}"
                : note
        );

    private static string Unnamed(GridRows rows) =>
        rows.Rows.SelectMany(row => row.Metamers).Any(metamer => metamer.Compared.HasDecision && !HasClass(metamer))
            ? "No class is named for a picture of none of the network's classes. "
            : "";

    private static GridPicture Natural(Metamer metamer) =>
        GridPicture.From(metamer.Reference.Values, Said(metamer, judgement => judgement.PredictedReference));

    private static GridPicture Made(Metamer metamer) =>
        GridPicture.From(
            metamer.Values,
            Said(metamer, judgement => judgement.PredictedMetamer),
            metamer.Compared.HasDecision ? metamer.Compared.DecisionKept : null
        ) with
        {
            Hover = FormattableString.Invariant($"loss {metamer.FinalLoss:G3} after {metamer.StepsDone} steps"),
        };

    private static string Said(Metamer metamer, Func<Judgement, int> decision) =>
        metamer.Compared.HasDecision && HasClass(metamer) ? metamer.Card.ClassName(decision(metamer.Compared)) : "";

    private static bool HasClass(Metamer metamer) => metamer.Card.HasClassFor(metamer.Reference.Label);
}
