using System.Formats.Tar;
using Metamers.Evaluation.Nulls;
using Metamers.Evaluation.Robustness;
using Metamers.Experiments;
using Metamers.Models.Checkpoints;
using Metamers.Models.Import;
using Metamers.Runtime;
using Metamers.Stimuli.Data;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Images;
using Metamers.Stimuli.Sounds;
using Metamers.Stimuli.Synthetic;
using Metamers.Studies;
using Metamers.Synthesis;
using Metamers.Tables;
using Metamers.Training;
using static TorchSharp.torch;

namespace Fuzz;

/// <summary>Every reader of files from elsewhere, with whole files that are damaged for it.</summary>
internal static class Readers
{
    private static readonly string Golden = Path.Combine(ProjectFolder.Root, "tests", "Metamers.Tests", "Golden");
    private static readonly string Made = Directory.CreateTempSubdirectory("metamers-fuzz-whole-").FullName;

    private static readonly Lazy<ExperimentDesign> Design = new(MakeDesign);

    static Readers() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Made, recursive: true);

    public static IReadOnlyDictionary<string, Reader> All { get; } =
        new Dictionary<string, Reader>
        {
            ["checkpoint"] = new(
                In("checkpoints", "*.pt").Concat(In("checkpoints", "*.pth")).ToArray(),
                path => Checkpoint.Read(path).Dispose()
            )
            {
                ReadsWhole = false,
            },
            ["safetensors"] = new(
                [.. In("metamers/version-1", "*.safetensors"), .. In("metamers/version-2-sound", "*.safetensors")],
                path => SafeTensors.Read(path)
            ),
            ["state"] = new([State()], path => StateFile.Restore(path, (_, _) => { })),
            ["metamer"] = new(
                [
                    .. new[] { "version-1", "version-2-picture", "version-2-sound" }.SelectMany(v =>
                        In($"metamers/{v}", "*")
                    ),
                ],
                folder => MetamerStore.Load(folder).Dispose()
            )
            {
                IsFolder = true,
            },
            ["study"] = new(
                [Path.Combine(ProjectFolder.Data, "studies", "transfer-words.json")],
                path => Study.Read(path)
            ),
            ["recipe"] = new(
                Directory.GetFiles(Path.Combine(ProjectFolder.Data, "recipes"), "*.json"),
                path => TrainingRecipe.Read(path)
            ),
            ["null"] = new([Null()], path => NullStore.Load(path)),
            ["manifest"] = new(
                [Path.Combine(ProjectFolder.Data, "manifest.json")],
                path => DataManifest.Parse(File.ReadAllText(path))
            ),
            ["wav"] = new(
                [.. Directory.GetFiles(Path.Combine(ProjectFolder.Data, "stimuli", "words")).Take(3)],
                path => SoundFile.Load(path, 16_000, seconds: 0.5)
            ),
            ["picture"] = new(In("images/sources", "*"), path => ImageFile.Load(path, 8, enlarge: true))
            {
                ReadsWhole = false,
            },
            ["cifar"] = new([Pictures(), Binary()], path => new Cifar10(path).Subset(DataPart.Train, perClass: 1)),
            ["digits"] = new(
                [Digits()],
                path => new SpokenDigits(path).Subset(DataPart.Test, SpokenDigitsTask.Digit, perClass: 1)
            ),
            ["answers"] = new([Answers()], path => ExperimentResults.Load(Design.Value, Path.GetDirectoryName(path)!)),
            ["csv"] = new(
                Directory.GetFiles(Path.Combine(ProjectFolder.Data, "robustness"), "*.csv"),
                path => AdversarialEvaluation.Load(path)
            ),
            ["torchscript"] = new(In("traced", "small.pt"), path => new TorchScriptNetwork(path).Dispose()),
            ["onnx"] = new(In("onnx", "*.onnx"), RunOnnx),
            ["parquet"] = new([Table()], path => TableFile.ReadParquet(path)),
        };

    /// <summary>What can be loaded is also computed, with the gradient that a synthesis needs.</summary>
    private static void RunOnnx(string path)
    {
        using OnnxNetwork network = new(path);
        network.Freeze();
        using Tensor input = full([1, .. network.InputShape], 0.5f, requires_grad: true);
        Tensor output = network.Logits(input);
        if (output.requires_grad)
        {
            output.sum().backward();
        }
    }

    private static string[] In(string folder, string pattern) =>
        Directory.GetFiles(Path.Combine(Golden, folder), pattern);

    private static string State()
    {
        string path = Path.Combine(Made, "state.safetensors");
        StateFile.Write(
            path,
            new Dictionary<string, Tensor> { ["candidates"] = arange(48, float32) },
            new Dictionary<string, string> { ["step"] = "327" }
        );
        return path;
    }

    /// <summary>A null distribution with few bins, so that a case is quick.</summary>
    private static string Null() => Directory.GetFiles(Path.Combine(ProjectFolder.Data, "nulls"))[0];

    private static string Table()
    {
        string path = Path.Combine(Made, "table.parquet");
        TableFile.WriteParquet(
            Enumerable
                .Range(0, 300)
                .Select(i => new
                {
                    Stage = $"layer{i % 4}",
                    Item = i,
                    Pairs = i % 9 == 0 ? null : (long?)i,
                    Loss = 1.0 / (i + 1),
                    Accepted = i % 3 == 0,
                })
                .ToDataFrame(),
            path
        );
        return path;
    }

    private static string Pictures()
    {
        string path = Path.Combine(Made, "cifar10-jpeg.tar");
        using TarWriter tar = new(File.Create(path));
        foreach ((int i, string name) in Cifar10.ClassNames.Index())
        {
            using SkiaSharp.SKBitmap bitmap = new(32, 32);
            bitmap.Erase(new SkiaSharp.SKColor((byte)(20 * i), 90, 160));
            using SkiaSharp.SKData jpeg = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Jpeg, 75);
            Add(tar, $"cifar10/train/{name}/0000.jpg", jpeg.ToArray());
        }

        return path;
    }

    private static string Binary()
    {
        string path = Path.Combine(Made, "cifar-10-binary.tar");
        using TarWriter tar = new(File.Create(path));
        byte[] records =
        [
            .. Enumerable.Range(0, 10).SelectMany(i => new byte[3073].Select((_, at) => (byte)(at == 0 ? i : at))),
        ];
        Add(tar, "cifar-10-batches-bin/data_batch_1.bin", records);
        return path;
    }

    private static string Digits()
    {
        string path = Path.Combine(Made, "fsdd.tar");
        string word = Path.Combine(Made, "word.wav");
        using TarWriter tar = new(File.Create(path));
        foreach (int digit in Enumerable.Range(0, 10))
        {
            SoundFile.Save(word, 0.1f * sin(0.1 * (digit + 1) * arange(800, float32)), 8_000);
            Add(tar, $"recordings/{digit}_{SpokenDigits.Speakers[0]}_0.wav", File.ReadAllBytes(word));
        }

        return path;
    }

    /// <summary>Without the time of the day, so that a seed gives the same cases at every run.</summary>
    private static void Add(TarWriter tar, string name, byte[] content) =>
        tar.WriteEntry(
            new PaxTarEntry(TarEntryType.RegularFile, name)
            {
                ModificationTime = DateTimeOffset.UnixEpoch,
                DataStream = new MemoryStream(content),
            }
        );

    private static ExperimentDesign MakeDesign()
    {
        string folder = Directory.CreateDirectory(Path.Combine(Made, "stimuli")).FullName;
        ExperimentStimulus[] stimuli =
        [
            .. from word in new[] { "cat", "dog" }
            from condition in new[] { "natural", "net/layer1" }
            select new ExperimentStimulus(
                word,
                word,
                condition,
                Path.Combine(folder, $"{word}{condition.Replace('/', '_')}.png")
            ),
        ];
        foreach ((int i, ExperimentStimulus stimulus) in stimuli.Index())
        {
            ImageFile.Save(stimulus.File, SyntheticStimuli.DeadLeaves(16, i).Pixels);
        }

        return ExperimentDesign.Create(stimuli, new() { Choices = ["cat", "dog"], Participants = 1 });
    }

    private static string Answers()
    {
        string folder = Directory.CreateDirectory(Path.Combine(Made, "answers")).FullName;
        SimulatedParticipant.Save(Design.Value, 0, trial => trial.Category, 0, folder);
        return Directory.GetFiles(folder).Single();
    }
}
