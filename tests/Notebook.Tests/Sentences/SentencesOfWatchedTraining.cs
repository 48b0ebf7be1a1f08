using Metamers.Claims;
using Metamers.Reports;
using Metamers.Reports.Making;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Statistics;
using static Metamers.Claims.ClaimedRange;
using static Metamers.Claims.ClaimNetworks;
using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.Sources;

namespace Notebook.Tests.Sentences;

/// <summary>What notebook 19 says of the training that was watched.</summary>
internal static class SentencesOfWatchedTraining
{
    private static readonly Lazy<ClaimList> OfWatched = new(ReportClaims.Watched);
    private static readonly Lazy<Estimate> ByAll = new(() => MoreByPerturbations(Common(_ => true)));
    private static readonly Lazy<Estimate> ByUnlike = new(() => MoreByPerturbations(Common(ReportClaims.IsUnlike)));

    public static IEnumerable<Sentence> All =>
        [
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
                    + "than how long it was trained, by 0.27 ± 0.11; by the six of them that were not trained "
                    + "adversarially it cannot be said (0.14 ± 0.09).",
                Both(
                    Numbers(() =>
                        [
                            Common(_ => true).Length,
                            3,
                            ByAll.Value.Value,
                            ByAll.Value.StandardError,
                            Common(ReportClaims.IsUnlike).Length,
                            ByUnlike.Value.Value,
                            ByUnlike.Value.StandardError,
                        ]
                    ),
                    Judged.All(ClaimVerdict.Agrees, Above(0), () => [("all", ByAll.Value)]),
                    Judged.All(ClaimVerdict.CannotBeSaid, Above(0), () => [("unlike", ByUnlike.Value)])
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
        ];

    private static IReadOnlyList<WatchedEpoch> Watched() =>
        WatchedEpoch.Load(Path.Combine(ProjectFolder.Data, "reports", "watched", $"{VggLong}.csv"));

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
