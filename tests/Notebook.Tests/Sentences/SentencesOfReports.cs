using Metamers.Claims;
using Metamers.Reports;
using Metamers.Reports.Making;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Studies;
using static Metamers.Claims.ClaimedRange;
using static Metamers.Claims.ClaimNetworks;
using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.Sources;

namespace Notebook.Tests.Sentences;

/// <summary>What notebooks 08, 09 and 19 say of the records of reports, and of the training that was watched.</summary>
internal static class SentencesOfReports
{
    private static readonly Lazy<ClaimList> Pictures = new(ReportClaims.Pictures);
    private static readonly Lazy<ClaimList> OfWatched = new(ReportClaims.Watched);

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
                    Numbers(() => [Record("lowpasscochcnnsmall-digit-long-seed0").Settings.Stimuli.Count]),
                    If(() =>
                    {
                        Estimate? reach = ReportComparison
                            .Measure(Record("lowpasscochcnnsmall-digit-long-seed0"), Record(Cnn))
                            .Reach;
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
                "The accuracy rises from a half to four fifths.",
                Both(
                    In(new(0.45, 0.55), () => [("first", Watched()[0].TestAccuracy)]),
                    In(new(0.77, 0.83), () => [("last", Watched()[^1].TestAccuracy)])
                )
            ),
            new(
                "19",
                "Reach stays between 0.39 and 0.46 all the while, with wide intervals.",
                Both(
                    Numbers(() => [Watched().Min(epoch => epoch.Reach), Watched().Max(epoch => epoch.Reach)]),
                    In(
                        Above(0.15),
                        () => Watched().Select(epoch => ($"epoch {epoch.Epoch}", epoch.ReachHigh - epoch.ReachLow))
                    )
                )
            ),
            new(
                "19",
                "For judges that were not trained adversarially, reach is larger after the last epoch than after the "
                    + "first",
                Judged.All(ClaimVerdict.Agrees, () => OfWatched.Value.Skip(1).Take(1))
            ),
            new(
                "19",
                "over all nine judges, of which three were, it cannot be said whether it is, nor whether idiosyncrasy "
                    + "rises",
                Both(
                    Numbers(() => [OfWatched.Value[0].Judges, OfWatched.Value[0].Judges - OfWatched.Value[1].Judges]),
                    Judged.All(ClaimVerdict.CannotBeSaid, () => [OfWatched.Value[0], OfWatched.Value[2]])
                )
            ),
            new(
                "19",
                "has a reach of 0.78 (in the leaderboard above)",
                Numbers(() => [Record(VggL2).Reach.Found!.Value])
            ),
            new(
                "19",
                "By the eight judges that all three have, what the VGG-8 was trained against moves its reach more "
                    + "than how long it was trained; by the six of them that were not trained adversarially it cannot "
                    + "be said.",
                Both(
                    Numbers(() => [Common(_ => true).Length, 3, Common(IsUnlike).Length]),
                    Judged.All(ClaimVerdict.Agrees, Above(0), () => [("all", MoreByPerturbations(Common(_ => true)))]),
                    Judged.All(
                        ClaimVerdict.CannotBeSaid,
                        Above(0),
                        () => [("unlike", MoreByPerturbations(Common(IsUnlike)))]
                    )
                )
            ),
            new(
                "19",
                "the VGG-8 that was trained for fewer epochs with a larger weight decay is between the two",
                Both(
                    In(
                        new(Record(VggLong).Reach.Found!.Value, Record(VggL2).Reach.Found!.Value),
                        () => [("reach", Record(Vgg).Reach.Found!.Value)]
                    ),
                    If(() =>
                        (
                            Recipe(Vgg).Epochs < Recipe(VggLong).Epochs
                                && Recipe(Vgg).WeightDecay > Recipe(VggLong).WeightDecay,
                            $"{Recipe(Vgg).Epochs} and {Recipe(VggLong).Epochs} epochs"
                        )
                    )
                )
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

    private static IReadOnlyList<WatchedEpoch> Watched() =>
        WatchedEpoch.Load(Path.Combine(ProjectFolder.Data, "reports", "watched", $"{VggLong}.csv"));

    /// <summary>The three claims about a network, which stand together.</summary>
    private static IEnumerable<Claim> Of(string network) =>
        Pictures
            .Value.SkipWhile(claim =>
                !claim.Sentence.StartsWith($"Adversarial training raises reach: {network}", StringComparison.Ordinal)
            )
            .Take(3);

    private static bool IsUnlike(ReportedJudge judge) => judge.Group != JudgeGroup.Adversarial.Name();

    /// <summary>The VGG-8 trained adversarially, the one that was not, and the latter after one epoch.</summary>
    private static ReportRecord[] Trained() =>
        [
            Record(VggL2),
            Record(VggLong),
            ReportRecord.Load(Path.Combine(ProjectFolder.Data, "reports", "watched", $"{VggLong}-epoch1.json")),
        ];

    private static string[] Common(Func<ReportedJudge, bool> judges) =>
        [
            .. Trained()
                .Select(record => record.Recognition!.Judges.Where(judges).Select(judge => judge.Key))
                .Aggregate((one, other) => one.Intersect(other)),
        ];

    /// <summary>
    /// How much more the reach of the VGG-8 differs by its perturbations than by its epochs after the first, drawn
    /// together.
    /// </summary>
    private static Estimate MoreByPerturbations(string[] judges)
    {
        AnswerTable[] tables =
        [
            .. Trained()
                .Select(record => new AnswerTable(
                    record.Recognition!.Stages,
                    [.. AnswerTable.WithClass(record.Recognition.Stages)],
                    [
                        .. judges.Select(key =>
                            record.Recognition.Judges.Index().First(judge => judge.Item.Key == key).Index
                        ),
                    ]
                )),
        ];
        return tables[0]
            .Measure(
                (items, asked) =>
                    tables[0].Reach(items, asked) - 2 * tables[1].Reach(items, asked) + tables[2].Reach(items, asked),
                Record(VggL2).Settings.Resamples
            );
    }
}
