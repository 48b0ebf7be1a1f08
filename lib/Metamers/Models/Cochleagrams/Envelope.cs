using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Cochleagrams;

/// <summary>
/// Step 2 of a cochleagram: the envelope of each filtered sound, <c>√max(|z|², 1e-16)</c>, where z contains the
/// positive frequencies only and is not doubled, so the result is half the usual Hilbert envelope (method:
/// chcochleagram's envelope_extraction.py).
/// </summary>
/// <remarks>
/// The published method takes an inverse Fourier transform as long as the sound for every filter. But the magnitude of
/// z does not change when its frequencies are shifted, and a filter covers few bins: shifted down to 0, they need only
/// a short transform. The magnitude has more bandwidth than z, so it is computed at more points than z needs; most of
/// all for the few low-pass filters, whose z is nearly real and passes through 0, and which get as many points as the
/// sound.
/// </remarks>
internal sealed class Envelope : IDisposable
{
    // Ratio of successive numbers of points; a smaller ratio gives more and smaller bands.
    private const double Growth = 1.1;

    // Divides every number of points; a transform of 15,625 points takes three times as long as one of 16,000.
    private const int LeastPowerOfTwo = 64;

    // Points of all filters of a band: 8 MB of complex numbers per sound.
    private const int LargestBand = 1_000_000;

    // The fewest points, for narrow filters: their envelopes pass the low-pass filter unchanged.
    private const int PointsAFrame = 10;

    private readonly ErbFilterBank bank;
    private readonly int samples;
    private readonly TensorCache<EnvelopeBand> gains;

    /// <summary>Plans the bands.</summary>
    /// <param name="bank">The filters.</param>
    /// <param name="options">Length, rates and oversampling.</param>
    public Envelope(ErbFilterBank bank, CochleagramOptions options)
    {
        (this.bank, samples) = (bank, options.Samples);
        Bands = Plan(
            options.Oversampling,
            PointsAFrame * (double)samples * options.EnvelopeRate / options.SamplingRate
        );
        gains = new(Gains);
    }

    /// <summary>The bands, lowest filters first.</summary>
    public IReadOnlyList<EnvelopeBand> Bands { get; }

    /// <summary>The bins of each filtered sound of one band, which <see cref="EnvelopeSpectrum"/> takes.</summary>
    /// <param name="spectrum">(N, samples / 2 + 1) complex: the Fourier transform of the sounds.</param>
    /// <param name="band">One of <see cref="Bands"/>.</param>
    /// <returns>(N, filters, bins) complex: the positive frequencies, shifted down to 0.</returns>
    public Tensor Filter(Tensor spectrum, EnvelopeBand band)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor bins = spectrum.slice(-1, band.FirstBin, band.FirstBin + band.Bins, 1).unsqueeze(-2); // (N, 1, bins)
        return (bins * gains.Get(band, spectrum)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => gains.Dispose();

    /// <summary>
    /// (filters, bins) complex; the scale corrects for the inverse transform's division by the points instead of the
    /// samples.
    /// </summary>
    private Tensor Gains(EnvelopeBand band)
    {
        double scale = (double)band.Points / samples;
        double[] values =
        [
            .. Enumerable
                .Range(band.FirstFilter, band.Filters)
                .SelectMany(filter =>
                    bank.Gains(filter).Skip(band.FirstBin).Take(band.Bins).Select(gain => gain * scale)
                ),
        ];
        using Tensor real = tensor(values, [band.Filters, band.Bins]);
        return real.to(complex128);
    }

    private List<EnvelopeBand> Plan(double oversampling, double fewest)
    {
        List<EnvelopeBand> bands = [];
        for (int filter = 0; filter < bank.Count; filter++)
        {
            (int first, int count) = bank.Support(filter);
            int points = first == 0 ? samples : Points(Math.Max(count * oversampling, fewest));
            EnvelopeBand alone = new(filter, 1, first, count, points);
            if (bands.Count > 0 && Joined(bands[^1], alone) is { } joined)
            {
                bands[^1] = joined;
            }
            else
            {
                bands.Add(alone);
            }
        }

        return bands;
    }

    /// <summary>Joins two bands; null if they cannot be joined or would be too large.</summary>
    private static EnvelopeBand? Joined(EnvelopeBand band, EnvelopeBand next)
    {
        int from = Math.Min(band.FirstBin, next.FirstBin);
        int bins = Math.Max(band.FirstBin + band.Bins, next.FirstBin + next.Bins) - from;
        int filters = band.Filters + next.Filters;
        return band.Points == next.Points && bins <= band.Points && (long)filters * band.Points <= LargestBand
            ? band with
            {
                Filters = filters,
                FirstBin = from,
                Bins = bins,
            }
            : null;
    }

    /// <summary>
    /// The next larger of a few numbers, all products of 3, 5 and a high power of 2, for which Fourier transforms are
    /// fast; at most the samples.
    /// </summary>
    private int Points(double least)
    {
        double points = 64;
        while (points < least && points < samples)
        {
            points = NextSmooth((int)Math.Ceiling(points * Growth));
        }

        return (int)Math.Min(points, samples);
    }

    private static int NextSmooth(int number)
    {
        number = (number + LeastPowerOfTwo - 1) / LeastPowerOfTwo * LeastPowerOfTwo;
        while (!IsSmooth(number))
        {
            number += LeastPowerOfTwo;
        }

        return number;
    }

    private static bool IsSmooth(int number)
    {
        foreach (int prime in new[] { 2, 3, 5 })
        {
            while (number % prime == 0)
            {
                number /= prime;
            }
        }

        return number == 1;
    }
}
