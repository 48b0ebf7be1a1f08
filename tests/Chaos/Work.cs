using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Models.Checkpoints;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Synthetic;
using Metamers.Studies;
using Metamers.Synthesis;
using Metamers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Chaos;

/// <summary>Some work of a few seconds, done by processes that may be killed at any time.</summary>
/// <param name="Workers">Number of processes that do it together.</param>
/// <param name="Make">Does it, or what is left of it, in a folder.</param>
/// <param name="Results">The files in the folder that must have the same bytes each time.</param>
internal sealed record Work(int Workers, Action<string> Make, string Results)
{
    /// <summary>What a process ends with if it gave a sentence instead of a stack trace.</summary>
    public const int Refused = 3;

    /// <summary>What a process prints when it has begun.</summary>
    public const string Begun = "begun";

    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(3);

    public static IReadOnlyDictionary<string, Work> All { get; } =
        new Dictionary<string, Work>
        {
            ["synthesis"] = new(1, Synthesize, "result/exact.safetensors"),
            ["study"] = new(3, DoStudy, "items/*.safetensors"),
            ["training"] = new(1, Train, "weights.safetensors"),
        };

    private static bool begun;

    /// <summary>Does it in this process.</summary>
    public int Do(string folder)
    {
        try
        {
            set_num_threads(1);
            Make(folder);
            return 0;
        }
        catch (MetamerException error)
        {
            Console.WriteLine(error.Message);
            return Refused;
        }
    }

    private static void Synthesize(string folder)
    {
        string result = Path.Combine(folder, "result");
        string state = Path.Combine(folder, "state.safetensors");
        if (Directory.Exists(result))
        {
            File.Delete(state); // if the disk was closed when it was no longer needed
            return;
        }

        using StagedModel model = ModelZoo.Load("resnet20-standard-seed0");
        MetamerOptions options = new()
        {
            Repetitions = 2,
            StepsPerRepetition = 15,
            ReportEvery = 1,
        };
        using MetamerSet made = new MetamerSynthesizer(model, options).Synthesize(
            [SyntheticStimuli.DeadLeaves(32, 1)],
            "layer1",
            new Said<SynthesisProgress>(),
            statePath: state,
            saveEvery: 1
        );
        MetamerStore.Save(made[0], result, overwrite: true);
    }

    private static void DoStudy(string folder)
    {
        Study study = new()
        {
            Name = "chaos",
            Networks = new Dictionary<string, IReadOnlyList<string>>
            {
                ["resnet20-standard-seed0"] = ["conv1_relu1", "layer1"],
            },
            Stimuli = new() { Set = "dead-leaves", Count = 12 },
            Schedules = new Dictionary<string, MetamerOptions>
            {
                ["short"] = new()
                {
                    Repetitions = 2,
                    StepsPerRepetition = 3,
                    ReportEvery = 1,
                },
            },
            StimuliPerItem = 1,
        };
        StudyStore store = new(folder, Lease);
        StudyPlan plan = store.PlanOf(study);
        using StudyWorker worker = new(store, plan);
        worker.Run(plan.Items, new Said<SynthesisProgress>());
        if (plan.Items.Select(store.FailureOf).FirstOrDefault(reason => reason is not null) is { } failure)
        {
            throw new InvalidOperationException($"A piece of work is recorded as failed: {failure}");
        }
    }

    private static void Train(string folder)
    {
        string weights = Path.Combine(folder, "weights.safetensors");
        if (File.Exists(weights))
        {
            return;
        }

        TrainingRecipe recipe = new()
        {
            Name = "chaos",
            Architecture = "ResNet8",
            Data = "dead-leaves",
            Epochs = 6,
            BatchSize = 8,
            Seed = 4,
        };
        using DisposeScope scope = NewDisposeScope();
        using LabelledImages images = new(
            (stack([.. Enumerable.Range(0, 16).Select(seed => Leaves(seed))]) * 255).to(uint8),
            arange(2).repeat_interleave(8),
            ["coarse", "fine"]
        );
        manual_seed(recipe.Seed);
        using StagedModel model = new CifarResNet(8, classes: 2);
        new Trainer(recipe, model, folder).Run(
            new PictureSet(images),
            new PictureSet(images),
            new Said<TrainingProgress>()
        );
        SafeTensors.Write(weights, model.state_dict(), new Dictionary<string, string>());

        static Tensor Leaves(int seed) =>
            SyntheticStimuli.DeadLeaves(32, seed, seed < 8 ? 8 : 1, seed < 8 ? 16 : 3).Pixels;
    }

    /// <summary>Says once that the work has begun.</summary>
    private sealed class Said<T> : IProgress<T>
    {
        public void Report(T value)
        {
            if (!begun)
            {
                begun = true;
                Console.WriteLine(Begun);
            }
        }
    }
}
