using System.Diagnostics;
using Metamers.Stimuli.Synthetic;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Stimuli.Synthetic;

public sealed class SyntheticSoundsTests(ITestOutputHelper output)
{
    private const int Rate = 16_000;

    /// <summary>Words that can be distinguished: word i is a tone of 500 (i + 1) Hz.</summary>
    private static Tensor[] Words(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => (arange(3000 + 500 * i) * (2 * Math.PI * 500 * (i + 1) / Rate)).sin() * 0.01 * (i + 1)),
        ];

    [Fact]
    public void All_have_mean_0_and_level_1()
    {
        using BabbleTape tape = new(Words(5));
        using Generator random = new(3);
        Tensor[] all =
        [
            SyntheticSounds.PinkNoise(Rate, Rate, 1).unsqueeze(0),
            SyntheticSounds.ModulatedNoise(999, 44_100, 1).unsqueeze(0),
            SyntheticSounds.ModulatedNoise(40_000, 20_000, 1, pink: false).unsqueeze(0),
            SyntheticSounds.Babble(Words(3), 5000, 2, 1).unsqueeze(0),
            SyntheticSounds.Backgrounds(7, Rate, Rate, random),
            SyntheticSounds.Backgrounds(7, Rate, Rate, random, tape),
            tape.Mix(3, 100_000, 5, random), // longer than the tape
        ];
        Assert.Equal([7L, Rate], all[5].shape);
        Assert.All(
            all,
            sound =>
            {
                Assert.Equal(ScalarType.Float32, sound.dtype);
                Assert.InRange(sound.mean([1L]).abs().max().item<float>(), 0, 1e-6f);
                Assert.InRange((sound.pow(2).mean([1L]).sqrt() - 1).abs().max().item<float>(), 0, 1e-5f);
            },
            throwIfEmpty: true
        );
    }

    [Theory]
    [InlineData(16_000)]
    [InlineData(44_100)]
    public void The_power_of_pink_noise_falls_with_frequency_and_ends_at_20_Hz(int rate)
    {
        // The scope also keeps the stacked tensors from being collected too early.
        using DisposeScope scope = NewDisposeScope();
        // The power of 1/f noise is equal in all octave bands; averaged over eight noises.
        Tensor power = stack(
                Enumerable
                    .Range(0, 8)
                    .Select(seed => fft.rfft(SyntheticSounds.PinkNoise(rate, rate, seed)).abs().pow(2))
            )
            .mean([0L]);
        double[] octaves =
        [
            .. Enumerable
                .Range(0, 6)
                .Select(i => (double)power[TensorIndex.Slice(100 << i, 200 << i)].sum().item<float>()),
        ];
        double slope = Enumerable.Range(0, 6).Sum(i => (i - 2.5) * Math.Log2(octaves[i])) / 17.5 - 1;
        output.WriteLine($"power ~ f^{slope:F3}");
        Assert.InRange(slope, -1.05, -0.95);
        Assert.True((power[TensorIndex.Slice(0, 20)].sum() / power.sum()).item<float>() < 1e-9);
    }

    [Fact]
    public void The_level_of_modulated_noise_varies_at_2_to_8_Hz()
    {
        double[] modulated = Modulation(
            Enumerable.Range(0, 20).Select(seed => SyntheticSounds.ModulatedNoise(4 * Rate, Rate, seed, pink: false))
        );
        double[] steady = Modulation(Enumerable.Range(0, 20).Select(_ => randn(4 * Rate)));
        output.WriteLine(
            "modulation below 1.5, at 2 to 8, at 16 to 25 "
                + $"Hz: {string.Join(", ", modulated.Select(power => $"{power:F0}"))}, steady {steady[1]:F0}"
        );
        Assert.True(modulated[1] > 30 * steady[1], $"{modulated[1]} against {steady[1]}");
        Assert.True(modulated[1] > 5 * modulated[0] && modulated[1] > 5 * modulated[2]);
    }

    [Fact]
    public void White_and_pink_modulated_noise_differ_in_spectrum()
    {
        double white = ShareAbove2000(SyntheticSounds.ModulatedNoise(Rate, Rate, 1, pink: false));
        double pink = ShareAbove2000(SyntheticSounds.ModulatedNoise(Rate, Rate, 1));
        Assert.InRange(white, 0.7, 0.8);
        Assert.InRange(pink, 0.15, 0.35);
    }

    [Fact]
    public void The_same_seed_gives_the_same_sound_and_another_another()
    {
        Assert.True(
            SyntheticSounds.PinkNoise(500, Rate, -4).equal(SyntheticSounds.PinkNoise(500, Rate, -4)).all().item<bool>()
        );
        Assert.True(
            SyntheticSounds
                .PinkNoise(500, Rate, 1)
                .sub(SyntheticSounds.PinkNoise(500, Rate, 2))
                .abs()
                .max()
                .item<float>() > 0.5
        );
        using Generator first = new(9),
            second = new(9);
        Assert.True(
            SyntheticSounds
                .Backgrounds(4, 500, Rate, first)
                .equal(SyntheticSounds.Backgrounds(4, 500, Rate, second))
                .all()
                .item<bool>()
        );
        Assert.False(
            SyntheticSounds
                .Backgrounds(4, 500, Rate, first)
                .equal(SyntheticSounds.Backgrounds(4, 500, Rate, first))
                .all()
                .item<bool>()
        );

        // Known values: the numbers come from one machine, the tolerance allows for another machine's Fourier
        // transform.
        double[] known = [2.1352706, 2.052845, 1.3373606, 0.825696];
        float[] start = SyntheticSounds.PinkNoise(1000, Rate, 1)[TensorIndex.Slice(0, 4)].data<float>().ToArray();
        Assert.All(start.Zip(known), pair => Assert.Equal(pair.Second, pair.First, 1e-4), throwIfEmpty: true);
    }

    [Fact]
    public void A_babble_holds_as_many_words_at_once_as_there_are_talkers()
    {
        using BabbleTape tape = new(Words(12), seed: 5);
        Assert.Equal(Words(12).Sum(word => word.shape[0]), tape.Samples);
        foreach (int talkers in new[] { 1, 4 })
        {
            // In 1,000 samples a talker says one or two words.
            Tensor spectrum = fft.rfft(
                    tape.Mix(1000, talkers, [.. Enumerable.Range(0, talkers).Select(i => (i + 0.3) / 4)])
                )
                .abs()[0];
            int tones = Enumerable.Range(1, 12).Count(i => spectrum[(int)(i * 500.0 * 1000 / Rate)].item<float>() > 20);
            Assert.InRange(tones, talkers, 2 * talkers);
        }

        Assert.Contains(
            "2 were given",
            Assert.Throws<ArgumentException>(() => new BabbleTape([zeros(5), zeros(6)])).Message
        );
    }

    [Fact]
    public void Backgrounds_are_noise_and_with_a_tape_babble_too()
    {
        using BabbleTape tape = new([(arange(8000) * (2 * Math.PI * 1000 / Rate)).sin()]);
        using Generator random = new(1);
        int Tones(BabbleTape? words) =>
            SyntheticSounds
                .Backgrounds(60, 1600, Rate, random, words)
                .unbind()
                .Count(sound => (fft.rfft(sound)[100].abs().pow(2) * 2 / 1600 / 1600).item<float>() > 0.4);
        Assert.Equal(0, Tones(null));
        Assert.InRange(Tones(tape), 20, 40);
    }

    [Fact]
    public void A_batch_leaves_no_tensors_behind()
    {
        using BabbleTape tape = new(Words(50));
        using Generator random = new(1);
        SyntheticSounds.Backgrounds(32, Rate, Rate, random, tape).Dispose();
        using DisposeScope scope = NewDisposeScope();
        Stopwatch watch = Stopwatch.StartNew();
        for (int i = 0; i < 5; i++)
        {
            SyntheticSounds.Backgrounds(32, Rate, Rate, random, tape);
        }

        Assert.Equal(5, scope.DisposablesCount);
        output.WriteLine($"{watch.Elapsed.TotalMilliseconds / 160:F2} ms for each second of sound");
    }

    [Fact]
    public void Sizes_out_of_range_are_refused()
    {
        using Generator random = new(1);
        Assert.Equal(
            "samples",
            Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticSounds.PinkNoise(1, Rate, 0)).ParamName
        );
        Assert.Equal(
            "samplingRate",
            Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticSounds.ModulatedNoise(10, 0, 0)).ParamName
        );
        Assert.Equal(
            "count",
            Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticSounds.Backgrounds(0, 10, Rate, random)).ParamName
        );
        Assert.Equal(
            "talkers",
            Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticSounds.Babble(Words(1), 10, 0, 0)).ParamName
        );
    }

    /// <summary>
    /// Mean power of the spectrum of the level in decibels, sampled every 20 ms over 4 s: below 1.5 Hz, at 2 to 8 Hz,
    /// at 16 to 25 Hz.
    /// </summary>
    private static double[] Modulation(IEnumerable<Tensor> sounds)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor level = stack(sounds.Select(sound => sound.pow(2).view(-1, Rate / 50).mean([1L]).log10() * 10));
        Tensor power = fft.rfft(level).abs().pow(2).mean([0L]);
        return
        [
            .. new[] { (1, 6), (8, 33), (64, 101) }.Select(band =>
                (double)power[TensorIndex.Slice(band.Item1, band.Item2)].mean().item<float>()
            ),
        ];
    }

    private static double ShareAbove2000(Tensor sound)
    {
        Tensor power = fft.rfft(sound).abs().pow(2);
        return (power[TensorIndex.Slice(2000, null)].sum() / power.sum()).item<float>();
    }
}
