using Metamers.Perturbations;
using Metamers.Runtime;
using Metamers.Training;

namespace Metamers.Tests.Training;

public sealed class TrainingRecipeTests
{
    private static readonly TrainingRecipe Recipe = new()
    {
        Name = "test",
        Architecture = "ResNet8",
        Data = "dead-leaves",
        LearningRate = 0.05,
    };

    [Fact]
    public void The_learning_rate_rises_to_its_largest_and_falls_to_nothing()
    {
        double[] rates = [.. Enumerable.Range(0, 1000).Select(step => Recipe.LearningRateAt(step, 1000))];
        Assert.Equal(Recipe.LearningRate, rates.Max(), 6);
        Assert.InRange(Array.IndexOf(rates, rates.Max()), 148, 151);
        Assert.True(rates[0] < 0.01 * Recipe.LearningRate && rates[^1] < 1e-4 * Recipe.LearningRate);
    }

    [Fact]
    public void The_radius_of_an_adversary_rises_to_its_full_size_and_stays()
    {
        Adversary adversary = new()
        {
            Norm = PerturbationNorm.L2,
            Radius = 0.5,
            Ramp = 0.6,
        };
        double[] radii = [.. Enumerable.Range(0, 100).Select(step => adversary.At(step, 100).Radius)];
        Assert.Equal(0.5 / 60, radii[0], 9);
        Assert.Equal(0.25, radii[29], 9);
        Assert.All(radii[59..], radius => Assert.Equal(0.5, radius, 9));
        Assert.Equal(0.5, (adversary with { Ramp = 0 }).At(0, 100).Radius, 9);
    }

    [Theory]
    [InlineData(
        """{ "name": "a", "architecture": "ResNet20", "data": "cifar10", "epochs": -2 }""",
        "epochs -2: at least 0"
    )]
    [InlineData("""{ "name": "../a", "architecture": "ResNet20", "data": "cifar10" }""", "name '../a': letters")]
    [InlineData("""{ "name": "..", "architecture": "ResNet20", "data": "cifar10" }""", "name '..': letters")]
    [InlineData("""{ "name": "NUL", "architecture": "ResNet20", "data": "cifar10" }""", "name 'NUL': letters")]
    [InlineData("""{ "name": "a", "architecture": "ResNet20", "data": "cifar10", "epoch": 3 }""", "epoch")]
    [InlineData("""{ "name": "a" }""", "architecture")]
    [InlineData(
        """
            { "name": "a", "architecture": "ResNet20", "data": "cifar10",
              "adversary": { "norm": "L2", "radius": -1 } }
            """,
        "adversary.radius -1: above 0"
    )]
    [InlineData(
        """
            { "name": "a", "architecture": "ResNet20", "data": "cifar10",
              "adversary": { "norm": "L2", "radius": 1, "ramp": 2 } }
            """,
        "adversary.ramp 2: 0 to 1"
    )]
    [InlineData(
        """
            { "name": "a", "architecture": "ResNet20", "data": "cifar10",
              "adversary": { "norm": "L3", "radius": 1 } }
            """,
        "adversary.norm"
    )]
    [InlineData("<html>", "data/recipes")]
    public void A_recipe_that_cannot_be_used_says_why(string json, string expected)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("recipe.json", System.Text.Encoding.UTF8.GetBytes(json));
        Assert.Contains(
            expected,
            Assert.Throws<MetamerException>(() => TrainingRecipe.Read(path)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Every_recipe_of_the_project_can_be_read_and_names_its_file()
    {
        string[] recipes = Directory.GetFiles(Path.Combine(ProjectFolder.Data, "recipes"), "*.json");
        Assert.NotEmpty(recipes);
        Assert.All(
            recipes,
            path => Assert.Equal(Path.GetFileNameWithoutExtension(path), TrainingRecipe.Read(path).Name)
        );
    }
}
