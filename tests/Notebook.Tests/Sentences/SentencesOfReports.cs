using Metamers.Claims;
using Metamers.Reports;
using Metamers.Reports.Records;
using Metamers.Statistics;
using static Metamers.Claims.ClaimedRange;
using static Metamers.Claims.ClaimNetworks;
using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.Sources;

namespace Notebook.Tests.Sentences;

/// <summary>What notebooks 08, 09 and 19 say of the records of reports.</summary>
internal static class SentencesOfReports
{
    private static readonly Lazy<ClaimList> Pictures = new(ReportClaims.Pictures);

    public static IEnumerable<Sentence> All =>
        [
            new(
                "08",
                "against that one there is a gain too",
                Judged.All(ClaimVerdict.Agrees, () => Of("VGG-8, L2").Take(2))
            ),
            new(
                "09",
                "with ten words, the help that the predecessor found is not seen there either, and cannot be excluded",
                Both(
                    Numbers(() => [Record(CnnLowPassLong).Settings.Stimuli.Count]),
                    If(() =>
                    {
                        Estimate? reach = ReportComparison.Measure(Record(CnnLowPassLong), Record(Cnn)).Reach;
                        return (reach is null || Above(0).Judge(reach) == ClaimVerdict.CannotBeSaid, $"reach {reach}");
                    })
                )
            ),
            new(
                "19",
                "(19 for pictures and 16 for words in the released data)",
                Numbers(() =>
                    new[] { "vision", "audio" }
                        .Select(modality =>
                            Published
                                .Transfers.Where(row => row.Modality == modality)
                                .Select(row => row.Evaluator)
                                .Distinct()
                                .Count() - 1.0
                        )
                        .ToArray()
                )
            ),
            new("19", "nine small networks of CIFAR-10, never the network itself", Numbers(() => [Panel().Length])),
            new(
                "19",
                "20 test photographs of CIFAR-10, two of each class",
                Numbers(() =>
                    [
                        Record(ResNetL2).Settings.Stimuli.Count,
                        Record(ResNetL2).Settings.Stimuli.Count / (double)Record(ResNetL2).Network.Classes!.Value,
                    ]
                )
            ),
            new("19", "15,872 pairs; where unrelated pairs", Numbers(() => [Record(ResNetL2).Settings.Nulls!.Pairs])),
            new(
                "19",
                "| steps of the synthesis | 24,000 | 800 |",
                Numbers(() => [24_000, Record(ResNetL2).Settings.Schedule.TotalSteps])
            ),
            new(
                "19",
                "In the saved output they agree with the report above.",
                If(() =>
                {
                    string report = SavedTable.Text("19", "cell-03");
                    double[] said =
                    [
                        .. System
                            .Text.RegularExpressions.Regex.Matches(report, @"\d+(?= %| percentage)")
                            .Select(match =>
                                int.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture) / 100.0
                            ),
                    ];
                    ReportRecord record = Record(ResNetL2);
                    return (
                        said.Length == 3
                            && Math.Abs(said[0] - record.Reach.Found!.Value) <= 0.005
                            && Math.Abs(said[1] - record.Idiosyncrasy.Found!.Value) <= 0.005
                            && Math.Abs(said[2] - record.Yield.Found!.Value) <= 0.005,
                        $"{string.Join(", ", said)} and {record.Reach.Found}, {record.Idiosyncrasy.Found}"
                    );
                })
            ),
            new(
                "19",
                "`Leaderboard` ranks records that were made under the same conditions",
                If(() =>
                {
                    string html = SavedTable.Text("19", "cell-03", "text/html");
                    string among = $"together with the {Ranked() - 1} other networks of the zoo";
                    return (html.Contains(among, StringComparison.Ordinal), $"the report above should say '{among}'");
                })
            ),
            new(
                "19",
                "The intervals of neighbours overlap widely.",
                If(() =>
                {
                    Estimate[] reach =
                    [
                        .. Panel()
                            .Append(VggLong)
                            .Select(key => Record(key).Reach.Found!)
                            .OrderByDescending(found => found.Value),
                    ];
                    double[] shared =
                    [
                        .. reach.Zip(
                            reach.Skip(1),
                            (one, next) => (next.High - one.Low) / Math.Min(one.High - one.Low, next.High - next.Low)
                        ),
                    ];
                    return (
                        shared.Min() > 0.4,
                        FormattableString.Invariant($"at least {shared.Min():0.00} of the shorter")
                    );
                })
            ),
            new(
                "19",
                "Three of the nine judges were trained adversarially themselves",
                Numbers(() => [Panel().Count(key => Recipe(key).Adversary is { Random: false }), Panel().Length])
            ),
            new(
                "19",
                "Adversarial training raises reach for VGG-8; for ResNet-20 it cannot be said whether it does, with "
                    + "robust networks among the judges or without them.",
                Both(
                    Judged.All(ClaimVerdict.Agrees, () => Of("VGG-8, L2").Take(2)),
                    Judged.All(
                        ClaimVerdict.CannotBeSaid,
                        () => Of("ResNet-20, L2").Take(2).Concat(Of("ResNet-20, L∞").Take(2))
                    )
                )
            ),
            new(
                "19",
                "The interval of their difference in reach is narrower than that of either reach, and still it "
                    + "includes 0",
                If(() =>
                {
                    ReportRecord[] both = [Record(ResNetL2), Record(ResNetRandomL2Long)];
                    Estimate difference = ReportComparison.Measure(both[0], both[1]).Reach!;
                    double[] widths = [.. both.Select(record => record.Reach.Found!.High - record.Reach.Found.Low)];
                    return (
                        difference.High - difference.Low < widths.Min() && difference is { Low: < 0, High: > 0 },
                        $"{difference}; {string.Join(" and ", widths)}"
                    );
                })
            ),
            new(
                "19",
                "With 20 photographs of 32×32 pixels",
                Numbers(() => [Record(ResNetL2).Settings.Stimuli.Count, 32, 32])
            ),
        ];

    /// <summary>The networks of the panel for pictures: the judges of a report, and the network itself.</summary>
    private static string[] Panel() => [.. Record(ResNetL2).Recognition!.Judges.Select(judge => judge.Key), ResNetL2];

    /// <summary>The three claims about a network, which stand together.</summary>
    private static IEnumerable<Claim> Of(string network) =>
        Pictures
            .Value.SkipWhile(claim =>
                !claim.Sentence.StartsWith($"Adversarial training raises reach: {network}", StringComparison.Ordinal)
            )
            .Take(3);

    /// <summary>How many networks the leaderboard ranks together with the L2-trained ResNet-20.</summary>
    private static int Ranked() =>
        Leaderboard
            .Make([.. ReportRecord.ShippedKeys.Select(Record)])
            .Tables.Single(table => table.Rows.Any(row => row.Record.Network.Label == ResNetL2))
            .Rows.Count;
}
