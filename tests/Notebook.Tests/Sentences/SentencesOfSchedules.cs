using Metamers.Evaluation.Kinds;
using Metamers.Synthesis;
using static Metamers.Claims.ClaimedRange;
using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.ScheduleNumbers;

namespace Notebook.Tests.Sentences;

/// <summary>What notebook 15 says of the study that compares schedules of pictures.</summary>
internal static class SentencesOfSchedules
{
    public static IEnumerable<Sentence> All =>
        [
            new(
                "15",
                "16 others in each of the two studies of pictures that the later sections read; ten spoken digits in "
                    + "the third study",
                Both(
                    Numbers(() => [StimuliOf(PictureStudy), 2, StimuliOf(WordStudy)]),
                    In(new(16, 16), () => [(HeldOut, StimuliOf(HeldOut))])
                )
            ),
            new(
                "15",
                "eight in the studies of pictures, six in that of words",
                Both(
                    Numbers(() => [JudgesOf(PictureStudy), JudgesOf(WordStudy)]),
                    In(new(8, 8), () => [(HeldOut, JudgesOf(HeldOut))])
                )
            ),
            new(
                "15",
                "in 2,200 steps instead of 24,000",
                Numbers(() => [MetamerOptions.Fast.TotalSteps, MetamerOptions.Paper.TotalSteps])
            ),
            new(
                "15",
                "24,000 steps for each of two seeds, with three of a tenth of that at most",
                Both(
                    Numbers(() => [StepsOf(PictureStudy, "published-seed0"), 2, Three.Length]),
                    In(Below(2400), () => Three.Select(schedule => (schedule, (double)StepsOf(PictureStudy, schedule))))
                )
            ),
            new(
                "15",
                "The photographs are 16 others of CIFAR-10, eight other networks judge",
                Numbers(() => [StimuliOf(PictureStudy), JudgesOf(PictureStudy)])
            ),
            new(
                "15",
                "over the 55 tests of one schedule, eleven measures at five stages, and not over the 165 of all three",
                Numbers(() =>
                    [
                        Kinds(PictureStudy, "fast-seed0").Count(),
                        1,
                        Kinds(PictureStudy).Select(row => row["measure"]).Distinct().Count(),
                        Stages.Length,
                        Kinds(PictureStudy).Count(),
                        Three.Length,
                    ]
                )
            ),
            new(
                "15",
                "Over all 165, four of the 51 verdicts of *different* would not stand",
                Numbers(() =>
                    [
                        Kinds(PictureStudy).Count(),
                        LostByTheWholeStudy(PictureStudy).Length,
                        Kinds(PictureStudy).Count(IsDifferent),
                    ]
                )
            ),
            new(
                "15",
                "those of `Fast` at `final` by the share at the bounds (corrected p 0.052) and by the features of "
                    + "other networks (0.082), that of `slower` at `layer1` by the classifier on the statistics of "
                    + "the stimuli (0.101), and that of `annealed` at `layer3` by chroma (0.062)",
                Both(
                    Numbers(() => [.. LostByTheWholeStudy(PictureStudy).Select(lost => lost.P)]),
                    If(() =>
                    {
                        string[] lost =
                        [
                            .. LostByTheWholeStudy(PictureStudy)
                                .Select(lost => $"{lost.Row["compared"]} {lost.Row["stage"]} {lost.Row["measure"]}"),
                        ];
                        string[] said =
                        [
                            "fast-seed0 final share at the bounds",
                            $"fast-seed0 final {StageComparer.ByJudges}",
                            $"slower-seed0 layer1 {StageComparer.ByPixels}",
                            "annealed-seed0 layer3 chroma",
                        ];
                        return (lost.SequenceEqual(said), string.Join("; ", lost));
                    })
                )
            ),
            new(
                "15",
                "at `layer1` nothing can be said of `Fast`, none of whose 128 answers differs from those to the "
                    + "published metamers, while the other two schedules, each with one answer that differs, are "
                    + "called the same",
                Both(
                    Numbers(() => [AtFirstStage("fast-seed0").Answers, 2, AtFirstStage("slower-seed0").Differing]),
                    If(() =>
                    {
                        string[] verdicts =
                        [
                            .. Three.Select(one => VerdictOf(one, StageComparer.RecognisedByOthers, "layer1")),
                        ];
                        return (
                            verdicts is ["CannotBeSaid", "Same", "Same"]
                                && AtFirstStage("fast-seed0").Differing == 0
                                && AtFirstStage("annealed-seed0").Differing == 1,
                            string.Join(", ", verdicts)
                        );
                    })
                )
            ),
            new(
                "15",
                "A classifier that is right for all 16 photographs has such an interval too, 0.294 to 0.500 above "
                    + "chance",
                If(() =>
                {
                    var right = Kinds(PictureStudy)
                        .Concat(Kinds(HeldOut))
                        .Where(row => ((string)row["measure"]).StartsWith("classifier", StringComparison.Ordinal))
                        .Where(row => (double)row["second"] == 1)
                        .Select(row => ((int)row["stimuli"], (double)row["low"], (double)row["high"]))
                        .ToArray();
                    return (
                        right.Length > 0
                            && right.All(one =>
                                one.Item1 == 16 && Math.Abs(one.Item2 - 0.294) < 5e-4 && one.Item3 == 0.5
                            ),
                        string.Join("; ", right.Distinct())
                    );
                })
            ),
            new(
                "15",
                "which is hard with 16 photographs, so that \"cannot be said\" is the usual verdict where nothing was "
                    + "found",
                Numbers(() => [StimuliOf(PictureStudy)])
            ),
            new(
                "15",
                "The features of other networks tell it from the published one less well than `Fast` at `final`, "
                    + "`layer3` and `avgpool`, and better at `layer2`",
                Both(
                    In(
                        Below(-1e-9),
                        () => Against("slower-seed0", StageComparer.ByJudges, ["final", "layer3", "avgpool"])
                    ),
                    In(Above(1e-9), () => Against("slower-seed0", StageComparer.ByJudges, ["layer2"]))
                )
            ),
            new(
                "15",
                "at `layer1` they are at chance for both",
                In(
                    Near0(0.05),
                    () => Three.Take(2).Select(one => (one, Difference(one, StageComparer.ByJudges, "layer1")))
                )
            ),
            new(
                "15",
                "The pixels tell it as well or better at every stage.",
                In(Above(-1e-9), () => Against("slower-seed0", StageComparer.ByPixels, Stages))
            ),
            new(
                "15",
                "5 × 60, the last of length 0.005, where the other two have 8 × 100, the last of length 0.00117",
                Both(
                    Numbers(() =>
                        [
                            .. Last("annealed-seed0").Take(2),
                            Last("annealed-seed0")[2],
                            2,
                            .. Last("fast-seed0").Take(2),
                            Last("fast-seed0")[2],
                        ]
                    ),
                    If(() =>
                        (
                            Last("slower-seed0").SequenceEqual(Last("fast-seed0")),
                            "the second: " + string.Join(", ", Last("slower-seed0"))
                        )
                    )
                )
            ),
            new(
                "15",
                "the classifier is right in 0.53 ± 0.04 of the cases, against 0.75 ± 0.02",
                Numbers(() =>
                    [
                        .. new[] { "annealed-seed0", "fast-seed0" }
                            .Select(one => Kind(one, StageComparer.ByJudges, "final"))
                            .SelectMany(row => new[] { (double)row["second"], (double)row["standard_error"] }),
                    ]
                )
            ),
            new(
                "15",
                "It ends with the largest loss of the five at every stage",
                In(
                    Above(1),
                    () =>
                        Stages.Select(stage =>
                            (
                                stage,
                                LossOf(PictureStudy, "annealed-seed0", stage)
                                    / new[] { "published-seed0", "published-seed1", "fast-seed0", "slower-seed0" }.Max(
                                        other => LossOf(PictureStudy, other, stage)
                                    )
                            )
                        )
                )
            ),
            new(
                "15",
                "it is the only one of the three that the features of other networks tell from the published one at "
                    + "`layer3`, with the correction for the number of tests",
                If(() =>
                {
                    string[] told =
                    [
                        .. Three.Where(one => VerdictOf(one, StageComparer.ByJudges, "layer3") == "Different"),
                    ];
                    return (told is ["annealed-seed0"], string.Join(", ", told));
                })
            ),
            new(
                "15",
                "for the schedule that it was made from that was found at no stage of the network above (at two "
                    + "stages it could not be said)",
                Both(
                    Numbers(() =>
                        [
                            Kinds(PictureStudy, "slower-seed0", StageComparer.ByJudges)
                                .Count(row => (string)row["verdict"] == nameof(KindVerdict.CannotBeSaid)),
                        ]
                    ),
                    In(
                        new(0, 0),
                        () =>
                            [
                                (
                                    "different",
                                    Kinds(PictureStudy, "slower-seed0", StageComparer.ByJudges).Count(IsDifferent)
                                ),
                            ]
                    )
                )
            ),
            new(
                "15",
                "The one that the features of other networks tell apart least on the ResNet-20 that it was tried on "
                    + "differs there in more of the other measures",
                If(() =>
                {
                    var counts = Three
                        .Select(one =>
                            (
                                Name: one,
                                Told: Stages.Average(stage => Difference(one, StageComparer.ByJudges, stage)),
                                Others: Kinds(PictureStudy, one)
                                    .Count(row => (string)row["measure"] != StageComparer.ByJudges && IsDifferent(row))
                            )
                        )
                        .ToArray();
                    var least = counts.MinBy(one => one.Told);
                    return (
                        counts.All(one => one.Name == least.Name || one.Others < least.Others),
                        string.Join("; ", counts.Select(one => $"{one.Name} {one.Told:0.000}, {one.Others} others"))
                    );
                })
            ),
        ];

    private static (int Answers, int Differing) AtFirstStage(string schedule) =>
        Answers(PictureStudy, schedule, "published-seed0", "layer1");

    /// <summary>Number of segments with momentum, their steps, and the length of the last.</summary>
    private static double[] Last(string schedule)
    {
        SynthesisSegment[] segments = Settling(PictureStudy, schedule);
        return
        [
            segments.Length,
            segments.Select(segment => segment.Steps).Distinct().Single(),
            segments[^1].StepLength,
        ];
    }
}
