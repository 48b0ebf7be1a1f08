using Metamers.Stimuli;
using Metamers.Stimuli.Synthetic;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Stimuli.Synthetic;

public sealed class SoundTexturesTests
{
    private const int Rate = 20_000;

    private static readonly IReadOnlyList<SoundStimulus> Sounds = SoundTextures.All(2 * Rate, Rate);

    static SoundTexturesTests() { } // so that these tensors belong to no test's dispose scope

    [Fact]
    public void Six_sounds_have_one_level_and_are_the_same_at_every_call()
    {
        Assert.Equal(["wind", "fire", "rain", "stream", "applause", "voices"], Sounds.Select(sound => sound.Name));
        foreach ((SoundStimulus sound, SoundStimulus again) in Sounds.Zip(SoundTextures.All(2 * Rate, Rate)))
        {
            Assert.True(sound.Samples.equal(again.Samples).all().item<bool>());
            Assert.InRange(sound.Samples.pow(2).mean().sqrt().item<float>(), 0.048f, 0.0501f);
            Assert.InRange(sound.Samples.abs().max().item<float>(), 0.1f, 1);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => SoundTextures.All(1, Rate));
        Assert.Throws<ArgumentOutOfRangeException>(() => SoundTextures.All(Rate, 4000));
    }

    /// <summary>Bubbles ring between 750 Hz and 6 kHz, hands between 800 Hz and 2.5 kHz.</summary>
    [Theory]
    [InlineData("stream", 700, 6500)]
    [InlineData("applause", 400, 5000)]
    public void Most_of_the_power_is_where_the_events_ring(string name, double lowest, double highest)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor power = fft.rfft(Sounds.Single(sound => sound.Name == name).Samples).abs().pow(2);
        Tensor frequency = fft.rfftfreq(2 * Rate, 1.0 / Rate);
        Tensor within = frequency.ge(lowest).logical_and(frequency.le(highest));
        Assert.InRange((power * within).sum().item<float>() / power.sum().item<float>(), 0.9f, 1);
    }

    /// <summary>The fewer events there are at once, the farther the samples are from a normal distribution.</summary>
    [Fact]
    public void Rare_events_give_a_larger_kurtosis_than_crowded_ones()
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, double> kurtosis = Sounds.ToDictionary(
            sound => sound.Name,
            sound => (sound.Samples.pow(4).mean() / sound.Samples.pow(2).mean().square()).to(float64).item<double>()
        );
        Assert.True(kurtosis["fire"] > 2 * kurtosis["rain"], $"{kurtosis["fire"]:F1}, {kurtosis["rain"]:F1}");
        Assert.All(kurtosis.Values, value => Assert.True(value > 3, $"{value:F2}"), throwIfEmpty: true);
    }
}
