using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Models.Checkpoints;
using Metamers.Perturbations;
using Metamers.Runtime;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Synthetic;
using Metamers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Training;

public sealed class TrainerTests
{
    private static readonly TrainingRecipe Recipe = new()
    {
        Name = "test",
        Architecture = "ResNet8",
        Data = "dead-leaves",
        Epochs = 3,
        BatchSize = 16,
        LearningRate = 0.05,
        Seed = 4,
    };

    [Fact]
    public void A_training_without_a_single_step_and_a_recipe_that_cannot_be_used_are_refused()
    {
        using TemporaryFolder folder = new();
        using LabelledImages images = CoarseAndFineLeaves();
        string Refusal(TrainingRecipe recipe) =>
            Assert
                .Throws<MetamerException>(() =>
                    new Trainer(recipe, Network(), folder["refused"]).Run(
                        new PictureSet(images),
                        new PictureSet(images)
                    )
                )
                .Message;
        Assert.Contains(
            $"There are {images.Count} stimuli to train on and batches of 1000, so that no step would be made",
            Refusal(Recipe with { BatchSize = 1000 })
        );
        Assert.Contains("batchSize 0: at least 2", Refusal(Recipe with { BatchSize = 0 }));
    }

    [Fact]
    public void A_training_that_was_stopped_and_resumed_ends_with_the_same_bits()
    {
        using TemporaryFolder folder = new();
        using LabelledImages images = CoarseAndFineLeaves();
        StagedModel whole = Network();
        IReadOnlyList<EpochResult> log = new Trainer(Recipe, whole, folder["whole"]).Run(
            new PictureSet(images),
            new PictureSet(images)
        );

        using CancellationTokenSource stop = new();
        StopInEpoch stopping = new(2, stop);
        Assert.Throws<OperationCanceledException>(() =>
            new Trainer(Recipe, Network(), folder["parts"]).Run(
                new PictureSet(images),
                new PictureSet(images),
                stopping,
                stop.Token
            )
        );
        StagedModel resumed = Network();
        List<int> ended = [];
        IReadOnlyList<EpochResult> parts = new Trainer(Recipe, resumed, folder["parts"]).Run(
            new PictureSet(images),
            new PictureSet(images),
            afterEpoch: (epoch, _) => ended.Add(epoch.Epoch)
        );
        Assert.Equal([2, 3], ended); // the last that was saved before it stopped, and the next

        Assert.Equal(3, log.Count);
        Assert.Equal(log.Select(epoch => epoch.TestLoss).Last(), parts.Select(epoch => epoch.TestLoss).Last());
        Assert.NotEmpty(whole.state_dict());
        foreach ((string name, Tensor value) in whole.state_dict())
        {
            Assert.True(value.Equals(resumed.state_dict()[name]), name);
        }
    }

