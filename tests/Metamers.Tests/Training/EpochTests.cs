using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Synthetic;
using Metamers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Training;

/// <summary>What is shown in which epoch, and how fast it is learned.</summary>
public sealed class EpochTests
{
    private static readonly TrainingRecipe Recipe = new()
    {
        Name = "epochs",
        Architecture = "ResNet8",
        Data = "dead-leaves",
        Epochs = 2,
        BatchSize = 8,
        LearningRate = 0.05,
        Seed = 4,
    };

    [Fact]
    public void Every_epoch_shows_each_picture_once_in_an_order_and_crops_of_its_own()
    {
        using RecordedSet shown = Train(Recipe);
        Assert.Equal(8, shown.Batches.Count);
        long[] first = [.. shown.Batches.Take(4).SelectMany(batch => batch.Chosen)];
        long[] second = [.. shown.Batches.Skip(4).SelectMany(batch => batch.Chosen)];
        Assert.Equal(Enumerable.Range(0, 32).Select(i => (long)i), first.Order());
        Assert.Equal(Enumerable.Range(0, 32).Select(i => (long)i), second.Order());
        Assert.NotEqual(first, second);

        // Cropped and mirrored by one rule, a picture would look the same in both epochs; by chance one of 162 does.
        int same = first.Count(picture =>
            shown.Inputs[Array.IndexOf(first, picture)].Equals(shown.Inputs[32 + Array.IndexOf(second, picture)])
        );
        Assert.InRange(same, 0, 4);
    }

    [Fact]
    public void Another_seed_shows_the_pictures_in_another_order()
    {
        using RecordedSet one = Train(Recipe with { Epochs = 1 });
        using RecordedSet again = Train(Recipe with { Epochs = 1 });
        using RecordedSet other = Train(Recipe with { Epochs = 1, Seed = 5 });
        long[] Order(RecordedSet shown) => [.. shown.Batches.SelectMany(batch => batch.Chosen)];
        Assert.Equal(Order(one), Order(again));
        Assert.NotEqual(Order(one), Order(other));
    }

    [Theory]
    [InlineData(0, 1 / 150.0)]
    [InlineData(74, 0.5)]
    [InlineData(149, 1)]
    [InlineData(150, 1)]
    [InlineData(575, 0.5)] // half of the 850 steps of the fall
    [InlineData(999, 3.4148e-6)] // (1 + cos(π · 849/850)) / 2
    public void The_rate_rises_in_equal_steps_from_the_first_and_falls_as_a_cosine(long step, double expected) =>
        Assert.Equal(expected * Recipe.LearningRate, Recipe.LearningRateAt(step, 1000), 1e-9);

    private static RecordedSet Train(TrainingRecipe recipe)
    {
        using TemporaryFolder folder = new();
        manual_seed(1);
        using CifarResNet network = new(8, classes: 2);
        RecordedSet set = new();
        new Trainer(recipe, network, folder.Path).Run(set, set);
        return set;
    }

    /// <summary>Pictures that keep a record of what was asked of them.</summary>
    private sealed class RecordedSet : TrainingSet, IDisposable
    {
        private readonly LabelledImages images;
        private readonly PictureSet pictures;

        public RecordedSet()
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor[] leaves = [.. Enumerable.Range(0, 32).Select(seed => SyntheticStimuli.DeadLeaves(32, seed).Pixels)];
            images = new(
                (stack(leaves) * 255).to(uint8).MoveToOuterDisposeScope(),
                (arange(32) % 2).MoveToOuterDisposeScope(),
                ["even", "odd"]
            );
            pictures = new(images);
        }

        public List<(long[] Chosen, Tensor Input)> Batches { get; } = [];

        public Tensor[] Inputs => [.. Batches.SelectMany(batch => batch.Input.unbind(0))];

        public override long Count => pictures.Count;

        internal override int EvaluationBatch => pictures.EvaluationBatch;

        internal override Tensor Labels => pictures.Labels;

        internal override Tensor Augmented(
            Tensor chosen,
            StagedModel model,
            Augmentation augmentation,
            Generator random
        )
        {
            Tensor input = pictures.Augmented(chosen, model, augmentation, random);
            Batches.Add((chosen.data<long>().ToArray(), input.clone().DetachFromDisposeScope()));
            return input;
        }

        internal override Tensor Plain(long first, long end, StagedModel model) => pictures.Plain(first, end, model);

        public void Dispose()
        {
            Batches.ForEach(batch => batch.Input.Dispose());
            images.Dispose();
        }
    }
}
