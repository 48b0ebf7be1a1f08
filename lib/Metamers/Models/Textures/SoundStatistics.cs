using Metamers.Models.Cochleagrams;
using static TorchSharp.torch;

namespace Metamers.Models.Textures;

/// <summary>
/// The statistics of McDermott and Simoncelli (2011), from cochleagrams: averages over time of the channels, of their
/// products, and of their modulations in bands. Averages are over the whole sound, and modulation filters wrap around
/// its ends.
/// </summary>
internal sealed class SoundStatistics : IDisposable
{
    public const string Moments = "envelope_moments";
    public const string Correlation = "envelope_correlation";
    public const string Power = "modulation_power";
    public const string AcrossChannels = "modulation_correlation_across_channels";
    public const string AcrossBands = "modulation_correlation_across_bands";

    private const double Narrow = 0.64; // octaves from the centre to 0; half the power at ±0.32 octaves, a Q of 2.24
    private const double Octave = 1; // of the fewer, wider bands for correlations

    private static readonly int[] ChannelDistances = [1, 2, 3, 5, 8, 11, 16, 21];
    private static readonly int[] NearDistances = [1, 2];

    private readonly int channels;
    private readonly int frames;
    private readonly double[] fine; // centre frequencies, Hz
    private readonly double[] coarse;
    private readonly TensorCache<string> gains;
    private readonly TensorCache<string> oneSided;

    public SoundStatistics(int channels, int frames, double rate)
    {
        (this.channels, this.frames) = (channels, frames);
        double lowest = 2 * rate / frames; // two periods in the sound
        fine = [.. Bands(0.5, Math.Sqrt(2), rate / 2 / 1.25, lowest)];
        coarse = [.. Bands(3.125, 2, rate / 4, lowest)];
        gains = new(name =>
            name == "fine" ? Filters(fine, Narrow, rate).square() : Filters(coarse, Octave, rate).square()
        );
        oneSided = new(_ => Analytic(Filters(coarse, Octave, rate)).to(complex128));
    }

    /// <summary>Centre frequencies of the bands of the modulation power, Hz.</summary>
    public IReadOnlyList<double> Frequencies => fine;

    /// <summary>The families in order, with the shape of each.</summary>
    public IReadOnlyList<(string Name, long[] Shape)> Families =>
        [
            (Moments, [4, channels]),
            (Correlation, [Pairs(ChannelDistances)]),
            (Power, [fine.Length, channels]),
            (AcrossChannels, [coarse.Length, Pairs(NearDistances)]),
            (AcrossBands, [2, coarse.Length - 1, channels]),
        ];

    /// <summary>All families of a batch of cochleagrams, each (N, shape of the family).</summary>
    /// <param name="cochleagrams">(N, channels, frames).</param>
    /// <param name="wanted">Which families are needed.</param>
    public IReadOnlyDictionary<string, Tensor> Measure(Tensor cochleagrams, IReadOnlyCollection<string> wanted)
    {
        Tensor mean = cochleagrams.mean([-1], keepdim: true);
        Tensor from = cochleagrams - mean;
        Tensor variance = from.square().mean([-1]); // (N, channels)
        Dictionary<string, Tensor> found = [];
        if (wanted.Contains(Moments))
        {
            Tensor relative = variance / mean.squeeze(-1).square();
            Tensor skew = from.pow(3).mean([-1]) / variance.pow(1.5);
            Tensor kurtosis = from.pow(4).mean([-1]) / variance.square();
            found[Moments] = stack([mean.squeeze(-1), relative, skew, kurtosis], 1);
        }

        if (wanted.Contains(Correlation))
        {
            Tensor unit = from / (variance * frames).sqrt().unsqueeze(-1);
            found[Correlation] = cat([.. ChannelDistances.Where(d => d < channels).Select(d => Product(unit, d))], -1);
        }

        if (wanted.Any(name => name is Power or AcrossChannels or AcrossBands))
        {
            MeasureModulations(fft.rfft(from), variance, wanted, found);
        }

        return found;
    }

    public void Dispose()
    {
        gains.Dispose();
        oneSided.Dispose();
    }

