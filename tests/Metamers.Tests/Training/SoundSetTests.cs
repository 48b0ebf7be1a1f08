using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Stimuli.Data.Sets;
using Metamers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Training;

/// <summary>
/// How words are mixed with their backgrounds. The same seed puts a word at the same place in its clip.
/// </summary>
public sealed class SoundSetTests : IDisposable
{
    private const int Count = 60;

    private readonly StagedModel model = ModelZoo.Build("cochcnnsmall-digit", seed: 0);
    private readonly LabelledSounds words = (LabelledSounds)
        DataSet
            .FromStimuli("spoken", [.. SyntheticWords.Take(12).Take(6)], [.. SyntheticWords.Take(12).Skip(6)])
            .Load(DataPart.Train);

    public void Dispose()
    {
        words.Dispose();
        model.Dispose();
    }

    [Theory]
    [InlineData(-6)]
    [InlineData(10)]
    public void The_background_is_as_far_below_the_word_as_the_recipe_says(double decibels)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor clean = Mixed(new() { CleanShare = 1 });
        Tensor mixed = Mixed(
            new()
            {
                CleanShare = 0,
                LowestSnr = decibels,
                HighestSnr = decibels,
            }
        );

        // The mixture is the word, scaled, and the rest, which does not go with it.
        Tensor share = (mixed * clean).sum(1, keepdim: true) / clean.pow(2).sum(1, keepdim: true);
        Tensor word = share * clean;
        Tensor ratio = 20 * (word.norm(1) / (mixed - word).norm(1)).log10();
        Assert.InRange(ratio.mean().item<float>(), decibels - 0.5, decibels + 0.5);
        Assert.InRange(ratio.std().item<float>(), 0, 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    [InlineData(1)]
    public void A_share_of_the_words_has_no_background(double share)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor without = (Mixed(new() { CleanShare = 1 }) - Mixed(new() { CleanShare = share })).norm(1).eq(0);
        double found = without.to(float64).mean().item<double>();
        double deviation = Math.Sqrt(share * (1 - share) / Count);
        Assert.InRange(found, share - 3 * deviation, share + 3 * deviation);
    }

    private Tensor Mixed(SoundMixing mixing)
    {
        using SoundSet set = new(words, (int)model.InputShape[0]);
        using Generator random = new(3, CPU);
        using Tensor chosen = arange(Count).remainder(words.Count);
        return set.Augmented(chosen, model, new Augmentation { Sound = mixing }, random);
    }
}
