using Metamers.Models;
using Metamers.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation.Kinds;

/// <summary>What can be measured of a metamer without a network.</summary>
/// <param name="DistanceToStart">RMS distance to the start noise.</param>
/// <param name="TotalVariation">Mean absolute difference of neighbours, summed over the directions.</param>
/// <param name="Scalars">The measures that are compared, in the order of <see cref="NamesFor"/>.</param>
/// <param name="Spectrum">
/// Power in dB: of pictures in rings of equal spatial frequency, all channels together; of sounds in bands of equal
/// width on a logarithmic scale of frequency.
/// </param>
internal sealed record StimulusStatistics(
    double DistanceToStart,
    double TotalVariation,
    double[] Scalars,
    double[] Spectrum
)
{
    private const int SoundBands = 32;

    private static readonly string[] OfAll = ["RMS distance to the reference", "standard deviation", "total variation"];

    /// <summary>
    /// Names of the scalar measures. A sound starts from near silence, so that its distance to the start is its
    /// standard deviation, and it does not come near its bounds: these two are of pictures, as chroma is.
    /// </summary>
    public static IReadOnlyList<string> NamesFor(bool sound) =>
        sound ? OfAll : ["RMS distance to the start", .. OfAll, "share at the bounds", "chroma"];

    /// <summary>Measures a metamer, in float64.</summary>
    public static StimulusStatistics Measure(Metamer metamer)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = metamer.Values.to(float64);
        bool sound = metamer.Reference.Kind.IsSound;
        double start = Rms(x - metamer.DrawStart());
        double variation = VariationOf(x);
        double[] ofAll = [Rms(x - metamer.Reference.Values), x.std(unbiased: false).item<double>(), variation];
        return new(
            start,
            variation,
            sound ? ofAll : [start, .. ofAll, AtBounds(metamer.Values, metamer.Card.Input), Chroma(x)],
            sound ? SpectrumOfSound(x) : SpectrumOfPicture(x)
        );
    }

    /// <summary>Distance of two spectra: root of the mean squared difference, dB.</summary>
    public double DistanceTo(StimulusStatistics other) =>
        Math.Sqrt(Spectrum.Zip(other.Spectrum, (a, b) => (a - b) * (a - b)).Average());

    private static double AtBounds(Tensor values, InputNormalization input) =>
        (values <= input.Minimum).logical_or(values >= input.Maximum).to(float64).mean().item<double>();

    private static double Rms(Tensor difference) => difference.square().mean().sqrt().item<double>();

    /// <summary>Mean absolute difference of neighbours, summed over the directions of space or time.</summary>
    private static double VariationOf(Tensor x) =>
        (x.dim() == 1 ? [0L] : new long[] { 1, 2 }).Sum(axis => x.diff(1, axis).abs().mean().item<double>());

    /// <summary>RMS of the channels' deviations from their mean, over the standard deviation of that mean.</summary>
    private static double Chroma(Tensor x)
    {
        Tensor grey = x.mean([0L], keepdim: true);
        return Rms(x - grey) / Math.Max(grey.std(unbiased: false).item<double>(), 1e-12);
    }

    private static double[] SpectrumOfPicture(Tensor x)
    {
        (long height, long width) = (x.shape[1], x.shape[2]);
        Tensor power = fft.fft2(x - x.mean([1L, 2L], keepdim: true)).abs().square().sum([0L]).flatten();
        Tensor vertical = fft.fftfreq(height, dtype: float64).unsqueeze(1);
        Tensor horizontal = fft.fftfreq(width, dtype: float64).unsqueeze(0);
        long size = Math.Min(height, width);
        Tensor ring = ((vertical.square() + horizontal.square()).sqrt() * size).round().to(int64).flatten();
        return Decibels(power, [.. ring.data<long>()], size / 2);
    }

    private static double[] SpectrumOfSound(Tensor x)
    {
        Tensor power = fft.rfft(x - x.mean()).abs().square();
        long last = power.shape[0] - 1;
        long[] bands =
        [
            .. Enumerable
                .Range(0, (int)power.shape[0])
                .Select(i => i == 0 ? 0 : 1 + (long)((SoundBands - 1) * Math.Log(i) / Math.Log(Math.Max(2, last)))),
        ];
        return Decibels(power, bands, SoundBands);
    }

    /// <summary>Mean power of the bands 1 to <paramref name="last"/> in dB, without the empty ones.</summary>
    private static double[] Decibels(Tensor power, long[] bands, long last)
    {
        double[] values = [.. power.data<double>()];
        return
        [
            .. values
                .Zip(bands)
                .Where(pair => pair.Second >= 1 && pair.Second <= last)
                .GroupBy(pair => pair.Second, pair => pair.First)
                .OrderBy(band => band.Key)
                .Select(band => 10 * Math.Log10(band.Average() + 1e-12)),
        ];
    }
}