    private void MeasureModulations(
        Tensor spectrum,
        Tensor variance,
        IReadOnlyCollection<string> wanted,
        Dictionary<string, Tensor> found
    )
    {
        double scale = 2.0 / ((double)frames * frames); // Parseval; a frequency stands for its negative too
        (Tensor real, Tensor imaginary) = (spectrum.real, spectrum.imag);
        if (wanted.Contains(Power))
        {
            Tensor power = (real.square() + imaginary.square()) * scale; // (N, channels, frequencies)
            Tensor inBands = power.matmul(gains.Get("fine", variance).t()); // (N, channels, bands)
            found[Power] = (inBands / variance.unsqueeze(-1)).transpose(1, 2);
        }

        if (wanted.Contains(AcrossChannels))
        {
            Tensor bands = gains.Get("coarse", variance).t(); // (frequencies, bands)
            Tensor power = (real.square() + imaginary.square()).matmul(bands); // (N, channels, bands)
            found[AcrossChannels] = cat([.. NearDistances.Where(d => d < channels).Select(Between)], 1).transpose(1, 2);

            Tensor Between(int distance)
            {
                Tensor crossed =
                    Low(real, distance) * High(real, distance) + Low(imaginary, distance) * High(imaginary, distance);
                return crossed.matmul(bands) / (Low(power, distance) * High(power, distance)).sqrt();
            }
        }

        if (wanted.Contains(AcrossBands))
        {
            found[AcrossBands] = BandCorrelation(spectrum);
        }
    }

    /// <summary>
    /// Each band with the one an octave above it, whose phase turns twice as fast: the slower one's phase is doubled.
    /// Real and imaginary part: (N, 2, bands − 1, channels).
    /// </summary>
    private Tensor BandCorrelation(Tensor spectrum)
    {
        Tensor bands = fft.ifft(spectrum.unsqueeze(1) * oneSided.Get("", spectrum), frames); // (N, bands, channels, T)
        (Tensor real, Tensor imaginary) = (bands.real, bands.imag);
        long pairs = coarse.Length - 1;
        (Tensor a, Tensor b) = (real.narrow(1, 0, pairs), imaginary.narrow(1, 0, pairs));
        (Tensor c, Tensor d) = (real.narrow(1, 1, pairs), imaginary.narrow(1, 1, pairs));
        Tensor slowPower = a.square() + b.square();
        Tensor length = (slowPower + 1e-20).sqrt();
        (Tensor doubledReal, Tensor doubledImaginary) = ((a.square() - b.square()) / length, 2 * a * b / length);
        Tensor scale = (slowPower.mean([-1]) * (c.square() + d.square()).mean([-1])).sqrt();
        Tensor inPhase = (doubledReal * c + doubledImaginary * d).mean([-1]) / scale;
        Tensor quadrature = (doubledReal * d - doubledImaginary * c).mean([-1]) / scale;
        return stack([inPhase, quadrature], 1);
    }

    private static Tensor Product(Tensor unit, int distance) => (Low(unit, distance) * High(unit, distance)).sum(-1);

    private static Tensor Low(Tensor x, int distance) => x.narrow(1, 0, x.shape[1] - distance);

    private static Tensor High(Tensor x, int distance) => x.narrow(1, distance, x.shape[1] - distance);

    private long Pairs(int[] distances) => distances.Where(d => d < channels).Sum(d => (long)(channels - d));

    private static IEnumerable<double> Bands(double first, double ratio, double highest, double lowest)
    {
        for (double frequency = first; frequency <= highest; frequency *= ratio)
        {
            if (frequency >= lowest)
            {
                yield return frequency;
            }
        }
    }

    /// <summary>Half cosines over the logarithm of the frequency: (bands, frequencies).</summary>
    private Tensor Filters(double[] centres, double halfWidth, double rate)
    {
        double[,] values = new double[centres.Length, frames / 2 + 1];
        for (int band = 0; band < centres.Length; band++)
        {
            for (int k = 1; 2 * k < frames; k++) // without the highest, which is its own negative
            {
                double octaves = Math.Abs(Math.Log2(k * rate / frames / centres[band]));
                values[band, k] = octaves < halfWidth ? Math.Cos(Math.PI / 2 * octaves / halfWidth) : 0;
            }
        }

        return tensor(values);
    }

    /// <summary>
    /// Filters for the positive frequencies of a transform that is then taken to be 0 at the negative ones.
    /// </summary>
    private static Tensor Analytic(Tensor filters) => (2 * filters).unsqueeze(1); // (bands, 1, frequencies)
}
