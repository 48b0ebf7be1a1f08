using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Training;
using TorchSharp;

namespace Metamers.Tests.Training;

public sealed class SoundTrainingTests : IDisposable
{
    private const string Key = "cochresnetsmall-digit";

    private static readonly TrainingRecipe Recipe = new()
    {
        Name = "test",
        Architecture = "CochResNetSmall",
        Data = "spoken",
        Epochs = 1,
        BatchSize = 4,
        LearningRate = 0.01,
        Sound = new() { Oversampling = 4 },
    };

    private readonly TemporaryFolder folder = new();
    private readonly StagedModel model = ModelZoo.Build(Key, seed: 0);
    private readonly DataSet spoken = SpokenData();

    public void Dispose()
    {
        model.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Opening_data_changes_nothing()
    {
        using TrainingData data = TrainingData.Open(spoken, model);
        Assert.Equal((8, 4), (data.Train.Count, data.Test.Count));
        Assert.Equal(28, model.Cochleagram!.Oversampling);
    }

    [Fact]
    public void The_oversampling_of_the_recipe_holds_for_the_training_alone()
    {
        using TrainingData data = TrainingData.Open(spoken, model);
        Watching during = new(() => model.Cochleagram!.Oversampling);
        EpochResult here = Assert.Single(new Trainer(Recipe, model, folder["here"]).Run(data.Train, data.Test, during));
        Assert.Equal(4, during.Seen);
        Assert.Equal(28, model.Cochleagram!.Oversampling);

        // Also the test after the epoch is part of the training.
        using StagedModel coarse = ModelZoo.Build(Key, seed: 0);
        coarse.Cochleagram!.Oversampling = 4;
        EpochResult there = Assert.Single(new Trainer(Recipe, coarse, folder["there"]).Run(data.Train, data.Test));
        Assert.Equal((there.TrainLoss, there.TestLoss), (here.TrainLoss, here.TestLoss));
    }

    [Fact]
    public void Dropout_draws_the_numbers_of_the_recipe()
    {
        EpochResult first = Trained(1);
        EpochResult second = Trained(2);
        Assert.Equal((first.TrainLoss, first.TestLoss), (second.TrainLoss, second.TestLoss));

        EpochResult Trained(long before)
        {
            using StagedModel dropping = ModelZoo.Build("cochcnnsmall-digit", seed: 0);
            using TrainingData data = TrainingData.Open(spoken, dropping);
            torch.manual_seed(before);
            return Assert.Single(
                new Trainer(Recipe with { Architecture = "CochCnnSmall" }, dropping, folder[$"{before}"]).Run(
                    data.Train,
                    data.Test
                )
            );
        }
    }

    [Fact]
    public void It_is_put_back_after_an_error_and_after_a_training_of_no_epochs()
    {
        using TrainingData data = TrainingData.Open(spoken, model);
        using CancellationTokenSource stopped = new();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            new Trainer(Recipe, model, folder.Path).Run(data.Train, data.Test, cancellation: stopped.Token)
        );
        Assert.Equal(28, model.Cochleagram!.Oversampling);

        EpochResult untrained = Assert.Single(
            new Trainer(Recipe with { Epochs = 0 }, model, folder.Path).Run(data.Train, data.Test)
        );
        Assert.Equal(28, model.Cochleagram.Oversampling);
        model.Cochleagram.Oversampling = 4;
        Assert.Equal(Trainer.Evaluate(model, data.Test).Loss, untrained.TestLoss);
    }

    [Fact]
    public void Sounds_without_a_word_on_their_mixing_are_refused()
    {
        using TrainingData data = TrainingData.Open(spoken, model);
        Assert.Contains(
            "nothing says how they are mixed with backgrounds",
            Assert
                .Throws<MetamerException>(() =>
                    new Trainer(Recipe with { Sound = null }, model, folder.Path).Run(data.Train, data.Test)
                )
                .Message
        );
    }

    [Fact]
    public void A_recipe_says_its_augmentation()
    {
        Assert.Equal(Augmentation.OfPictures, (Recipe with { Sound = null }).Augmentation);
        Assert.Equal(
            new Augmentation
            {
                Sound = new()
                {
                    LowestSnr = -3,
                    HighestSnr = 7,
                    CleanShare = 0.5,
                },
            },
            (
                Recipe with
                {
                    CropPadding = 0,
                    Mirror = false,
                    Sound = new()
                    {
                        LowestSnr = -3,
                        HighestSnr = 7,
                        CleanShare = 0.5,
                        Oversampling = 9,
                    },
                }
            ).Augmentation
        );
        Assert.Equal(new SoundMixing(), new SoundTraining().Mixing);
    }

    private static DataSet SpokenData()
    {
        IReadOnlyList<SoundStimulus> words = SyntheticWords.Take(12);
        return DataSet.FromStimuli("spoken", [.. words.Take(8)], [.. words.Skip(8)]);
    }

    private sealed class Watching(Func<double> value) : IProgress<TrainingProgress>
    {
        public double Seen { get; private set; }

        public void Report(TrainingProgress progress) => Seen = value();
    }
}
