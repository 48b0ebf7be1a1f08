using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Metamers.Stimuli;
using Metamers.Stimuli.Synthetic;
using static TorchSharp.torch;

namespace Metamers.Tests.Stimuli.Synthetic;

public class SyntheticStimuliTests
{
    private const int Side = 128;

    private static readonly Tensor[] GreyPictures =
    [
        .. Enumerable.Range(0, 12).Select(seed => SyntheticStimuli.DeadLeaves(Side, seed).Pixels.mean([0L])),
    ];

    static SyntheticStimuliTests() { } // so that these tensors belong to no test's dispose scope

    [Fact]
    public void A_picture_is_named_and_within_range_and_colourful()
    {
        ImageStimulus picture = SyntheticStimuli.DeadLeaves(32, -3);
        Assert.Equal("dead-leaves--3", picture.Name);
        Assert.Contains("free of rights", picture.Source);
        Assert.Equal([3, 32, 32], picture.Pixels.shape);
        Assert.InRange(picture.Pixels.std().item<float>(), 0.15, 0.4);
        Assert.True((picture.Pixels[0] - picture.Pixels[2]).abs().mean().item<float>() > 0.05, "the picture is grey");
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_on_every_platform()
    {
        Assert.Equal(Hash(16, 1), Hash(16, 1));
        Assert.Equal("7b78c9e9ac97b74311f5d7a83d1857e5b32fde1ce1032f22de20b8bbb327c15b", Hash(16, 1));
    }

    [Fact]
    public void Other_seeds_give_other_pictures()
    {
        string[] hashes =
        [
            .. Enumerable.Range(0, 20).Select(seed => Hash(8, seed)),
            Hash(8, long.MinValue),
            Hash(8, long.MaxValue),
        ];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void Random_numbers_are_those_of_the_published_generator()
    {
        SplitMix64 random = new(1234567);
        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            Enumerable.Range(0, 5).Select(_ => random.Next())
        );
        double[] bell = [.. Enumerable.Range(0, 20_000).Select(_ => random.Bell())];
        Assert.InRange(bell.Average(), -0.03, 0.03);
        Assert.InRange(bell.Average(value => value * value), 0.96, 1.04);
    }

    /// <summary>
    /// Photographs have a power spectrum near 1/f²; the mean slope of these pictures is within a quarter of −2.
    /// </summary>
    [Fact]
    public void The_power_spectrum_falls_with_the_square_of_frequency()
    {
        double[] slopes = [.. GreyPictures.Select(SpectrumSlope)];
        Assert.InRange(slopes.Average(), -2.25, -1.75);
    }

    /// <summary>A Gaussian has kurtosis 3, derivatives of photographs about 10 or more.</summary>
    [Fact]
    public void Derivatives_have_heavy_tails()
    {
        double kurtosis = GreyPictures.Average(grey =>
        {
            using IDisposable scope = NewDisposeScope();
            Tensor derivative = grey.diff(dim: 1);
            Tensor deviation = derivative - derivative.mean();
            return (deviation.pow(4).mean() / deviation.pow(2).mean().pow(2)).item<float>();
        });
        Assert.True(kurtosis > 6, $"the kurtosis is {kurtosis:F1}");
    }

    [Fact]
    public void Radii_bound_the_discs()
    {
        // Discs of at least 200 pixels in a picture of 8 give few edges; discs of at most 1 pixel leave no flat area.
        Tensor large = SyntheticStimuli.DeadLeaves(8, 5, 60, 80).Pixels;
        Tensor small = SyntheticStimuli.DeadLeaves(32, 5, 0.5, 0.6).Pixels;
        Assert.True(Flat(large) > 0.6, $"{Flat(large):P0} of the large picture is flat");
        Assert.True(Flat(small) < 0.05, $"{Flat(small):P0} of the small picture is flat");
    }

    [Fact]
    public void Sizes_and_radii_out_of_range_are_refused()
    {
        Assert.Contains("size must be from 8 to 1024 pixels", Refused(() => SyntheticStimuli.DeadLeaves(7)));
        Assert.Contains("size must be from 8 to 1024 pixels", Refused(() => SyntheticStimuli.DeadLeaves(2000)));
        Assert.Contains(
            "smallestRadius must be from 0.5 to 320 pixels",
            Refused(() => SyntheticStimuli.DeadLeaves(32, 0, 0))
        );
        Assert.Contains("smallestRadius must be", Refused(() => SyntheticStimuli.DeadLeaves(32, 0, double.NaN)));
        Assert.Contains(
            "largestRadius must be from 4 to 320 pixels",
            Refused(() => SyntheticStimuli.DeadLeaves(32, 0, 4, 3))
        );
        Assert.Contains(
            "largestRadius must be",
            Refused(() => SyntheticStimuli.DeadLeaves(32, 0, 4, double.PositiveInfinity))
        );
    }

    /// <summary>
    /// Slope of log power over log frequency, averaged over directions, from 3 cycles per picture to a quarter of the
    /// sampling rate.
    /// </summary>
    private static double SpectrumSlope(Tensor grey)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor window = hann_window(Side);
        Tensor power = fft.fft2((grey - grey.mean()) * window.unsqueeze(0) * window.unsqueeze(1)).abs().pow(2);
        Tensor frequency = fft.fftfreq(Side) * Side;
        Tensor radius = (frequency.unsqueeze(0).pow(2) + frequency.unsqueeze(1).pow(2)).sqrt().round();
        (double X, double Y)[] points =
        [
            .. Enumerable
                .Range(3, Side / 4 - 3)
                .Select(r => (Math.Log(r), Math.Log(power.masked_select(radius.eq(r)).mean().item<float>()))),
        ];
        double meanX = points.Average(point => point.X);
        return points.Sum(point => (point.X - meanX) * point.Y)
            / points.Sum(point => (point.X - meanX) * (point.X - meanX));
    }

    /// <summary>Share of horizontal neighbours that are equal.</summary>
    private static double Flat(Tensor pixels) =>
        pixels.diff(dim: 2).abs().sum([0L]).eq(0).to(float32).mean().item<float>();

    private static string Hash(int size, long seed) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                MemoryMarshal.AsBytes(SyntheticStimuli.DeadLeaves(size, seed).Pixels.data<float>().ToArray().AsSpan())
            )
        );

    private static string Refused(Action action) => Assert.Throws<ArgumentOutOfRangeException>(action).Message;
}
