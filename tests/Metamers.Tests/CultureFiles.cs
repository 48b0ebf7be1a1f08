using System.Globalization;
using Metamers.Experiments;
using Metamers.Models;
using Metamers.Models.Cochleagrams;
using Metamers.Perturbations;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Images;
using Metamers.Stimuli.Sounds;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using Metamers.Tables;
using Metamers.Tests.Experiments;
using Metamers.Tests.Studies;
using Metamers.Tests.Synthesis;
using Metamers.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Tests;

/// <summary>Writes files of every kind that the library writes, in a language.</summary>
internal static class CultureFiles
{
    private static readonly MetamerOptions Short = new()
    {
        Repetitions = 1,
        StepsPerRepetition = 2,
        ReportEvery = 1,
        StepSize = 0.75,
    };

    /// <summary>Writes the files; prints how the language writes 1234.5, a date and a small I.</summary>
    public static int Write(string culture, string folder)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture;
        DateTime day = new(2024, 5, 6);
        Console.WriteLine($"{1234.5:N1} {day:d} {"I".ToLower(CultureInfo.CurrentCulture)}");

        using DisposeScope scope = NewDisposeScope();
        SoundStimulus word = SyntheticWords.All()[0];
        SoundStimulus mixed = SyntheticSounds.InBackground(
            word,
            SyntheticSounds.PinkNoise((int)word.Samples.shape[0], word.SamplingRate, seed: 1),
            snr: -3.5
        );
        MetamerStore.Save(MetamerExamples.Noise(seed: 1), Path.Combine(folder, "metamer"));
        MetamerCache cache = new(Path.Combine(folder, "cache"));
        cache.GetOrMake(new(MetamerExamples.Network(), Short), [SyntheticStimuli.DeadLeaves(32, 1)], "layer1");
        using Listening listening = RuleTensors.Fill(new Listening());
        listening.Freeze();
        SoundStimulus sound = new(
            "tone",
            null,
            null,
            mixed.Samples[..2000],
            listening.SamplingRate!.Value,
            mixed.Source
        );
        cache.GetOrMake(new(listening, Short), [sound], "relu");

