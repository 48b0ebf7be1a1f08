using Metamers.Reports.Records;
using Metamers.Studies;

namespace Metamers.Reports.Making;

/// <summary>What follows from the answers of a panel.</summary>
internal static class PanelNumbers
{
    /// <summary>What the panel as a whole is called.</summary>
    public const string AllJudges = "all judges";

    /// <summary>
    /// The same answers with each judge's agreement with the network, and the recognition by all judges and by each
    /// group of them.
    /// </summary>
    /// <param name="panel">Judges and answers; what is computed here is not read.</param>
    /// <param name="resamples">Number of bootstrap resamples.</param>
    public static PanelRecognition Compute(PanelRecognition panel, int resamples)
    {
        AnswerTable all = new(panel.Stages);
        return panel with
        {
            Judges = [.. panel.Judges.Select((judge, place) => judge with { Kappa = all.Kappa(place)?.Rounded() })],
            Groups =
            [
                .. JudgeGroups
                    .Apart.Select(group => group.Name())
                    .Where(name => panel.Judges.Any(judge => judge.Group == name))
                    .Prepend(AllJudges)
                    .SelectMany(name => Recognition(panel, name, resamples)),
            ],
        };
    }

    private static IEnumerable<GroupRecognition> Recognition(PanelRecognition panel, string name, int resamples)
    {
        int[] judges =
        [
            .. panel
                .Judges.Index()
                .Where(judge => name == AllJudges || judge.Item.Group == name)
                .Select(judge => judge.Index),
        ];
        AnswerTable table = new(panel.Stages, judges: judges);
        return panel.Stages.Select(
            (stage, i) =>
                new GroupRecognition(
                    stage.Stage,
                    name,
                    judges.Length,
                    table.Accepted(i),
                    table.Stimuli < AnswerTable.LeastStimuli || table.Accepted(i) < AnswerTable.LeastAccepted
                        ? null
                        : table.MeasureRecognition(i, resamples).Rounded()
                )
        );
    }
}
