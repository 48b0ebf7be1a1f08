using static TorchSharp.torch;

namespace Metamers.Models.Textures;

/// <summary>
/// The statistics of a batch of pictures; each intermediate picture is computed when the first family that needs it is
/// asked for. Made and used within one dispose scope.
/// </summary>
/// <param name="pictures">(N, H, W).</param>
/// <param name="filters">The pyramid.</param>
internal sealed class TextureMeasurement(Tensor pictures, TextureFilters filters)
{
    private static readonly long[] Plane = [-2, -1];

    private readonly int scales = filters.Scales;

    /// <summary>One family as an array (N, shape of the family), redundant values included.</summary>
    public Tensor Measure(string family) =>
        family switch
        {
            StatisticsFamily.Pixels => PixelStatistics,
            StatisticsFamily.MagnitudeAutocorrelation => MagnitudeCovariances
                .Select(c => (c / Centre(c)).permute(0, 2, 3, 1))
                .Stacked(),
            StatisticsFamily.Skew => Moment(3, 0),
            StatisticsFamily.Kurtosis => Moment(4, 3),
            StatisticsFamily.LowpassAutocorrelation => LowpassCovariances.Select(c => c / Centre(c)).Stacked(),
            StatisticsFamily.Deviation => LowpassVariances.Stacked().sqrt(),
            StatisticsFamily.CrossOrientation => Magnitudes
                .Select((m, i) => Correlation(m, m, MagnitudeVariances[i], MagnitudeVariances[i]))
                .Stacked(),
            StatisticsFamily.MagnitudeDeviation => MagnitudeVariances.Stacked().sqrt(),
            StatisticsFamily.CrossScaleMagnitude => Parents
                .Select((p, i) => Correlation(Magnitudes[i], p.Magnitude, MagnitudeVariances[i], Power(p.Magnitude)))
                .Stacked(),
            StatisticsFamily.CrossScaleReal => Parents
                .Select((p, i) => (Real: Bands[i].real.contiguous(), p.Phases))
                .Select(pair => Correlation(pair.Real, pair.Phases, Power(pair.Real), Power(pair.Phases)))
                .Stacked(),
            StatisticsFamily.Highpass => HighpassVariance,
            _ => throw new ArgumentException($"no family '{family}'", nameof(family)),
        };

    /// <summary>The spectrum at each scale: the low frequencies of the finer one. (N, H, W) complex.</summary>
    private Tensor[] Spectra => field ??= [.. Cropped(fft.fft2(pictures))];

    /// <summary>Oriented bands at each scale: (N, orientations, H, W) complex.</summary>
    public Tensor[] Bands =>
        field ??= [.. Range(scales).Select(i => fft.ifft2(Spectra[i].unsqueeze(1) * filters.Bands(i, Spectra[i])))];

    /// <summary>The magnitudes of the bands without their means.</summary>
    private Tensor[] Magnitudes => field ??= [.. Bands.Select(band => Centred(band.abs()))];

    private Tensor[] MagnitudeCovariances =>
        field ??= [.. Magnitudes.Select((m, i) => filters.AutocorrelationAt(i).Compute(PowerOf(fft.rfft2(m))))];

    /// <summary>(N, orientations) at each scale.</summary>
    private Tensor[] MagnitudeVariances => field ??= [.. MagnitudeCovariances.Select(c => Centre(c).flatten(1))];

    /// <summary>
    /// The bands of the next coarser scale at the size of a scale: their magnitudes without their means, and the real
    /// and the imaginary parts with the phase doubled, which is how fast the phase of the finer scale turns.
    /// </summary>
    public (Tensor Magnitude, Tensor Phases)[] Parents => field ??= [.. Range(scales - 1).Select(Parent)];

    /// <summary>Spectra of the low-pass pictures, positive horizontal frequencies: (N, H, W / 2 + 1) complex.</summary>
    private Tensor[] LowpassSpectra =>
        field ??= [
            .. Range(scales + 1)
                .Select(i =>
                    Spectra[i].narrow(-1, 0, filters.SizeAt(i).Width / 2 + 1) * filters.Reconstruction(i, pictures)
                ),
        ];

    private Tensor[] LowpassCovariances =>
        field ??= [.. LowpassSpectra.Select((s, i) => filters.AutocorrelationAt(i).Compute(PowerOf(s)))];

    /// <summary>(N) at each scale.</summary>
    private Tensor[] LowpassVariances => field ??= [.. LowpassCovariances.Select(c => Centre(c).flatten())];

    /// <summary>The low-pass pictures without their mean, at each scale: (N, H, W).</summary>
    public Tensor[] Lowpasses =>
        field ??= [
            .. LowpassSpectra.Select((s, i) => fft.irfft2(s, [filters.SizeAt(i).Height, filters.SizeAt(i).Width])),
        ];

