using Metamers.Evaluation;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Plotting;
using Metamers.Plotting.Charts;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Synthetic;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Evaluation;

public sealed class StageDistanceTests
{
    [Fact]
    public void Training_brings_a_word_and_the_word_in_noise_together_and_random_weights_do_not()
    {
        SoundStimulus[] words = [.. SyntheticWords.All().Where(word => word.ClassIndex is not null).Take(10)];
        SoundStimulus[] noisy =
        [
            .. words.Select(
                (word, seed) =>
                    SyntheticSounds.InBackground(word, SyntheticSounds.PinkNoise(16000, 16000, seed), snr: 0)
            ),
        ];
        using StagedModel trained = ModelZoo.Load("cochcnnsmall-digit-seed0");
        using StagedModel untrained = ModelZoo.Build("cochcnnsmall-digit", seed: 0).Freeze();
        IReadOnlyList<StageDistance> afterTraining = StageDistance.Measure(trained, words, noisy);
        IReadOnlyList<StageDistance> before = StageDistance.Measure(untrained, words, noisy);

        Assert.Equal(trained.Stages.Select(stage => stage.Name), afterTraining.Select(distance => distance.Stage));
        Assert.All(afterTraining, distance => Assert.Equal(10, distance.Stimuli), throwIfEmpty: true);
        Assert.Equal(afterTraining[0].Mean, before[0].Mean, 6); // one cochleagram
        Assert.True(afterTraining[^2].Mean < 0.8 * afterTraining[0].Mean, $"{afterTraining[^2]}");
        Assert.True(before[^2].Mean > afterTraining[^2].Mean, $"{before[^2]}");

        Figure figure = StageDistanceCurve.Draw(
            [("trained", afterTraining), ("untrained", before)],
            "word alone to word in noise"
        );
        Assert.Contains(
            "relative to the distance of different words (dashed)",
            figure.Description,
            StringComparison.Ordinal
        );
        Assert.NotEmpty(figure.ToPng());
    }

    [Fact]
    public void A_version_that_is_the_stimulus_has_no_distance_and_another_stimulus_about_one()
    {
        ImageStimulus[] pictures = [.. Enumerable.Range(0, 6).Select(seed => SyntheticStimuli.DeadLeaves(32, seed))];
        using StagedModel model = ModelZoo.Load("resnet20-standard-seed0");
        Assert.All(
            StageDistance.Measure(model, pictures, pictures),
            distance => Assert.Equal(0, distance.Mean),
            throwIfEmpty: true
        );
        Assert.All(
            StageDistance.Measure(model, pictures, [.. pictures[1..], pictures[0]]),
            distance => Assert.InRange(distance.Mean, 0.5, 1.6),
            throwIfEmpty: true
        );
    }

    [Fact]
    public void The_distance_is_over_the_mean_distance_to_the_other_stimuli()
    {
        using DisposeScope scope = NewDisposeScope();
        ImageStimulus[] pictures = [.. Enumerable.Range(0, 6).Select(seed => SyntheticStimuli.DeadLeaves(32, seed))];
        using StagedModel model = ModelZoo.Build("resnet20", seed: 0).Freeze();
        Tensor[] entered =
        [
            .. pictures.Select(picture => model.Activations(picture.Pixels.unsqueeze(0), StagedModel.InputStage)),
        ];
        double Distance(int i, int j) => (entered[i] - entered[j]).norm().item<float>();
        double[] expected =
        [
            Distance(0, 3) / ((Distance(0, 1) + Distance(0, 2)) / 2),
            Distance(1, 4) / ((Distance(1, 0) + Distance(1, 2)) / 2),
            Distance(2, 5) / ((Distance(2, 0) + Distance(2, 1)) / 2),
        ];
        StageDistance found = StageDistance.Measure(model, pictures[..3], pictures[3..])[0];
        Assert.Equal(expected.Average(), found.Mean, 1e-5);
    }

    [Fact]
    public void Too_few_stimuli_and_missing_versions_are_refused()
    {
        ImageStimulus picture = SyntheticStimuli.DeadLeaves(32);
        using StagedModel model = ModelZoo.Build("resnet20", seed: 0);
        Assert.Contains(
            "at least two stimuli",
            Assert.Throws<MetamerException>(() => StageDistance.Measure(model, [picture], [picture])).Message
        );
        Assert.Contains(
            "one version of each",
            Assert.Throws<MetamerException>(() => StageDistance.Measure(model, [picture, picture], [picture])).Message
        );
    }

    [Fact]
    public void A_stage_that_is_the_same_for_all_stimuli_is_named()
    {
        ImageStimulus[] pictures = [.. Enumerable.Range(0, 4).Select(seed => SyntheticStimuli.DeadLeaves(32, seed))];
        using StagedModel model = ModelZoo.Build("resnet20", seed: 0).Freeze();
        string last = model.Stages[^1].Name;
        using (no_grad())
        {
            // Only the decision is dead: it is the bias, whatever the stimulus.
            model.parameters().First(weight => weight.dim() == 2).zero_();
        }

        string message = Assert
            .Throws<MetamerException>(() => StageDistance.Measure(model, pictures[..2], pictures[2..]))
            .Message;
        Assert.Contains($"at '{last}' are the same for all 2 stimuli", message);
        ImageStimulus[] same = [pictures[0], pictures[0]];
        Assert.Contains(
            $"at '{model.Stages[0].Name}' are the same for all 2 stimuli",
            Assert.Throws<MetamerException>(() => StageDistance.Measure(model, same, pictures[2..])).Message
        );
    }

    [Theory]
    [InlineData(-10)]
    [InlineData(0)]
    [InlineData(20)]
    public void A_sound_in_a_background_keeps_its_level_and_has_the_asked_ratio(double snr)
    {
        SoundStimulus word = SyntheticWords.All()[0];
        using Tensor noise = SyntheticSounds.PinkNoise(16000, 16000, 3);
        SoundStimulus mixed = SyntheticSounds.InBackground(word, noise, snr);
        double Level(Tensor x) => x.pow(2).mean().sqrt().item<float>();
        Assert.Equal(Level(word.Samples), Level(mixed.Samples), 3);

        // The share of the noise in the mixture, found by projection: word and noise are nearly uncorrelated.
        double share = (mixed.Samples * noise).mean().item<float>();
        double wordShare = (mixed.Samples * word.Samples).mean().item<float>() / Level(word.Samples);
        Assert.InRange(20 * Math.Log10(wordShare / share), snr - 1.5, snr + 1.5);
        Assert.Contains($"at {snr} dB", mixed.Source, StringComparison.Ordinal);
    }
}
