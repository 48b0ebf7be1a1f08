using System.Text.Json.Serialization;
using Metamers.Runtime;
using Metamers.Stimuli;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Synthesis.Objectives;

/// <summary>
/// The prior of a spectrum (Olah, Mordvintsev and Schubert 2017). A picture is written as Fourier coefficients, each
/// scaled by the amplitude that pictures have at its frequency, and the descent moves the coefficients: what pictures
/// have little of moves little. A step of the coefficients along their gradient is a step of the pixels along the
/// gradient filtered by the squared amplitude, and that is how it is computed: the filtered gradient takes the place of
/// the gradient, its step has the L2 length of the schedule in pixels, and pixels are clamped to their range after it.
/// The start noise is filtered by the amplitude, with its deviation kept. Colours are not decorrelated.
/// </summary>
/// <example>
/// <code>
/// var learned = StimulusSpectrum.Learn(Photographs.Take(8));
/// new SynthesisObjective(new MatchTerm()) { Spectrum = learned }
/// </code>
/// </example>
public sealed record StimulusSpectrum
{
    private const int MostRings = 65;
    private const int Digits = 6;

    /// <summary>The largest frequency of a picture, cycles a pixel: at the corner of its spectrum.</summary>
    private static readonly double Corner = Math.Sqrt(0.5);

    /// <summary>The amplitude 1/f of natural pictures (Field 1987); the mean counts as the lowest frequency.</summary>
    public static StimulusSpectrum Fourier { get; } = new();

    /// <summary>
    /// Amplitudes at frequencies that are evenly spaced from 0 to √½ cycles a pixel, in any unit, between which they
    /// are interpolated; null for 1/f.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Amplitudes { get; init; }

    /// <summary>
    /// The mean amplitude of pictures at each frequency, over all orientations, colours and pictures. The mean of a
    /// picture is left out and counts as its lowest frequency.
    /// </summary>
    /// <param name="pictures">At least one, of any size.</param>
    /// <returns>The spectrum, with 1 for the largest amplitude.</returns>
    /// <exception cref="MetamerException">There are no pictures, or nothing but flat ones.</exception>
    public static StimulusSpectrum Learn(IEnumerable<ImageStimulus> pictures)
    {
        using DisposeScope scope = NewDisposeScope();
        ImageStimulus[] all = [.. pictures];
        if (all.Length == 0)
        {
            throw new MetamerException("There are no pictures to learn a spectrum from; give at least one.");
        }

        int rings =
            Math.Clamp(
                (int)Math.Round(Corner * all.Min(picture => Math.Min(picture.Height, picture.Width))),
                1,
                MostRings - 1
            ) + 1;
        double[] sums = new double[rings];
        foreach (ImageStimulus picture in all)
        {
            double[] mean = InRings(picture, rings);
            for (int ring = 0; ring < rings; ring++)
            {
                sums[ring] += mean[ring];
            }
        }

        double largest = sums.Max();
        return largest > 0
            ? new() { Amplitudes = [.. sums.Select(sum => Math.Round(sum / largest, Digits))] }
            : throw new MetamerException(
                $"The {all.Length} pictures are flat, so that they have no spectrum. Give photographs."
            );
    }

    /// <summary>Amplitude of each coefficient of the real Fourier transform, at most 1.</summary>
    /// <returns>(height, width / 2 + 1) float64, on the CPU.</returns>
    internal Tensor AmplitudeOf(long height, long width)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor down = fft.fftfreq(height, 1.0, float64).unsqueeze(1);
        Tensor frequency = (down.square() + fft.rfftfreq(width, 1.0, float64).square()).sqrt();
        return (
            Amplitudes is null ? Pink(frequency, 1.0 / Math.Max(height, width)) : Interpolated(frequency, Amplitudes)
        ).MoveToOuterDisposeScope();
    }

    /// <summary>What is wrong with it, and what is allowed.</summary>
    internal IEnumerable<(bool Right, string Rule)> Rules() =>
        [
            (
                Amplitudes is null or { Count: >= 2 },
                $"Spectrum with {Amplitudes?.Count} amplitudes: at least two, or null for 1/f"
            ),
            (
                Amplitudes?.All(amplitude => amplitude >= 0 && double.IsFinite(amplitude)) != false
                    && Amplitudes?.All(amplitude => amplitude == 0) != true,
                "Spectrum with amplitudes below 0, not finite or all 0: the mean amplitude of pictures, as "
                    + "StimulusSpectrum.Learn gives it"
            ),
        ];

    /// <summary>Whether both are 1/f, or have equal amplitudes.</summary>
    /// <param name="other">Another spectrum.</param>
    public bool Equals(StimulusSpectrum? other) =>
        other is not null
        && (
            Amplitudes is null
                ? other.Amplitudes is null
                : other.Amplitudes is not null && Amplitudes.SequenceEqual(other.Amplitudes)
        );

    /// <inheritdoc/>
    public override int GetHashCode() => Amplitudes is null ? 0 : HashCode.Combine(Amplitudes.Count, Amplitudes[^1]);

    /// <summary>How coefficients are scaled.</summary>
    public override string ToString() =>
        $"Fourier coefficients scaled by {(Amplitudes is null ? "1/f" : "a learned spectrum")}";

    private static Tensor Pink(Tensor frequency, double lowest) => lowest / frequency.clamp_min(lowest);

    private static Tensor Interpolated(Tensor frequency, IReadOnlyList<double> amplitudes)
    {
        Tensor known = tensor(amplitudes.ToArray(), float64);
        Tensor place = frequency / Corner * (amplitudes.Count - 1);
        Tensor below = place.floor().clamp(0, amplitudes.Count - 2);
        Tensor share = (place - below).clamp(0, 1);
        Tensor index = below.to(int64);
        return ((1 - share) * known[index] + share * known[index + 1]) / amplitudes.Max();
    }

    /// <summary>Mean amplitude in rings of one width, whose centres are evenly spaced from 0 to the corner.</summary>
    private static double[] InRings(ImageStimulus picture, int rings)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = picture.Pixels.detach().cpu().to(float64); // (channels, H, W)
        pixels = pixels - pixels.mean([1L, 2L], keepdim: true);
        Tensor amplitude = (fft.fft2(pixels).abs() / Math.Sqrt(picture.Height * picture.Width)).mean([0L]).flatten();
        Tensor down = fft.fftfreq(picture.Height, 1.0, float64).unsqueeze(1);
        Tensor frequency = (down.square() + fft.fftfreq(picture.Width, 1.0, float64).square()).sqrt().flatten();
        Tensor ring = (frequency / Corner * (rings - 1)).round().to(int64);
        Tensor counts = zeros(rings, float64).index_add(0, ring[1..], ones_like(amplitude[1..]), 1);
        Tensor sums = zeros(rings, float64).index_add(0, ring[1..], amplitude[1..], 1);
        double[] mean = [.. (sums / counts).data<double>()];
        for (int i = 1; i < rings; i++) // a ring without coefficients has the amplitude of the one before
        {
            mean[i] = double.IsNaN(mean[i]) ? mean[i - 1] : mean[i];
        }

        mean[0] = mean[Math.Min(1, rings - 1)];
        return mean;
    }
}
