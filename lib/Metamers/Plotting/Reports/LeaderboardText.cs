using Metamers.Reports;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Tables;
using Microsoft.Data.Analysis;
using static Metamers.Plotting.Reports.ReportBlock;

namespace Metamers.Plotting.Reports;

/// <summary>What a leaderboard says, part by part.</summary>
internal static class LeaderboardText
{
    /// <summary>The whole leaderboard.</summary>
    public static IReadOnlyList<ReportBlock> Of(Leaderboard leaderboard) =>
        [
            new Heading(1, "Metamer leaderboard"),
            new Paragraph(
                $"Sorted by {leaderboard.SortedBy}. With 95 % intervals, by bootstrap over stimuli and judges. "
                    + $"'{ColumnOf(leaderboard)}' is the difference of {leaderboard.Compared} from the network at the "
                    + "top, "
                    + (
                        leaderboard.Compared == "yield"
                            ? "paired over the stimuli; networks whose interval contains 0 cannot be told apart by "
                                + "these stimuli. "
                            : "paired over the stimuli and over the judges that both have; networks whose interval "
                                + "contains 0 cannot be told apart by these stimuli and judges. "
                    )
                    + "A network of the panel does not judge itself, so the judges of two networks are not quite the "
                    + "same; the differences are by those that both have. Accuracy, and that under the largest attack "
                    + "of the report, are not part of the score. Where no metamer is refused, or every "
                    + "judge recognises every one, the interval allows for stimuli that would be exceptions at every "
                    + "stage, and is wider than where a few are."
            ),
            .. leaderboard.Tables.SelectMany(
                (table, i) =>
                    new ReportBlock[]
                    {
                        new Heading(2, $"{Counted.Of(table.Rows.Count, "network")}: {table.Conditions}"),
                        Rows(leaderboard, table),
                        new Picture($"leaderboard-{i + 1}", Curves(table)),
                    }
            ),
            .. leaderboard.Tables.Count > 1
                ? new ReportBlock[]
                {
                    new Paragraph(
                        "Networks of different tables were tested with another panel, other stimuli or another "
                            + "schedule; their numbers cannot be compared."
                    ),
                }
                : [],
            .. leaderboard.NotRanked.Count > 0
                ? new ReportBlock[]
                {
                    new Heading(2, "Not ranked"),
                    new Bullets([
                        .. leaderboard.NotRanked.Select(record =>
                            $"{record.Network.Label}: {record.Problem ?? record.Reach.Sentence}"
                        ),
                    ]),
                }
                : [],
        ];

    /// <summary>The numbers of all tables.</summary>
    public static DataFrame Table(Leaderboard leaderboard) =>
        (
            from table in leaderboard.Tables
            from row in table.Rows
            let record = row.Record
            let difference = row.BehindFirst is { } behind ? leaderboard.Difference(behind) : null
            select new
            {
                table.Conditions,
                row.Place,
                Network = record.Network.Label,
                Weights = record.Network.WeightsSha256,
                Reach = record.Reach.Found?.Value,
                ReachLow = record.Reach.Found?.Low,
                ReachHigh = record.Reach.Found?.High,
                Idiosyncrasy = record.Idiosyncrasy.Found?.Value,
                IdiosyncrasyLow = record.Idiosyncrasy.Found?.Low,
                IdiosyncrasyHigh = record.Idiosyncrasy.Found?.High,
                Yield = record.Yield.Found?.Value,
                YieldLow = record.Yield.Found?.Low,
                YieldHigh = record.Yield.Found?.High,
                DifferenceOf = leaderboard.Compared,
                BehindFirst = difference?.Value,
                BehindFirstLow = difference?.Low,
                BehindFirstHigh = difference?.High,
                Accuracy = record.Beside?.Accuracy.FirstOrDefault()?.Accuracy,
                AttackRadius = record.Beside?.Accuracy.LastOrDefault()?.Radius,
                AccuracyUnderAttack = record.Beside?.Accuracy.LastOrDefault()?.Accuracy,
            }
        ).ToDataFrame();

    private static string ColumnOf(Leaderboard leaderboard) =>
        $"{char.ToUpperInvariant(leaderboard.Compared[0])}{leaderboard.Compared[1..]} minus that of the first";

    private static ReportBlock.Table Rows(Leaderboard leaderboard, LeaderboardTable table) =>
        new(
            [
                ("", true),
                ("Network", false),
                ("Reach", true),
                ("Idiosyncrasy", true),
                ("Yield", true),
                (ColumnOf(leaderboard), true),
                ("Accuracy", true),
                ("Under attack", true),
            ],
            [
                .. table.Rows.Select(row =>
                    (IReadOnlyList<string>)
                        [
                            row.Place is { } place ? $"{place}" : "–",
                            row.Record.Network.Label,
                            ReportText.Text(row.Record.Reach.Found),
                            ReportText.Text(row.Record.Idiosyncrasy.Found),
                            ReportText.Text(row.Record.Yield.Found),
                            row.BehindFirst is { } behind ? ReportText.Text(leaderboard.Difference(behind)) : "",
                            Proportion(row.Record.Beside?.Accuracy.FirstOrDefault()),
                            Proportion(row.Record.Beside?.Accuracy.LastOrDefault()),
                        ]
                ),
            ]
        );

    private static string Proportion(AttackedAccuracy? found) =>
        found is null ? "–" : NumberText.Fixed(found.Accuracy, 2);

    private static Figure Curves(LeaderboardTable table) =>
        new(
            "Recognition by other networks, over depth",
            new("Relative depth of the stage") { Minimum = -0.02, Maximum = 1.02 },
            new("Proportion correct") { Minimum = -0.03, Maximum = 1.03 },
            [.. table.Rows.Select((row, style) => Curve(row.Record, style))]
        )
        {
            Note =
                "All judges; accepted metamers. Reach is the area under the curve; a stage of which too few metamers "
                + "are accepted breaks it.",
            Lines =
            [
                new(
                    table.Rows[0].Record.Recognition!.Chance,
                    FormattableString.Invariant($"chance, {table.Rows[0].Record.Recognition!.Chance:0.###}")
                ),
            ],
        };

    private static Series Curve(ReportRecord record, int style)
    {
        PanelRecognition panel = record.Recognition!;
        return new(
            record.Network.Label,
            [.. panel.Stages.Select(stage => stage.Depth)],
            [.. panel.Stages.Zip(panel.Groups, (_, group) => group.Recognition?.Value ?? double.NaN)]
        )
        {
            Mark = SeriesMark.LineAndPoints,
            Style = style,
        };
    }
}
