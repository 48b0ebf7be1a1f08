using Metamers.Evaluation.Kinds;
using Metamers.Runtime;
using static Metamers.Claims.ClaimedRange;
using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.ScheduleNumbers;

namespace Notebook.Tests.Sentences;

/// <summary>What notebook 15 says of schedules on pictures that were held out, and of a coarse cochleagram.</summary>
internal static class SentencesOfOtherSchedules
{
    public static IEnumerable<Sentence> All =>
        [
            new(
                "15",
                "a fourth schedule was chosen, by trials that were not recorded: 2,400 steps, a tenth of the published "
                    + "ones",
                Both(
                    Numbers(() => [StepsOf(HeldOut, "tenth-seed0")]),
                    In(
                        new(10, 10),
                        () => [("ratio", (double)StepsOf(HeldOut, "published-seed0") / StepsOf(HeldOut, "tenth-seed0"))]
                    )
                )
            ),
            new(
                "15",
                "other photographs, sixteen on which it was not chosen, and two other networks",
                Numbers(() => [StimuliOf(HeldOut), Values(HeldOut, "network").Distinct().Count()])
            ),
            new(
                "15",
                "Its losses lie between or below those of the two published seeds.",
                In(
                    Below(1),
                    () =>
                        Losses(HeldOut)
                            .Where(row => (string)row["schedule"] == "tenth-seed0")
                            .Select(row =>
                                (
                                    $"{row["network"]}, {row["stage"]}",
                                    (double)row["loss"]
                                        / Losses(HeldOut)
                                            .Where(other =>
                                                (string)other["network"] == (string)row["network"]
                                                && (string)other["stage"] == (string)row["stage"]
                                                && (string)other["schedule"] != "tenth-seed0"
                                            )
                                            .Max(other => (double)other["loss"])
                                )
                            )
                )
            ),
            new(
                "15",
                "But at three of the four places the features of other networks tell its metamers from the published "
                    + "ones",
                Numbers(() =>
                    [
                        Kinds(HeldOut, measure: StageComparer.ByJudges).Count(IsDifferent),
                        Kinds(HeldOut, measure: StageComparer.ByJudges).Count(),
                    ]
                )
            ),
            new(
                "15",
                "the colours of its metamers are less vivid than after 24,000 steps, in both networks and at both "
                    + "stages (*chroma*)",
                Both(
                    In(
                        Below(0),
                        () =>
                            Kinds(HeldOut, measure: "chroma")
                                .Select(row => ($"{row["network"]}, {row["stage"]}", (double)row["high"]))
                    ),
                    In(new(4, 4), () => [("different", Kinds(HeldOut, measure: "chroma").Count(IsDifferent))])
                )
            ),
            new(
                "15",
                "ten spoken digits, 8 × 100 steps with two seeds, and the same with a coarse cochleagram, at three "
                    + "stages",
                Numbers(() =>
                    [
                        StimuliOf(WordStudy),
                        8,
                        StepsOf(WordStudy, "fine-seed0") / 8.0,
                        Values(WordStudy, "schedule")
                            .Distinct()
                            .Count(name => name.StartsWith("fine", StringComparison.Ordinal)),
                        Values(WordStudy, "stage").Distinct().Count(),
                    ]
                )
            ),
            new("15", "six other networks judge. These metamers", Numbers(() => [JudgesOf(WordStudy)])),
            new(
                "15",
                "No measure finds these metamers different at any of the three stages.",
                Both(
                    Numbers(() => [Kinds(WordStudy).Select(row => (string)row["stage"]).Distinct().Count()]),
                    In(new(0, 0), () => [("different", Kinds(WordStudy).Count(IsDifferent))])
                )
            ),
            new(
                "15",
                "Ten of the 24 comparisons find them the same, and fourteen cannot decide with ten words, among them "
                    + "how often other networks recognise them.",
                Both(
                    Numbers(() =>
                        [
                            Kinds(WordStudy).Count(row => (string)row["verdict"] == nameof(KindVerdict.Same)),
                            Kinds(WordStudy).Count(),
                            Kinds(WordStudy).Count(row => (string)row["verdict"] == nameof(KindVerdict.CannotBeSaid)),
                            StimuliOf(WordStudy),
                        ]
                    ),
                    In(
                        new(0, 0),
                        () =>
                            [
                                (
                                    "decided",
                                    Kinds(WordStudy, measure: StageComparer.RecognisedByOthers)
                                        .Count(row => (string)row["verdict"] != nameof(KindVerdict.CannotBeSaid))
                                ),
                            ]
                    )
                )
            ),
            new(
                "15",
                "Sounds have three measures fewer than pictures: chroma, and the distance to the start and the share "
                    + "at the bounds",
                Both(
                    Numbers(() => [MeasuresOf(PictureStudy).Except(MeasuresOf(WordStudy)).Count()]),
                    If(() =>
                    {
                        string[] missing =
                        [
                            .. MeasuresOf(PictureStudy).Except(MeasuresOf(WordStudy)).Order(StringComparer.Ordinal),
                        ];
                        return (
                            missing is ["RMS distance to the start", "chroma", "share at the bounds"],
                            string.Join("; ", missing)
                        );
                    })
                )
            ),
            new(
                "15",
                "The median loss is at most a tenth above that of the worse of the two seeds.",
                In(
                    Below(1.1),
                    () =>
                        new[] { "relu1", "relu4", "final" }.Select(stage =>
                            (
                                stage,
                                LossOf(WordStudy, "coarse-seed0", stage)
                                    / Math.Max(
                                        LossOf(WordStudy, "fine-seed0", stage),
                                        LossOf(WordStudy, "fine-seed1", stage)
                                    )
                            )
                        )
                )
            ),
            new(
                "15",
                "A schedule that wanders first goes about as far as the published one, mostly a little less far",
                If(() =>
                {
                    double[] ratios =
                    [
                        .. Kinds(PictureStudy, measure: "RMS distance to the start")
                            .Concat(Kinds(HeldOut, measure: "RMS distance to the start"))
                            .Select(row => (double)row["second"] / (double)row["first"]),
                    ];
                    int less = ratios.Count(ratio => ratio < 1);
                    return (
                        ratios.Min() > 0.85 && ratios.Max() < 1.1 && 2 * less > ratios.Length,
                        FormattableString.Invariant($"{ratios.Min():0.00} to {ratios.Max():0.00} of it, ")
                            + $"less in {less} of {ratios.Length}"
                    );
                })
            ),
            new(
                "15",
                "each was found different in some measure at every stage that was tested but `layer1`. There only one "
                    + "of three was",
                If(() =>
                {
                    string[] same =
                    [
                        .. Kinds(PictureStudy)
                            .Concat(Kinds(HeldOut))
                            .GroupBy(row => $"{row["compared"]}, {row["network"]}, {row["stage"]}")
                            .Where(place => !place.Any(IsDifferent))
                            .Select(place => place.Key),
                    ];
                    return (
                        same.Length == 2 && same.All(place => place.EndsWith("layer1", StringComparison.Ordinal)),
                        $"nothing is different at {string.Join("; ", same)}"
                    );
                })
            ),
            new(
                "15",
                "and not if the correction is over the whole study",
                If(() =>
                {
                    string[] told =
                    [
                        .. Kinds(PictureStudy)
                            .Where(row => (string)row["stage"] == "layer1" && IsDifferent(row))
                            .Select(row => $"{row["compared"]}, {row["measure"]}"),
                    ];
                    string[] lost =
                    [
                        .. LostByTheWholeStudy(PictureStudy)
                            .Select(lost => lost.Row)
                            .Where(row => (string)row["stage"] == "layer1")
                            .Select(row => $"{row["compared"]}, {row["measure"]}"),
                    ];
                    bool elsewhere = Kinds(PictureStudy)
                        .Where(row => (string)row["stage"] != "layer1")
                        .GroupBy(row => $"{row["compared"]}, {row["stage"]}")
                        .All(place =>
                            place.Count(IsDifferent)
                            > LostByTheWholeStudy(PictureStudy)
                                .Count(lost => $"{lost.Row["compared"]}, {lost.Row["stage"]}" == place.Key)
                        );
                    return (elsewhere && told.Length == 1 && told.SequenceEqual(lost), string.Join("; ", told));
                })
            ),
            new(
                "15",
                "the schedule that was made from it was told apart by features in two other networks",
                Numbers(() =>
                    [
                        Kinds(HeldOut, measure: StageComparer.ByJudges)
                            .Where(IsDifferent)
                            .Select(row => (string)row["network"])
                            .Distinct()
                            .Count(),
                    ]
                )
            ),
            new(
                "15",
                "33 ms in place of 76 for the cochleagram of two seconds of sound",
                Numbers(() =>
                {
                    string table = File.ReadAllText(
                        Path.Combine(ProjectFolder.Root, "tests", "Benchmarks", "README.md")
                    );
                    return [Milliseconds(table, "4"), Milliseconds(table, "28 (default)"), 2];
                })
            ),
            new(
                "15",
                "at `relu4` takes 44.0 ms a word with four words at a time, and 19.6 ms with ten words and an "
                    + "oversampling of 4",
                Numbers(() =>
                {
                    string table = File.ReadAllText(
                        Path.Combine(ProjectFolder.Root, "tests", "Benchmarks", "README.md")
                    );
                    return
                    [
                        OfMemory(table, "CochCnnSmall, 1 s, `relu4`, 4 stimuli"),
                        4,
                        OfMemory(table, "CochCnnSmall, `relu4`, 10 stimuli, oversampling 4"),
                        10,
                        4,
                    ];
                })
            ),
        ];

    private static IEnumerable<string> MeasuresOf(string study) =>
        Kinds(study).Select(row => (string)row["measure"]).Distinct();

    /// <summary>How long a whole step takes, in the table of what keeping memory saves: its second column.</summary>
    private static double OfMemory(string table, string row) =>
        double.Parse(
            table.Split("## Memory")[1].Split($"\n| {row} | ")[1].Split(" | ")[1],
            System.Globalization.CultureInfo.InvariantCulture
        );

    /// <summary>How long a cochleagram takes with an oversampling, in the table of the benchmarks.</summary>
    private static double Milliseconds(string table, string oversampling) =>
        double.Parse(
            table.Split($"\n| {oversampling} | ")[1].Split(' ')[0],
            System.Globalization.CultureInfo.InvariantCulture
        );
}