    /// <summary>Mean, variance, skew, kurtosis, minimum, maximum: (N, 6). The variance is divided by n − 1.</summary>
    private Tensor PixelStatistics => field ??= MeasurePixels();

    /// <summary>What the high-pass residual leaves of the pictures: (N, 1, H, W).</summary>
    public Tensor HighpassPictures => fft.ifft2(Spectra[0] * filters.Highpass(pictures)).real.unsqueeze(1);

    // Parseval: (N, 1)
    private Tensor HighpassVariance => (PowerOf(Spectra[0]) * filters.HighpassPower(pictures)).sum(Plane).unsqueeze(1);

    private Tensor MeasurePixels()
    {
        Tensor mean = pictures.mean(Plane, keepdim: true);
        Tensor from = pictures - mean;
        Tensor square = from * from;
        long count = pictures.shape[^1] * pictures.shape[^2];
        Tensor variance = square.sum(Plane) / (count - 1);
        return stack(
            [
                mean.flatten(),
                variance,
                (square * from).mean(Plane) / variance.pow(1.5),
                (square * square).mean(Plane) / (variance * variance),
                pictures.amin(Plane),
                pictures.amax(Plane),
            ],
            1
        );
    }

    private (Tensor, Tensor) Parent(int scale)
    {
        Tensor spectrum = Spectra[scale].unsqueeze(1);
        Tensor band = fft.ifft2(spectrum * filters.FinerBands(scale + 1, spectrum)); // (N, orientations, H, W)
        Tensor magnitude = band.abs();
        (Tensor real, Tensor imaginary) = (band.real, band.imag);
        Tensor length = magnitude.clamp_min(pictures.dtype == ScalarType.Float64 ? 1e-150 : 1e-18); // of the square
        Tensor[] phases = [(real * real - imaginary * imaginary) / length, 2 * real * imaginary / length];
        return (Centred(magnitude), cat(phases, 1));
    }

    /// <summary>
    /// A standardised moment of the low-pass pictures, (N, scales + 1); its value for a normal distribution where the
    /// variance is nothing but rounding errors.
    /// </summary>
    private Tensor Moment(int power, double ofNormal)
    {
        double least = pictures.dtype == ScalarType.Float64 ? 1e-15 : 1e-6; // numpy.finfo's resolution
        Tensor variance = PixelStatistics.select(1, 1);
        return Range(scales + 1)
            .Select(i =>
            {
                Tensor none = LowpassVariances[i] / variance < least;
                Tensor safe = where(none, ones_like(variance), LowpassVariances[i]);
                Tensor moment = Lowpasses[i].pow(power).mean(Plane) / safe.pow(power / 2.0);
                return where(none, full_like(moment, ofNormal), moment);
            })
            .Stacked();
    }

    private IEnumerable<Tensor> Cropped(Tensor spectrum)
    {
        yield return spectrum;
        for (int scale = 1; scale <= scales; scale++)
        {
            (int height, int width) = filters.SizeAt(scale);
            spectrum = Lowest(Lowest(spectrum, -2, height), -1, width);
            yield return spectrum;
        }
    }

    private static Tensor Lowest(Tensor spectrum, int dimension, long kept) =>
        cat(
            [
                spectrum.narrow(dimension, 0, (kept + 1) / 2),
                spectrum.narrow(dimension, spectrum.shape[^-dimension] - kept / 2, kept / 2),
            ],
            dimension
        );

    /// <summary>(N, a, H, W) and (N, b, H, W) → (N, a, b).</summary>
    private static Tensor Correlation(Tensor one, Tensor other, Tensor variance, Tensor otherVariance)
    {
        Tensor covariance = one.flatten(2).matmul(other.flatten(2).transpose(1, 2)) / Count(one);
        return covariance / (variance.unsqueeze(2) * otherVariance.unsqueeze(1)).sqrt();
    }

    private static Tensor Centre(Tensor covariances)
    {
        long middle = covariances.shape[^1] / 2;
        return covariances.narrow(-2, middle, 1).narrow(-1, middle, 1);
    }

    private static Tensor Centred(Tensor maps) => maps - maps.mean(Plane, keepdim: true);

    private static Tensor Power(Tensor maps) => (maps * maps).mean(Plane);

    private static Tensor PowerOf(Tensor spectrum) => spectrum.real.square() + spectrum.imag.square();

    private static long Count(Tensor maps) => maps.shape[^1] * maps.shape[^2];

    private static IEnumerable<int> Range(int count) => Enumerable.Range(0, count);
}

file static class Tensors
{
    /// <summary>Scales along the last dimension.</summary>
    public static Tensor Stacked(this IEnumerable<Tensor> scales) => stack([.. scales], -1);
}
