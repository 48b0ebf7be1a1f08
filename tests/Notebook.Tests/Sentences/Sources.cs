using Metamers.Claims;
using Metamers.Evaluation.Nulls;
using Metamers.Evaluation.Robustness;
using Metamers.Models.Zoo;
using Metamers.Perturbations;
using Metamers.Published;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Studies;
using Metamers.Training;

namespace Notebook.Tests.Sentences;

/// <summary>The data of the repository that sentences are judged by, each read when it is first needed.</summary>
internal static class Sources
{
    private static readonly Dictionary<string, StudyResults> Studies = [];
    private static readonly Dictionary<string, StudyRecognition> Recognitions = [];
    private static readonly Dictionary<string, ReportRecord> Records = [];
    private static readonly Dictionary<string, AdversarialEvaluation> Attacks = [];
    private static readonly Lazy<NullDistribution> ResNetNull = new(() =>
        NullStore.Load(Path.Combine(ProjectFolder.Data, "nulls", "ResNet20-5697b4f4-1dbdbc08.json"))
    );

    /// <summary>The published data.</summary>
    public static PublishedData Published { get; } = new();

    /// <summary>The null distribution of the standard ResNet-20.</summary>
    public static NullDistribution Null => ResNetNull.Value;

    /// <summary>The study of metamers of pictures.</summary>
    public static StudyRecognition Pictures => Recognition("transfer-pictures");

    /// <summary>The study of metamers of words.</summary>
    public static StudyRecognition Words => Recognition("transfer-words");

    /// <summary>A study by its name.</summary>
    public static StudyResults Study(string name) =>
        Of(Studies, name, () => StudyResults.Load(Path.Combine(ProjectFolder.Data, "studies", name)));

    /// <summary>The record of a report that the project ships.</summary>
    public static ReportRecord Record(string key) => Of(Records, key, () => ReportRecord.LoadShipped(key));

    /// <summary>The recipe of a network.</summary>
    public static TrainingRecipe Recipe(string key) => JudgeGroups.RecipeOf(key)!;

    /// <summary>The accuracy that a network's card gives, in percent.</summary>
    public static double Accuracy(string key) =>
        double.Parse(ModelZoo.Find(key).Accuracy!.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Accuracy of a network under attack.</summary>
    public static RobustAccuracy Attacked(
        string key,
        double radius,
        PerturbationNorm norm = PerturbationNorm.L2,
        PerturbationSpace space = PerturbationSpace.Input
    ) =>
        Of(Attacks, key, () => AdversarialEvaluation.LoadShipped(key))
            .In(norm, space)
            .Where(result => Math.Abs(result.Set.Radius - radius) < 1e-4)
            .MinBy(result => result.Seed)!;

    /// <summary>How much more accurate one network is than another under the same attack.</summary>
    public static Estimate AttackedMore(
        string one,
        string other,
        double radius,
        PerturbationSpace space = PerturbationSpace.Input
    )
    {
        RobustAccuracy first = Attacked(one, radius, space: space);
        RobustAccuracy second = Attacked(other, radius, space: space);
        return Estimate.Normal(
            first.Accuracy - second.Accuracy,
            Math.Sqrt(Math.Pow(first.StandardError, 2) + Math.Pow(second.StandardError, 2))
        );
    }

    /// <summary>Median loss of the metamers of a stage that are counted.</summary>
    public static double Loss(this StudyRecognition study, string network, string stage) =>
        study.Made.Losses[(network, stage)];

    /// <summary>The losses of the metamers of a stage that are counted.</summary>
    public static double[] Losses(string study, string network, string stage) =>
        [
            .. Study(study)
                .Metamers.Rows.Where(row =>
                    (string)row["network"] == network && (string)row["stage"] == stage && StudyResults.IsCounted(row)
                )
                .Select(row => (double)row["loss"]),
        ];

    /// <summary>How much more often the participants recognise metamers of one model than of another.</summary>
    public static Estimate PeopleGain(string modality, int experiment, string model, string baseline, string stage) =>
        new PeopleStudies(Published, modality, experiment, "").Gain("", model, baseline, stage, default).Found;

    /// <summary>How often the published participants recognise metamers.</summary>
    public static Estimate People(string modality, int experiment, string model, string stage) =>
        new PeopleStudies(Published, modality, experiment, "").Recognised("", model, stage, default).Found;

    /// <summary>The correlation of prediction and recognition over the models of a region.</summary>
    public static CorrelationTest Brain(string region)
    {
        BrainPrediction[] rows = [.. Published.Brain.Where(row => row.Region == region)];
        return CorrelationTest.Spearman(
            [.. rows.Select(row => row.Score)],
            [.. rows.Select(row => row.HumanRecognition)]
        );
    }

    private static StudyRecognition Recognition(string name) =>
        Of(Recognitions, name, () => Study(name).ToRecognition());

    private static T Of<T>(Dictionary<string, T> known, string key, Func<T> load)
    {
        lock (known)
        {
            return known.TryGetValue(key, out T? found) ? found : known[key] = load();
        }
    }
}
