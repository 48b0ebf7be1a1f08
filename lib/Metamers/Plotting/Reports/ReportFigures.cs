using Metamers.Plotting.Charts;
using Metamers.Reports.Making;
using Metamers.Reports.Records;
using Metamers.Statistics;

namespace Metamers.Plotting.Reports;

/// <summary>The figures of a report.</summary>
internal static class ReportFigures
{
    /// <summary>Recognition by the groups of judges and by the network itself, stage by stage.</summary>
    public static Figure Recognition(ReportRecord record)
    {
        PanelRecognition panel = record.Recognition!;
        string[] stages = [.. panel.Stages.Select(stage => stage.Stage)];
        return RecognitionByStage
            .Draw(
                stages,
                [
                    .. panel
                        .Groups.GroupBy(group => (group.Group, group.Judges))
                        .Select(group => new RecognitionCurve(
                            $"{group.Key.Group} ({group.Key.Judges})",
                            [.. group.Select(stage => stage.Recognition?.Value ?? double.NaN)],
                            [.. group.Select(stage => stage.Recognition?.StandardError ?? double.NaN)]
                        )),
                    new("the network itself", [.. panel.Stages.Select(Own)]),
                ],
                panel.Chance,
                $"Who recognises the metamers of {record.Network.Label}",
                "± one standard error, by bootstrap over stimuli and judges"
            )
            .WithSchedules(SchedulesOf(record));
    }

    /// <summary>
    /// Recognition by people as measured, stage by stage, beside the network itself and the judges of its panel.
    /// </summary>
    public static Figure People(ReportRecord record)
    {
        MeasuredRecognition people = record.Measured!;
        Dictionary<string, GroupRecognition> judges = (record.Recognition?.Groups ?? [])
            .Where(group => group.Group == PanelNumbers.AllJudges)
            .ToDictionary(group => group.Stage);
        Estimate?[] judged = [.. people.Stages.Select(stage => judges.GetValueOrDefault(stage.Stage)?.Recognition)];
        Figure figure = RecognitionByStage.Draw(
            [.. people.Stages.Select(stage => stage.Stage)],
            [
                new(
                    $"people ({people.Participants})",
                    [.. people.Stages.Select(stage => stage.People.Value)],
                    [.. people.Stages.Select(stage => Finite(stage.People.StandardError))]
                ),
                new("the network itself, in the same trials", [.. people.Stages.Select(stage => stage.Network)]),
                .. judges.Count == 0
                    ? Array.Empty<RecognitionCurve>()
                    :
                    [
                        new(
                            $"{PanelNumbers.AllJudges} ({judges.Values.First().Judges})",
                            [.. judged.Select(found => found?.Value ?? double.NaN)],
                            [.. judged.Select(found => found?.StandardError ?? double.NaN)]
                        ),
                    ],
            ],
            people.Chance,
            $"Do people recognise the metamers of {record.Network.Label}?",
            "± one standard error, of people over the participants, of judges by bootstrap over stimuli and judges"
        );
        return record.Recognition is { } panel && panel.Chance != people.Chance
            ? figure with
            {
                Lines =
                [
                    .. figure.Lines,
                    new(panel.Chance, FormattableString.Invariant($"chance of the judges, {panel.Chance:0.###}")),
                ],
            }
            : figure;

        // A single participant has no standard error.
        static double Finite(double error) => double.IsFinite(error) ? error : double.NaN;
    }

    /// <summary>How well the metamers match, and what unrelated stimuli reach.</summary>
    public static Figure Match(ReportRecord record)
    {
        StageValidity[] stages = [.. record.Stages.Where(stage => stage.MedianMatch is not null)];
        double[] places = [.. stages.Select((_, place) => (double)place)];
        Figure figure = new(
            "Match of the metamers at their stages",
            new("Stage matched") { Categories = [.. stages.Select(stage => stage.Stage)] },
            new("Spearman's rho") { Minimum = -0.03, Maximum = 1.03 },
            [
                new("metamers, median", places, [.. stages.Select(stage => stage.MedianMatch!.Value.Spearman)])
                {
                    Mark = SeriesMark.LineAndPoints,
                },
                .. stages.All(stage => stage.NullMaximum is not null)
                    ? new[]
                    {
                        new Series(
                            "unrelated stimuli, largest",
                            places,
                            [.. stages.Select(stage => stage.NullMaximum!.Value.Spearman)]
                        )
                        {
                            Mark = SeriesMark.Strokes,
                            Style = FigureStyle.Grey,
                        },
                    }
                    : [],
            ]
        )
        {
            Note = record.Settings.Nulls is { } nulls
                ? FormattableString.Invariant(
                    $"{record.Settings.Stimuli.Count} metamers a stage; {nulls.Pairs:#,0} unrelated pairs."
                )
                : "No null distribution was measured.",
        };
        return figure.WithSchedules(SchedulesOf(record));
    }

    private static string[] SchedulesOf(ReportRecord record) => [record.Settings.Schedule.Describe()];

    private static double Own(RecognisedStage stage)
    {
        char[] counted =
        [
            .. stage.Own.Zip(stage.Accepted).Where(pair => pair.Second == '1').Select(pair => pair.First),
        ];
        return counted.Length < AnswerTable.LeastAccepted
            ? double.NaN
            : counted.Count(right => right == '1') / (double)counted.Length;
    }
}
