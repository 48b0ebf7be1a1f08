using System.Globalization;
using System.Text.Json.Nodes;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Training;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Metamers.Tests.Models;

/// <summary>The weights that this project trained and ships.</summary>
public sealed class TrainedNetworkTests(ITestOutputHelper output)
{
    private static readonly string Folder = Path.Combine(ProjectFolder.Data, "checkpoints");

    public static TheoryData<string> Names() => [.. Directory.GetFiles(Folder, "*.safetensors").Select(path => Path.GetFileNameWithoutExtension(path))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Card_log_recipe_and_registry_agree(string name)
    {
        JsonNode card = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!;
        EpochResult last = EpochResult.FromCsv(File.ReadAllLines(Path.Combine(Folder, name + ".csv"))[^1]);
        TrainingRecipe recipe = TrainingRecipe.Read(Path.Combine(ProjectFolder.Data, "recipes", name + ".json"));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(recipe.ToJson()), card["recipe"]));
        Assert.Equal(recipe.Epochs, last.Epoch);
        Assert.Equal(last.TestAccuracy, card["test_accuracy"]!.GetValue<double>());
        Assert.Contains((100 * last.TestAccuracy).ToString("F2", CultureInfo.InvariantCulture) + " %", ModelZoo.Find(name).Accuracy, StringComparison.Ordinal);
        Assert.True(last.TestAccuracy >= 0.85);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_accuracy_of_the_card_is_found_again_on_a_thousand_photographs(string name)
    {
        using StagedModel model = ModelZoo.Load(name);
        if (TestFiles.Shared("cifar10/cifar10-jpeg.tar") is not { } path)
        {
            output.WriteLine("Accuracy not measured: cifar10-jpeg.tar is in no shared/data folder beside the checkout.");
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        IReadOnlyList<ImageStimulus> pictures = new Cifar10(path).Subset(Cifar10Split.Test, perClass: 100);
        using LabelledImages images = new(
            (stack([.. pictures.Select(picture => picture.Pixels)]) * 255).round().to(uint8),
            tensor([.. pictures.Select(picture => (long)picture.ClassIndex!)]),
            Cifar10.ClassNames);
        double accuracy = Trainer.Evaluate(model, new PictureSet(images)).Accuracy;
        double expected = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!["test_accuracy"]!.GetValue<double>();
        double standardError = Math.Sqrt(expected * (1 - expected) / pictures.Count);
        output.WriteLine($"{name}: {accuracy} of {pictures.Count}, card {expected}");
        Assert.InRange(accuracy, expected - 3 * standardError, expected + 3 * standardError);
    }
}