    [Fact]
    public void A_training_of_no_epochs_keeps_the_random_weights_and_says_how_good_they_are()
    {
        using TemporaryFolder folder = new();
        using LabelledImages images = CoarseAndFineLeaves();
        StagedModel network = Network();
        EpochResult only = Assert.Single(
            new Trainer(Recipe with { Epochs = 0 }, network, folder.Path).Run(
                new PictureSet(images),
                new PictureSet(images)
            )
        );
        Assert.All(
            Network().state_dict(),
            weight => Assert.True(weight.Value.Equals(network.state_dict()[weight.Key]), weight.Key),
            throwIfEmpty: true
        );
        Assert.Equal(
            (0, true, Trainer.Evaluate(network, new PictureSet(images))),
            (only.Epoch, double.IsNaN(only.TrainLoss), (only.TestLoss, only.TestAccuracy))
        );
        Assert.True(double.IsNaN(TrainingLog.Rounded([only])[0].TrainAccuracy));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)] // more than one batch, the last of another size
    public void Loss_and_accuracy_of_a_set_are_means_over_its_pictures(int copies)
    {
        using DisposeScope scope = NewDisposeScope();
        using LabelledImages images = CoarseAndFineLeaves();
        using StagedModel network = Network().Freeze();
        using LabelledImages many = new(
            images.Pixels.repeat(copies, 1, 1, 1),
            images.Labels.repeat(copies),
            images.ClassNames
        );
        Tensor logits = network.Logits(images.Pixels.to(float32) / 255);
        (double loss, double accuracy) = Trainer.Evaluate(network, new PictureSet(many));
        Assert.Equal(nn.functional.cross_entropy(logits, images.Labels).item<float>(), loss, 1e-5);
        Assert.Equal(logits.argmax(1).eq(images.Labels).to(float64).mean().item<double>(), accuracy, 1e-12);
    }

    [Fact]
    public void A_network_learns_to_tell_coarse_leaves_from_fine_ones()
    {
        using TemporaryFolder folder = new();
        using LabelledImages images = CoarseAndFineLeaves();
        IReadOnlyList<EpochResult> log = new Trainer(Recipe with { Epochs = 8 }, Network(), folder.Path).Run(
            new PictureSet(images),
            new PictureSet(images)
        );
        Assert.True(log[^1].TestAccuracy >= 0.9, $"accuracy {log[^1].TestAccuracy}");
        string[] lines = File.ReadAllLines(folder["log.csv"]);
        Assert.Equal("epoch,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy,seconds", lines[0]);
        Assert.Equal(9, lines.Length);
        Assert.Equal(log[^1].Epoch, TrainingLog.Read(folder["log.csv"])[^1].Epoch);

        using StagedModel best = Network();
        Checkpoint.Load(best, folder["best.safetensors"]);
        Assert.Equal(log.Max(epoch => epoch.TestAccuracy), Trainer.Evaluate(best, new PictureSet(images)).Accuracy);
    }

    [Fact]
    public void The_best_weights_are_those_of_the_best_epoch_and_not_of_the_last()
    {
        using TemporaryFolder folder = new();
        using LabelledImages images = CoarseAndFineLeaves();
        using LabelledImages wrong = new(images.Pixels.alias(), 1 - images.Labels, images.ClassNames);
        IReadOnlyList<EpochResult> log = new Trainer(Recipe with { Epochs = 8 }, Network(), folder.Path).Run(
            new PictureSet(images),
            new PictureSet(wrong) // the better it learns, the worse it does here
        );
        Assert.True(log[^1].TestAccuracy < log.Max(epoch => epoch.TestAccuracy));
        using StagedModel best = Network();
        Checkpoint.Load(best, folder["best.safetensors"]);
        Assert.Equal(log.Max(epoch => epoch.TestAccuracy), Trainer.Evaluate(best, new PictureSet(wrong)).Accuracy);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_training_on_perturbed_pictures_that_was_stopped_ends_with_the_same_bits_too(bool random)
    {
        using TemporaryFolder folder = new();
        using LabelledImages images = CoarseAndFineLeaves();
        TrainingRecipe recipe = Recipe with
        {
            Epochs = 2,
            Adversary = new()
            {
                Norm = PerturbationNorm.L2,
                Radius = 0.5,
                Random = random,
            },
        };
        StagedModel whole = Network();
        new Trainer(recipe, whole, folder["whole"]).Run(new PictureSet(images), new PictureSet(images));

        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() =>
            new Trainer(recipe, Network(), folder["parts"]).Run(
                new PictureSet(images),
                new PictureSet(images),
                new StopInEpoch(1, stop),
                stop.Token
            )
        );
        StagedModel resumed = Network();
        new Trainer(recipe, resumed, folder["parts"]).Run(new PictureSet(images), new PictureSet(images));
        StagedModel plain = Network();
        new Trainer(recipe with { Adversary = null }, plain, folder["plain"]).Run(
            new PictureSet(images),
            new PictureSet(images)
        );

        Assert.All(
            whole.state_dict(),
            item => Assert.True(item.Value.Equals(resumed.state_dict()[item.Key]), item.Key),
            throwIfEmpty: true
        );
        Assert.False(whole.state_dict()["conv1.weight"].Equals(plain.state_dict()["conv1.weight"]));
    }

    [Fact]
    public void The_state_of_another_recipe_is_refused()
    {
        using TemporaryFolder folder = new();
        using LabelledImages images = CoarseAndFineLeaves();
        new Trainer(Recipe with { Epochs = 1 }, Network(), folder.Path).Run(
            new PictureSet(images),
            new PictureSet(images)
        );
        MetamerException error = Assert.Throws<MetamerException>(() =>
            new Trainer(Recipe with { LearningRate = 0.1 }, Network(), folder.Path).Run(
                new PictureSet(images),
                new PictureSet(images)
            )
        );
        Assert.Contains("was made by a recipe that differs from", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_learning_rate_that_diverges_is_said()
    {
        using TemporaryFolder folder = new();
        using LabelledImages images = CoarseAndFineLeaves();
        MetamerException error = Assert.Throws<MetamerException>(() =>
            new Trainer(Recipe with { LearningRate = 1e30, WarmUp = 0 }, Network(), folder.Path).Run(
                new PictureSet(images),
                new PictureSet(images)
            )
        );
        Assert.Contains("Lower the learning rate", error.Message, StringComparison.Ordinal);
    }

    private static StagedModel Network()
    {
        manual_seed(Recipe.Seed);
        return new CifarResNet(8, classes: 2);
    }

    /// <summary>Two textures that differ in the sizes of their discs, 32 pictures of each.</summary>
    private static LabelledImages CoarseAndFineLeaves()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] pictures =
        [
            .. Enumerable.Range(0, 32).Select(seed => SyntheticStimuli.DeadLeaves(32, seed, 8, 16).Pixels),
            .. Enumerable.Range(0, 32).Select(seed => SyntheticStimuli.DeadLeaves(32, seed, 1, 3).Pixels),
        ];
        return new LabelledImages(
            (stack(pictures) * 255).to(uint8).MoveToOuterDisposeScope(),
            arange(2).repeat_interleave(32).MoveToOuterDisposeScope(),
            ["coarse", "fine"]
        );
    }

    private sealed class StopInEpoch(int epoch, CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Epoch == epoch)
            {
                stop.Cancel();
            }
        }
    }
}
