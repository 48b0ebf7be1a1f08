using Metamers.Evaluation.Kinds;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Studies;
using Metamers.Synthesis;
using Microsoft.Data.Analysis;
using static Notebook.Tests.Sentences.Sources;

namespace Notebook.Tests.Sentences;

/// <summary>Numbers of the studies that compare schedules.</summary>
internal static class ScheduleNumbers
{
    public const string PictureStudy = "schedules-pictures";
    public const string HeldOut = "schedules-held-out";
    public const string WordStudy = "schedules-words";

    public static readonly string[] Three = ["fast-seed0", "slower-seed0", "annealed-seed0"];
    public static readonly string[] Stages = ["final", "layer3", "layer2", "layer1", "avgpool"];

    public static IEnumerable<string> Values(string study, string column) =>
        Study(study).Metamers.Rows.Select(row => (string)row[column]);

    public static int StimuliOf(string study) => Values(study, "stimulus").Distinct().Count();

    public static int StepsOf(string study, string schedule) =>
        (int)Study(study).Metamers.Rows.First(row => (string)row["schedule"] == schedule)["steps"];

    public static int JudgesOf(string study) => (int)Kinds(study, measure: StageComparer.ByJudges).First()["judges"];

    public static IEnumerable<DataFrameRow> Losses(string study) => Study(study).Losses().Rows;

    public static double LossOf(string study, string schedule, string stage) =>
        (double)
            Losses(study).Single(row => (string)row["schedule"] == schedule && (string)row["stage"] == stage)["loss"];

    public static IEnumerable<DataFrameRow> Kinds(string study, string? schedule = null, string? measure = null) =>
        Study(study)
            .Kinds!.Rows.Where(row =>
                (schedule is null || (string)row["compared"] == schedule)
                && (measure is null || (string)row["measure"] == measure)
            );

    public static DataFrameRow Kind(string schedule, string measure, string stage) =>
        Kinds(PictureStudy, schedule, measure).Single(row => (string)row["stage"] == stage);

    public static double Difference(string schedule, string measure, string stage) =>
        (double)Kind(schedule, measure, stage)["difference"];

    public static string VerdictOf(string schedule, string measure, string stage) =>
        (string)Kind(schedule, measure, stage)["verdict"];

    /// <summary>
    /// What is different by the correction over the tests of one schedule, and would not be by one over all tests of
    /// the study: the row and its p.
    /// </summary>
    public static (DataFrameRow Row, double P)[] LostByTheWholeStudy(string study)
    {
        DataFrameRow[] rows = [.. Kinds(study)];
        double[] corrected = Holm.Adjust([.. rows.Select(row => (double)row["p"])]);
        return [.. rows.Zip(corrected).Where(row => IsDifferent(row.First) && row.Second > 0.05)];
    }

    /// <summary>
    /// How many answers there are to the metamers of a schedule at a stage, and how many of them differ from those to
    /// the metamers of another.
    /// </summary>
    public static (int Answers, int Differing) Answers(string study, string schedule, string other, string stage)
    {
        Dictionary<(object, object), object> Of(string name) =>
            Study(study)
                .Recognition.Rows.Where(row => (string)row["stage"] == stage && (string)row["schedule"] == name)
                .ToDictionary(row => (row["stimulus"], row["evaluator"]), row => row["correct"]);
        Dictionary<(object, object), object> known = Of(other);
        Dictionary<(object, object), object> given = Of(schedule);
        return (given.Count, given.Count(answer => !Equals(answer.Value, known[answer.Key])));
    }

    /// <summary>The segments of a schedule of a study that have momentum.</summary>
    public static SynthesisSegment[] Settling(string study, string schedule) =>
        [
            .. Metamers
                .Studies.Study.Read(Path.Combine(ProjectFolder.Data, "studies", $"{study}.json"))
                .Schedules[schedule]
                .Segments!.Where(segment => segment.Momentum > 0),
        ];

    public static bool IsDifferent(DataFrameRow row) => (string)row["verdict"] == nameof(KindVerdict.Different);

    /// <summary>How much better a schedule is told from the published one than the fast one is.</summary>
    public static IEnumerable<(string Name, double Value)> Against(string schedule, string measure, string[] stages) =>
        stages.Select(stage =>
            (stage, Difference(schedule, measure, stage) - Difference("fast-seed0", measure, stage))
        );
}
