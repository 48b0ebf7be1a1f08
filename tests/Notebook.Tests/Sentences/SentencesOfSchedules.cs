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
}
