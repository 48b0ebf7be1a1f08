using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Notebook;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Synthetic;
using Metamers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Notebook;

public sealed class LiveTrainingTests : IDisposable
{
    private static readonly TrainingRecipe Recipe = new()
    {
        Name = $"test-of-live-training-{Environment.ProcessId}",
        Architecture = "ResNet8",
        Data = "dead-leaves",
        Epochs = 1,
        BatchSize = 4,
    };

    public void Dispose()
    {
        string all = Path.Combine(ProjectFolder.Artifacts, "training");
        foreach (string folder in Directory.GetDirectories(all, Recipe.Name + "-*"))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The recipe, the number and the source of the pictures are the same in all of them.</summary>
    [Fact]
    public void A_training_is_resumed_for_the_same_pictures_and_classes_alone()
    {
        using StagedModel first = Train(Pictures(0, 0));
        int made = Folders();
        using StagedModel again = Train(Pictures(0, 0));
        Assert.Equal(made, Folders());
        Assert.Equal(Weights(first), Weights(again));

        using StagedModel others = Train(Pictures(20, 0));
        using StagedModel swapped = Train(Pictures(0, 1));
        Assert.Equal(3 * made, Folders());
        Assert.Equal(3, new[] { first, others, swapped }.Select(Weights).Distinct().Count());
    }

    [Fact]
    public void The_random_numbers_of_torch_are_left_as_they_were()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor before = random.get_rng_state();
        using StagedModel network = Train(Pictures(0, 0));
        Assert.True(before.equal(random.get_rng_state()).all().item<bool>());
    }

    private static string Weights(StagedModel network) => ModelIdentity.Compute(network).WeightsSha256;

    private static int Folders() =>
        Directory.GetDirectories(Path.Combine(ProjectFolder.Artifacts, "training"), Recipe.Name + "-*").Length;

    private static StagedModel Train(ImageStimulus[] pictures) =>
        LiveTraining.Run(Recipe, () => new CifarResNet(8), pictures, pictures).Network;

    private static ImageStimulus[] Pictures(int seed, int shift) =>
        [
            .. Enumerable
                .Range(0, 8)
                .Select(i =>
                    SyntheticStimuli.DeadLeaves(32, seed + i) with
                    {
                        Label = $"class {(i + shift) % 2}",
                        ClassIndex = (i + shift) % 2,
                    }
                ),
        ];
}
