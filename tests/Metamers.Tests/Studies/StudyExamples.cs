using System.Diagnostics.CodeAnalysis;
using Metamers.Studies;
using Metamers.Synthesis;

namespace Metamers.Tests.Studies;

/// <summary>Studies that take seconds.</summary>
internal static class StudyExamples
{
    /// <summary>Drawn pictures at an early stage of a vision model.</summary>
    public static Study Pictures { get; } =
        new()
        {
            Name = "pictures",
            Networks = new Dictionary<string, IReadOnlyList<string>>
            {
                ["resnet20-standard-seed0"] = ["conv1_relu1", "layer1"],
            },
            Stimuli = new() { Set = "dead-leaves", Count = 3 },
            Schedules = Schedule(
                new()
                {
                    Repetitions = 2,
                    StepsPerRepetition = 3,
                    ReportEvery = 1,
                }
            ),
            StimuliPerItem = 2,
        };

    /// <summary>The project's words, and networks that recognise them.</summary>
    public static Study Words { get; } =
        new()
        {
            Name = "words",
            Networks = new Dictionary<string, IReadOnlyList<string>> { ["cochcnnsmall-digit-seed0"] = ["relu0"] },
            Stimuli = new() { Set = "words", Count = 3 },
            Schedules = Schedule(MetamerOptions.QuickSound with { Repetitions = 1, StepsPerRepetition = 2 }),
            Evaluators = ["cochcnnsmall-digit-seed0", "cochcnnsmall-digit-seed1"],
            StimuliPerItem = 2,
        };

    public static Dictionary<string, MetamerOptions> Schedule(MetamerOptions options) => new() { ["short"] = options };

    /// <summary>Writes a study to a file.</summary>
    public static string Write(this TemporaryFolder folder, Study study)
    {
        string path = folder[study.Name + ".json"];
        File.WriteAllText(path, study.ToJson());
        return path;
    }

    public static Study FromJson(this TemporaryFolder folder, [StringSyntax(StringSyntaxAttribute.Json)] string json)
    {
        string path = folder["study.json"];
        File.WriteAllText(path, json);
        return Study.Read(path);
    }

    /// <summary>Plans a study and does all of its work.</summary>
    public static StudyPlan Finish(this StudyStore store, Study study)
    {
        StudyPlan plan = store.PlanOf(study);
        using StudyWorker worker = new(store, plan);
        worker.Run(plan.Items);
        return plan;
    }
}
