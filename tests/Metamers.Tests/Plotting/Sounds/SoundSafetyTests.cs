using Metamers.Plotting.Sounds;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Plotting.Sounds;

public class SoundSafetyTests
{
    [Theory]
    [InlineData(1f)]
    [InlineData(0.1f)]
    [InlineData(1e-7f)]
    public void Noise_of_any_level_is_played_at_the_stated_level(float level)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(1, CPU);
        Tensor noise = level * (2 * rand([16000], float32, generator: random) - 1);
        Playback playback = SoundSafety.Normalise(noise);
        Assert.Equal(0.05, Math.Sqrt(playback.Samples.Average(sample => (double)sample * sample)), 1e-6);
        Assert.Equal(playback.Samples.Max(Math.Abs), playback.Peak, 1e-6);
        Assert.Equal(20 * Math.Log10(0.05 / (level / Math.Sqrt(3))), playback.ChangeInDecibels, 0.1);
        Assert.Equal(0.08, SoundSafety.Normalise(noise, 0.08).Rms, 1e-6);
    }

    [Fact]
    public void A_click_is_kept_below_one_by_a_lower_level_and_not_cut()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor click = zeros(16000);
        click[100] = 0.5f;
        click[101] = -0.25f;
        Playback playback = SoundSafety.Normalise(click);
        Assert.Equal(0.99, playback.Samples[100], 1e-6);
        Assert.Equal(-0.5, playback.Samples[101] / playback.Samples[100], 1e-3);
        Assert.True(playback.Rms < 0.05);
        Assert.StartsWith("played at an RMS of 0.009, 5.9 dB louder than stored", playback.ToString());
    }

    [Fact]
    public void Silence_stays_silence_and_a_constant_is_silence()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (Tensor sound in new[] { zeros(100), full([100], 0.3f) })
        {
            Playback playback = SoundSafety.Normalise(sound);
            Assert.True(playback.IsSilent);
            Assert.All(playback.Samples, sample => Assert.Equal(0, sample), throwIfEmpty: true);
            Assert.Equal("silent", playback.ToString());
        }
    }

    [Fact]
    public void The_mean_is_removed_so_that_playback_does_not_begin_with_a_click()
    {
        using DisposeScope scope = NewDisposeScope();
        Playback playback = SoundSafety.Normalise(0.5 + 0.01 * (arange(1000, float32) * 0.1).sin());
        Assert.Equal(0, playback.Samples.Average(), 1e-6);
        Assert.Equal(0.05, playback.Rms, 1e-6);
    }

    [Fact]
    public void The_level_is_said_in_words()
    {
        Assert.Equal(
            "played at an RMS of 0.05, 6.0 dB quieter than stored",
            new Playback([0], 0.05, 0.1, -6.02).ToString()
        );
        Assert.Equal("played at an RMS of 0.05, as loud as stored", new Playback([0], 0.05, 0.1, 0.01).ToString());
    }

    [Fact]
    public void What_cannot_be_played_is_told()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Contains(
            "must be in [-1, 1] and contain no NaN",
            Assert.Throws<MetamerException>(() => SoundSafety.Normalise(full([4], float.NaN))).Message
        );
        Assert.Contains(
            "a sound is (samples)",
            Assert.Throws<MetamerException>(() => SoundSafety.Normalise(zeros(1, 4))).Message
        );
        Assert.Equal(
            "A playback RMS of 0.5 was asked for; it must be above 0 and at most 0.2, which is loud already. 0.05 is "
                + "the usual one.",
            Assert.Throws<MetamerException>(() => SoundSafety.Normalise(zeros(4), 0.5)).Message
        );
        Assert.Throws<MetamerException>(() => SoundSafety.Normalise(zeros(4), double.NaN));
    }
}
