using System.Text.Json;
using System.Text.Json.Nodes;
using Metamers.Models;
using Metamers.Models.Checkpoints;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Stimuli.Data.Sets;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Training;

/// <summary>
/// From a recipe to files: trains, or resumes training, and writes the weights, the model card and the log.
/// </summary>
public static class TrainingJob
{
    /// <summary>Runs a recipe to its end.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="stateFolder">Where the state is kept during training; an existing state is resumed.</param>
    /// <param name="outputFolder">
    /// Where <c>NAME.safetensors</c>, <c>NAME.json</c> and <c>NAME.csv</c> are written.
    /// </param>
    /// <param name="device">Where to train; the CPU if null.</param>
    /// <param name="progress">Called every 20 steps.</param>
    /// <param name="cancellation">Stops after the current step; the finished epochs stay saved.</param>
    /// <param name="afterEpoch">
    /// Called after each epoch is saved, and again for the last saved one when a training is resumed; it must not
    /// change the network.
    /// </param>
    /// <returns>The log; the last entry is the final result.</returns>
    /// <exception cref="MetamerException">The architecture or the data set does not exist or is not found.</exception>
    public static IReadOnlyList<EpochResult> Run(
        TrainingRecipe recipe,
        string stateFolder,
        string outputFolder,
        Device? device = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default,
        Action<EpochResult, StagedModel>? afterEpoch = null
    )
    {
        FileName.Require(recipe.Name, "The recipe");
        DataSet set = DataSet.Find(recipe.Data);
        int classes = set.ClassNames.Count;
        ModelCard[] suited = [.. ModelZoo.Cards.Where(known => known.Classes == classes && known.Package is null)];
        ModelCard card =
            suited.FirstOrDefault(known => known.Architecture == recipe.Architecture)
            ?? throw new MetamerException(
                $"There is no architecture '{recipe.Architecture}' for the {classes} classes of '{recipe.Data}'. "
                    + $"Allowed: {string.Join(", ", suited.Select(known => known.Architecture).Distinct())}."
            );
        using StagedModel model = ModelZoo.Build(card.Key, recipe.Seed);
        model.to(device ?? CPU);
        using TrainingData data = TrainingData.Open(set, model);
        IReadOnlyList<EpochResult> log = new Trainer(recipe, model, stateFolder).Run(
            data.Train,
            data.Test,
            progress,
            cancellation,
            afterEpoch
        );
        Write(recipe, model, log, outputFolder);
        return log;
    }

    private static void Write(TrainingRecipe recipe, StagedModel model, IReadOnlyList<EpochResult> log, string folder)
    {
        IReadOnlyList<EpochResult> logged = TrainingLog.Rounded(log);
        EpochResult last = logged[^1];
        JsonObject cardFile = new()
        {
            ["name"] = recipe.Name,
            ["recipe"] = JsonNode.Parse(recipe.ToJson()),
            ["test_accuracy"] = last.TestAccuracy,
            ["test_loss"] = last.TestLoss,
            ["best_test_accuracy_of_any_epoch"] = logged.Max(epoch => epoch.TestAccuracy),
            ["weights"] =
                recipe.Epochs == 0
                    ? "random, by the recipe's seed"
                    : "those after the last epoch; nothing was chosen by the test set",
            ["hours"] = Math.Round(log.Sum(epoch => epoch.Seconds) / 3600, 2),
            ["parameters"] = model.parameters().Sum(parameter => parameter.numel()),
            ["licence"] = "MIT",
            ["made_with"] = JsonSerializer.SerializeToNode(RunManifest.Current(model.Device, model.ElementType)),
            ["command"] = $"dotnet run --project lib/Workbook -- train data/recipes/{recipe.Name}.json",
        };
        Dictionary<string, string> metadata = new() { ["name"] = recipe.Name, ["architecture"] = recipe.Architecture };
        SafeTensors.Write(Path.Combine(folder, recipe.Name + ".safetensors"), model.state_dict(), metadata);
        CardFile.Write(Path.Combine(folder, recipe.Name + ".json"), cardFile);
        TrainingLog.Write(Path.Combine(folder, recipe.Name + ".csv"), log);
    }
}
