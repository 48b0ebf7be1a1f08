using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.ScheduleNumbers;

namespace Notebook.Tests.Sentences;

/// <summary>What notebook 15 and the README say of the schedules that the study of one network compares.</summary>
internal static class SentencesOfPresets
{
    public static IEnumerable<Sentence> All =>
        [
            new(
                "15",
                "At `layer3` none of the three reaches the losses of the published schedule: theirs are 18 to 38 % "
                    + "above the mean of its two seeds.",
                Numbers(() => [3, Excess().Min(), Excess().Max(), 2])
            ),
            new(
                "README",
                "Those of `Fast` differ from the published ones in some measures at four of the five stages at which "
                    + "they were compared, on one network (notebook 15).",
                Both(
                    Numbers(() =>
                        [
                            Stages.Count(stage =>
                                Kinds(PictureStudy, "fast-seed0")
                                    .Any(row => (string)row["stage"] == stage && IsDifferent(row))
                            ),
                            Stages.Length,
                            Values(PictureStudy, "network").Distinct().Count(),
                            15,
                        ]
                    ),
                    If(() =>
                        (
                            Stages.ToHashSet().SetEquals(Values(PictureStudy, "stage")),
                            string.Join(", ", Values(PictureStudy, "stage").Distinct())
                        )
                    )
                )
            ),
        ];

    /// <summary>By how many percent the losses at layer3 are above the mean of the two published seeds.</summary>
    private static IEnumerable<double> Excess()
    {
        double published = new[] { "published-seed0", "published-seed1" }.Average(Loss);
        return Three.Select(schedule => 100 * (Loss(schedule) / published - 1));

        static double Loss(string schedule) => LossOf(PictureStudy, schedule, "layer3");
    }
}
