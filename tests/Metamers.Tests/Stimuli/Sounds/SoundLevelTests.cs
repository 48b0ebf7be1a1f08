using Metamers.Stimuli;
using Metamers.Stimuli.Sounds;
using static Metamers.Tests.Stimuli.Sounds.SoundFileParts;
using static TorchSharp.torch;

namespace Metamers.Tests.Stimuli.Sounds;

/// <summary>Length and level of the stimulus that a recording becomes, and levels that are refused.</summary>
public sealed class SoundLevelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0.25)]
    [InlineData(1.0)]
    [InlineData(2.0)]
    [InlineData(null)]
    public void A_stimulus_has_mean_0_and_the_level_over_its_whole_length(double? seconds)
    {
        // A tone at 1 kHz beside a constant, and something else at the ends, 1 s long.
        short[] samples =
        [
            .. Enumerable
                .Range(0, 44_100)
                .Select(i =>
                    (short)(
                        3000 * Math.Sin(2 * Math.PI * 1000 * i / 44_100)
                        + 2000
                        + (Math.Abs(i - 22_050) > 11_025 ? 500 : 0)
                    )
                ),
        ];
        string path = _folder.Write("a tone.wav", WaveBytes.Pcm16(samples, 44_100));
        SoundStimulus sound = SoundFile.Load(path, 20_000, seconds);
        Assert.Equal("a tone", sound.Name);
        Assert.Equal("a tone.wav, given by the user; its licence is not known", sound.Source);
        Assert.Equal((long)(20_000 * (seconds ?? 1)), sound.Samples.shape[0]);
        Assert.InRange(sound.Samples.mean().item<float>(), -1e-7f, 1e-7f);
        Assert.Equal(0.1, sound.Samples.pow(2).mean().sqrt().item<float>(), 1e-7);
        Assert.Equal(
            0.03,
            SoundFile.Load(path, 20_000, seconds, 0.03).Samples.pow(2).mean().sqrt().item<float>(),
            1e-7
        );
        if (seconds == 2)
        {
            Assert.Equal(0, sound.Samples[TensorIndex.Slice(0, 10_000)].abs().max().item<float>());
            Assert.Equal(0, sound.Samples[TensorIndex.Slice(30_000, null)].abs().max().item<float>());
            Assert.True(sound.Samples[TensorIndex.Slice(29_990, 30_000)].abs().max().item<float>() > 0.01);
        }
    }

    [Fact]
    public void A_longer_sound_is_cut_to_its_middle()
    {
        short[] ramp = [.. Enumerable.Range(0, 1000).Select(i => (short)i)];
        float[] cut = SoundFile
            .Load(WaveBytes.Pcm16(ramp, 8000), "ramp.wav", 8000, 0.0125, level: null)
            .Samples.data<float>()
            .ToArray();
        Assert.Equal(Enumerable.Range(450, 100).Select(i => i / 32768f), cut);
    }

    [Fact]
    public void A_sound_whose_peak_would_pass_1_is_lowered_and_says_so()
    {
        short[] clicks = [.. Enumerable.Range(0, 8000).Select(i => (short)(i % 800 == 7 ? 20_000 : 0))];
        SoundStimulus sound = SoundFile.Load(WaveBytes.Pcm16(clicks, 8000), "clicks.wav", 8000);
        Assert.EndsWith("lowered so that its peak is 1", sound.Source);
        Assert.Equal(1, sound.Samples.max().item<float>(), 1e-6f);
        Assert.InRange(sound.Samples.pow(2).mean().sqrt().item<float>(), 0.03, 0.04);
        Assert.Equal(10, sound.Samples.gt(0.5).sum().item<long>());

        byte[] loud = WaveBytes.File(
            WaveBytes.Format(Float, 1, 8000, 32),
            [.. Sample(Float, 32, 4), .. Sample(Float, 32, -2)]
        );
        Assert.Equal([1f, -0.5f], SoundFile.Load(loud, "loud.wav", 8000, level: null).Samples.data<float>().ToArray());
    }

    [Fact]
    public void Silence_and_NaN_are_refused()
    {
        AssertRefused(
            WaveBytes.Pcm16(new short[100], 8000),
            "is silent: without its mean its level is below one 16-bit step"
        );
        AssertRefused(WaveBytes.Pcm16([.. Enumerable.Repeat((short)900, 100)], 8000), "is silent");
        Assert.Contains(
            "is silent in the stretch that was cut from its middle",
            Message(() =>
                SoundFile.Load(
                    WaveBytes.Pcm16(
                        [.. Enumerable.Range(0, 8000).Select(i => (short)(i < 1000 ? 500 * Math.Sin(i) : 0))],
                        8000
                    ),
                    "x.wav",
                    8000,
                    0.1
                )
            )
        );
        byte[] opposed =
        [
            .. Enumerable
                .Range(0, 400)
                .SelectMany(i => Sample(Float, 32, 0.5 * Math.Sin(i)).Concat(Sample(Float, 32, -0.5 * Math.Sin(i)))),
        ];
        AssertRefused(
            WaveBytes.File(WaveBytes.Format(Float, 2, 8000, 32), opposed),
            "whose channels do not cancel each other"
        );
        byte[] bad = [.. Sample(Float, 32, 0.5), .. Sample(Float, 32, double.NaN)];
        AssertRefused(
            WaveBytes.File(WaveBytes.Format(Float, 1, 1000, 32), bad),
            "contains NaN or infinite samples, the first at 0.001 s"
        );
        bad = [.. Sample(Float, 64, 0.5), .. Sample(Float, 64, double.NegativeInfinity)];
        AssertRefused(WaveBytes.File(WaveBytes.Format(Float, 1, 1000, 64), bad), "contains NaN or infinite samples");
        // Silence is left unchanged.
        Assert.Equal(0, Read(WaveBytes.Pcm16(new short[100], 8000), 8000).Samples.abs().max().item<float>());
    }

    [Fact]
    public void A_clipped_recording_is_refused_and_a_loud_one_is_not()
    {
        byte[] Noise(double level, ushort bits = 16) =>
            WaveBytes.File(
                WaveBytes.Format(Pcm, 1, 8000, bits),
                [
                    .. Enumerable
                        .Range(0, 8000)
                        .SelectMany(i =>
                            Sample(
                                Pcm,
                                bits,
                                Math.Clamp(level * (Math.Sin(0.1 * i) + Math.Sin(0.313 * i)), -1, 1 - 1 / 32768.0)
                            )
                        ),
                ]
            );
        AssertRefused(
            Noise(0.9),
            "is clipped: ",
            "% of its samples are in runs at full scale",
            "at most 0.1 % may",
            "level: null"
        );
        AssertRefused(Noise(0.9, 24), "is clipped");
        Assert.True(SoundFile.Load(Noise(0.5), "x.wav", 8000).Samples.shape[0] == 8000);
        Assert.Equal(8000, Read(Noise(0.9), 8000).Samples.shape[0]);

        // A full tone of 16 bits and one of 8 bits, whose steps are coarse.
        foreach (ushort bits in new ushort[] { 8, 16 })
        {
            byte[] tone =
            [
                .. Enumerable
                    .Range(0, 44_100)
                    .SelectMany(i =>
                        Sample(Pcm, bits, (1 - 1.0 / (1 << (bits - 1))) * Math.Sin(2 * Math.PI * 100 * i / 44_100))
                    ),
            ];
            Assert.NotNull(
                SoundFile.Load(WaveBytes.File(WaveBytes.Format(Pcm, 1, 44_100, bits), tone), "tone.wav", 16_000)
            );
        }
    }
}
