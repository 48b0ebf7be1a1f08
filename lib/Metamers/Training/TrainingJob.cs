using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Metamers.Models;
using Metamers.Models.Checkpoints;
using Metamers.Models.Cochleagrams;
using Metamers.Runtime;
using Metamers.Stimuli;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Training;

/// <summary>From a recipe to files: trains, or goes on, and writes weights, model card and log.</summary>
public static class TrainingJob
{
    private const string Digits = "spoken-digits-digit";
    private const string Speakers = "spoken-digits-speaker";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Data sets to train on, with the number of their classes.</summary>
    private static readonly Dictionary<string, int> Classes = new()
    {
        ["cifar10"] = Cifar10.ClassNames.Count, // the official archive
        ["cifar10-jpeg"] = Cifar10.ClassNames.Count,
        [Digits] = SpokenDigits.ClassNames(SpokenDigitsTask.Digit).Count,
        [Speakers] = SpokenDigits.ClassNames(SpokenDigitsTask.Speaker).Count,
    };

    /// <summary>Runs a recipe to its end.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="stateFolder">Where the state lies while it trains; one that is there is gone on with.</param>
    /// <param name="outputFolder">Where <c>NAME.safetensors</c>, <c>NAME.json</c> and <c>NAME.csv</c> are written.</param>
    /// <param name="device">Where it trains; the CPU where null.</param>
    /// <param name="progress">Told every 20 steps.</param>
    /// <param name="cancellation">Stops after the current step; the finished epochs stay saved.</param>
    /// <returns>The log; the last entry is what was reached.</returns>
    /// <exception cref="MetamerException">An architecture or data set that does not exist or is not found.</exception>
    public static IReadOnlyList<EpochResult> Run(
        TrainingRecipe recipe,
        string stateFolder,
        string outputFolder,
        Device? device = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        if (!Classes.TryGetValue(recipe.Data, out int classes))
        {
            throw new MetamerException($"There is no training data '{recipe.Data}'. Allowed: {string.Join(", ", Classes.Keys)}.");
        }

        ModelCard card = ModelZoo.Cards.FirstOrDefault(c => c.Architecture == recipe.Architecture && c.Classes == classes) ?? throw new MetamerException(
            $"There is no architecture '{recipe.Architecture}' for the {classes} classes of '{recipe.Data}'. "
            + $"Allowed: {string.Join(", ", ModelZoo.Cards.Where(c => c.Classes == classes).Select(c => c.Architecture).Distinct())}.");
        using StagedModel model = ModelZoo.Build(card.Key, recipe.Seed);
        model.to(device ?? CPU);
        IReadOnlyList<EpochResult> log = recipe.Data switch
        {
            "cifar10" => OnPictures(new Cifar10(DataFiles.Require("cifar-10-binary.tar.gz"))),
            "cifar10-jpeg" => OnPictures(new Cifar10(DataFiles.Require("cifar10-jpeg.tar"))),
            Digits => OnSounds(SpokenDigitsTask.Digit),
            _ => OnSounds(SpokenDigitsTask.Speaker),
        };
        Write(recipe, model, log, outputFolder);
        return log;

        IReadOnlyList<EpochResult> OnPictures(Cifar10 data)
        {
            using LabelledImages train = data.Load(Cifar10Split.Train);
            using LabelledImages test = data.Load(Cifar10Split.Test);
            return new Trainer(recipe, model, stateFolder).Run(new PictureSet(train), new PictureSet(test), progress, cancellation);
        }

        IReadOnlyList<EpochResult> OnSounds(SpokenDigitsTask task)
        {
            Cochleagram cochleagram = model.Cochleagram ?? throw new MetamerException($"{recipe.Architecture} takes pictures; '{recipe.Data}' are sounds. Train a network that hears, such as CochCnnSmall.");
            cochleagram.Oversampling = recipe.Sound?.Oversampling ?? cochleagram.Oversampling;
            SpokenDigits data = SpokenDigits.Find() ?? new SpokenDigits(DataFiles.Require("recordings.tar"));
            using LabelledSounds train = data.Load(SpokenDigitsSplit.Train, task);
            using LabelledSounds test = data.Load(SpokenDigitsSplit.Test, task);
            using SoundSet trainSet = new(train, cochleagram.Options.Samples);
            using SoundSet testSet = new(test, cochleagram.Options.Samples);
            return new Trainer(recipe, model, stateFolder).Run(trainSet, testSet, progress, cancellation);
        }
    }

    private static void Write(TrainingRecipe recipe, StagedModel model, IReadOnlyList<EpochResult> log, string folder)
    {
        EpochResult[] logged = [.. log.Select(epoch => EpochResult.FromCsv(epoch.ToCsv()))]; // rounded, so that card and log say the same
        EpochResult last = logged[^1];
        JsonObject cardFile = new()
        {
            ["name"] = recipe.Name,
            ["recipe"] = JsonNode.Parse(recipe.ToJson()),
            ["test_accuracy"] = last.TestAccuracy,
            ["test_loss"] = last.TestLoss,
            ["best_test_accuracy_of_any_epoch"] = logged.Max(epoch => epoch.TestAccuracy),
            ["weights"] = "those after the last epoch; nothing was chosen by the test set",
            ["hours"] = Math.Round(log.Sum(epoch => epoch.Seconds) / 3600, 2),
            ["parameters"] = model.parameters().Sum(parameter => parameter.numel()),
            ["licence"] = "MIT",
            ["made_with"] = JsonSerializer.SerializeToNode(RunManifest.Current(model.Device, model.ElementType)),
            ["command"] = $"dotnet run --project lib/Workbook -- train data/recipes/{recipe.Name}.json",
        };
        Dictionary<string, string> metadata = new() { ["name"] = recipe.Name, ["architecture"] = recipe.Architecture };
        SafeTensors.Write(Path.Combine(folder, recipe.Name + ".safetensors"), model.state_dict(), metadata);
        AtomicFile.WriteText(Path.Combine(folder, recipe.Name + ".json"), cardFile.ToJsonString(Readable) + "\n");
        AtomicFile.WriteText(Path.Combine(folder, recipe.Name + ".csv"), string.Join('\n', log.Select(epoch => epoch.ToCsv()).Prepend(EpochResult.CsvHeader)) + "\n");
    }
}