        EpochResult epoch = new(1, 0.05, 1.25, 0.5, 1234.5, 0.625, 3.5);
        TrainingLog.Write(Path.Combine(folder, "log.csv"), [epoch]);
        TableFile.WriteCsv(new[] { epoch }.ToDataFrame(), Path.Combine(folder, "table.csv"));
        TableFile.WriteParquet(new[] { epoch }.ToDataFrame(), Path.Combine(folder, "table.parquet"));
        AtomicFile.WriteText(Path.Combine(folder, "pictures.json"), StudyExamples.Pictures.ToJson());
        AtomicFile.WriteText(Path.Combine(folder, "words.json"), StudyExamples.Words.ToJson());
        AtomicFile.WriteText(
            Path.Combine(folder, "names.txt"),
            string.Join(
                '\n',
                mixed.Source,
                mixed.ToString(),
                SyntheticStimuli.DeadLeaves(32, 1).Source,
                InvariantText.Of(Short),
                MetamerExamples.Network().Stages[1].ToString()
            )
        );
        AtomicFile.WriteText(Path.Combine(folder, "messages.txt"), string.Join('\n', Messages()));
        Experiment(Path.Combine(folder, "experiment"));
        return 0;
    }

    /// <summary>Descriptions and refusals with numbers that are not whole.</summary>
    private static IEnumerable<string> Messages()
    {
        using Metamer noise = MetamerExamples.Noise(seed: 1);
        yield return noise.ToString();
        yield return MetamerOptions.Fast.Describe();
        yield return Refused(() =>
            (Short with { StepSize = -0.5, StartDeviation = -0.25, CoarseOversampling = 1.5 }).Check()
        );
        yield return Refused(() =>
            (CochleagramOptions.OneSecond with { LowLimit = -0.5, Exponent = 1.5, Oversampling = 1.5 }).Check()
        );
        Adversary adversary = new()
        {
            Norm = PerturbationNorm.L2,
            Radius = -0.5,
            Ramp = 1.5,
        };
        yield return Refused(() =>
            new TrainingRecipe
            {
                Name = "mine",
                Architecture = "resnet20",
                Data = "cifar10",
                WarmUp = 1.5,
                Momentum = 1.5,
                Adversary = adversary,
            }.Check()
        );
        yield return Refused(() => _ = new Histogram(1.5, 0.5, 10));
        yield return Refused(() => new Histogram(0.5, 1.5, 10).Combine(new(0.5, 2.5, 10)));
        yield return Refused(() => Histogram.Restore(1.5, 0.5, [], 0.75, 0.25));
        yield return Refused(() => SoundCheck.RequireSound(full([4], 1.5f), "The sound"));
        yield return Refused(() => PictureCheck.RequirePicture(full([3, 4, 4], 1.5f), "The picture"));
        using StagedModel model = MetamerExamples.Network();
        yield return Refused(() => StimulusValidation.Check(model, full([1, 3, 32, 32], 1.5f)));
        ProjectedGradientDescent attack = new(
            model,
            adversary.Set,
            PerturbationSpace.Input,
            new() { RelativeStepSize = -0.5 }
        );
        using Generator random = new(0, CPU);
        yield return Refused(() => attack.Perturb(zeros(1, 3, 32, 32), zeros(1, int64), random));

        static string Refused(Action act) => Assert.ThrowsAny<Exception>(act).Message;
    }

    private static void Experiment(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "files"));
        ExperimentStimulus[] stimuli = ExperimentFiles.Pictures(
            Path.Combine(folder, "files"),
            ["cat", "dog"],
            2,
            [ExperimentDesign.Natural, "net/late"]
        );
        ExperimentDesign design = ExperimentDesign.Create(
            stimuli,
            new()
            {
                Choices = ["cat", "dog"],
                Participants = 2,
                CatchNeeded = 0.85,
            }
        );
        new ExperimentPage(design, "Do you agree?", "Thank you.").Write(Path.Combine(folder, "page"));
        string answers = Path.Combine(folder, "answers");
        SimulatedParticipant.Save(design, 0, trial => trial.Category, lapses: 0.25, answers);
        TableFile.WriteCsv(ExperimentResults.Load(design, answers).Table(), Path.Combine(folder, "answers.csv"));

        // As macOS writes names: letters and accents apart.
        string apart = Path.Combine(folder, "apart", "natural", "cafe\u0301");
        Directory.CreateDirectory(apart);
        ExperimentFiles.WritePicture(Path.Combine(apart, "scho\u0308n.png"), "schön");
        ExperimentStimulus found = ExperimentStimuli.FromFolder(Path.Combine(folder, "apart"))[0];
        AtomicFile.WriteText(
            Path.Combine(folder, "composed.txt"),
            $"{found.Stimulus} "
                + $"{found.Category}{(found is { Stimulus: "schön", Category: "café" } ? " as in a table" : "")}"
        );
    }

    /// <summary>
    /// An auditory model whose front end is not the default one, which the name of a cache folder tells.
    /// </summary>
    private sealed class Listening : StagedModel
    {
        public Listening()
            : base(
                nameof(Listening),
                new Cochleagram(CochleagramOptions.OneSecond with { Samples = 2000, Oversampling = 7.5 })
            )
        {
            Conv2d convolution = nn.Conv2d(1, 2, (7, 7), stride: (3, 3));
            Linear linear = nn.Linear(2, 3);
            register_module("convolution", convolution);
            register_module("linear", linear);
            AddStage("relu", convolution.call, endsInRelu: true);
            AddStage("final", x => linear.call(x.mean([2L, 3L])));
        }
    }
}
