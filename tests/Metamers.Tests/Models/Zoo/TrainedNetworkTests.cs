using System.Globalization;
using System.Text.Json.Nodes;
using Metamers.Evaluation.Robustness;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Perturbations;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Training;

namespace Metamers.Tests.Models.Zoo;

/// <summary>The weights that this project trained and distributes.</summary>
public sealed class TrainedNetworkTests(ITestOutputHelper output, TestParts parts) : IClassFixture<TestParts>
{
    private static readonly string Folder = Path.Combine(ProjectFolder.Data, "checkpoints");

    /// <summary>The project's thresholds: the lowest acceptable accuracy of a network on its test set.</summary>
    private static double LeastAccuracy(TrainingRecipe recipe) =>
        recipe switch
        {
            { Epochs: 0 } => 0, // untrained, to compare with
            { Data: "spoken-digits-digit", Adversary: { Random: false } } => 0.85,
            { Architecture: "LowPassCochCnnSmall" } => 0.85, // learns more slowly; trained like the plain network
            { Data: "spoken-digits-digit" } => 0.96,
            { Data: "spoken-digits-speaker" } => 0.97,
            { Adversary: { Random: true } } => 0.82,
            { Adversary.Norm: PerturbationNorm.L2 } => 0.71,
            { Adversary.Norm: PerturbationNorm.LInf } => 0.54,
            { Architecture: "ResNet20" } => 0.85,
            _ => 0.80,
        };

    /// <summary>
    /// All weights but the readouts that a card names, which have no recipe; their own tests check them.
    /// </summary>
    private static IEnumerable<string> Trained =>
        Directory
            .GetFiles(Folder, "*.safetensors")
            .Where(path => ModelZoo.Cards.All(card => card.ReadoutCheckpoint != Path.GetFileName(path)))
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal);

    public static TheoryData<string> Names() => [.. Trained];

    public static TheoryData<string> Seeing() =>
        [.. Trained.Where(name => ModelZoo.Find(name).Input != InputNormalization.Sound)];

    public static TheoryData<string> Hearing() =>
        [.. Trained.Where(name => ModelZoo.Find(name).Input == InputNormalization.Sound)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Card_log_recipe_and_registry_agree(string name)
    {
        JsonNode card = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!;
        EpochResult last = TrainingLog.Read(Path.Combine(Folder, name + ".csv"))[^1];
        TrainingRecipe recipe = Recipe(name);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(recipe.ToJson()), card["recipe"]));
        Assert.Equal(recipe.Epochs, last.Epoch);
        Assert.Equal(recipe.Data, ModelZoo.Find(name).DataSet);
        Assert.Equal(recipe.Augmentation, DataSet.Find(recipe.Data).Augmentation);
        Assert.Equal(last.TestAccuracy, card["test_accuracy"]!.GetValue<double>());
        Assert.Contains(
            (100 * last.TestAccuracy).ToString("F2", CultureInfo.InvariantCulture) + " %",
            ModelZoo.Find(name).Accuracy,
            StringComparison.Ordinal
        );
        Assert.True(last.TestAccuracy >= LeastAccuracy(recipe));
    }

    [Theory]
    [MemberData(nameof(Seeing))]
    public void The_accuracy_of_the_card_is_found_again_on_a_thousand_photographs(string name)
    {
        LabelledImages images = parts.Photographs;
        using StagedModel model = ModelZoo.Load(name);
        ExpectAccuracy(name, Trainer.Evaluate(model, new PictureSet(images)).Accuracy, images.Count);
    }

    /// <summary>
    /// Ten of them have a class. They are harder than those of CIFAR-10, but trained networks name a third right, all
    /// together, and a guess is right once in ten.
    /// </summary>
    [Fact]
    public void Photographs_that_the_project_ships_are_recognised_better_than_by_guessing()
    {
        ImageStimulus[] classed = [.. ShippedPhotographs.All(Cifar10.Size).Where(one => one.ClassIndex is not null)];
        using LabelledImages images = LabelledImages.FromStimuli(classed);
        List<double> accuracies = [];
        foreach (string name in Trained.Where(name => ModelZoo.Find(name).Input != InputNormalization.Sound))
        {
            if (Recipe(name).Epochs > 0)
            {
                using StagedModel model = ModelZoo.Load(name);
                accuracies.Add(Trainer.Evaluate(model, new PictureSet(images)).Accuracy);
                output.WriteLine($"{name}: {accuracies[^1]:P0} of {images.Count}");
            }
        }

        Assert.InRange(accuracies.Average(), 0.25, 1);
        Assert.InRange(accuracies.Max(), 0.6, 1);
    }

    [Theory]
    [InlineData("resnet20-l2-seed0", PerturbationNorm.L2, 0.5, 0.50)]
    [InlineData("resnet20-linf-seed0", PerturbationNorm.LInf, 8 / 255.0, 0.28)]
    [InlineData("vgg8-l2-seed0", PerturbationNorm.L2, 0.5, 0.45)]
    public void An_adversarially_trained_network_withstands_twenty_steps_and_shows_no_sign_of_a_search_that_fails(
        string name,
        PerturbationNorm norm,
        double radius,
        double least
    )
    {
        string path = TestFiles.Data("cifar10-jpeg.tar");
        using StagedModel model = ModelZoo.Load(name);
        using StagedModel standard = ModelZoo.Load("resnet20-standard-seed0");
        RobustnessChecks checks = RobustnessChecks.Measure(
            model,
            standard,
            new Cifar10(path).Subset(DataPart.Test, 5),
            new(norm, radius),
            largeRadius: 16 * radius
        );
        output.WriteLine($"{name}: {checks.Steps[^1].Result.Accuracy} of 50; {checks}");
        Assert.True(checks.AllHold, checks.ToString());
        Assert.True(checks.Steps[^1].Result.Accuracy >= least);
    }

    [Theory]
    [MemberData(nameof(Hearing))]
    public void The_accuracy_of_the_card_is_found_again_on_a_hundred_test_recordings(string name)
    {
        LabelledSounds words = parts.Words(
            Recipe(name).Data.EndsWith("speaker", StringComparison.Ordinal)
                ? SpokenDigitsTask.Speaker
                : SpokenDigitsTask.Digit
        );
        using StagedModel model = ModelZoo.Load(name);
        using SoundSet sounds = new(words, (int)model.InputShape[0]);
        ExpectAccuracy(name, Trainer.Evaluate(model, sounds).Accuracy, sounds.Count);
    }

    private void ExpectAccuracy(string name, double accuracy, long count)
    {
        double expected = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))![
            "test_accuracy"
        ]!.GetValue<double>();
        double standardError = Math.Sqrt(expected * (1 - expected) / count);
        output.WriteLine($"{name}: {accuracy} of {count}, card {expected}");
        Assert.InRange(accuracy, expected - 3 * standardError, expected + 3 * standardError);
    }

    private static TrainingRecipe Recipe(string name) =>
        TrainingRecipe.Read(Path.Combine(ProjectFolder.Data, "recipes", name + ".json"));
}
