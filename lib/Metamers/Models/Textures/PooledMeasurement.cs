using static TorchSharp.torch;

namespace Metamers.Models.Textures;

/// <summary>
/// The statistics of a batch of pictures in windows. Every map, of pixels, magnitudes or bands, is taken with the gain
/// 1 of its filter at every scale and, for all but the means, without its local average (<see
/// cref="PoolingWindows.Centred"/>); its products with other maps are then averaged in each window. Made and used
/// within one dispose scope.
/// </summary>
/// <param name="pictures">(N, H, W).</param>
/// <param name="filters">The pyramid.</param>
/// <param name="windows">The windows.</param>
/// <param name="options">The widest shifts, and the invisible contrast.</param>
internal sealed class PooledMeasurement(
    Tensor pictures,
    TextureFilters filters,
    PoolingWindows windows,
    PoolingOptions options
)
{
    private readonly int scales = filters.Scales;
    private readonly double floor = options.Contrast * options.Contrast;
    private readonly TextureMeasurement texture = new(pictures, filters);
    private readonly (int Down, int Across)[] shifts = [.. PooledFamily.Shifts(options.Texture.CorrelationWidth)];

    /// <summary>One family: (N, statistics, windows), those for which a window has no room included.</summary>
    public Tensor Measure(string family) =>
        family switch
        {
            PooledFamily.Luminance => windows.Pool(0, pictures.unsqueeze(1)),
            PooledFamily.Magnitude => Joined(scales, i => windows.Pool(i, MagnitudesWithMean[i])),
            PooledFamily.Pixels => cat(
                [Deviation(PixelVariance), Moment(0, Pixels, PixelVariance, 3), Moment(0, Pixels, PixelVariance, 4)],
                1
            ),
            StatisticsFamily.MagnitudeAutocorrelation => Joined(
                scales,
                i => Autocorrelation(i, Magnitudes[i], MagnitudeVariances[i])
            ),
            StatisticsFamily.Skew => Joined(scales + 1, i => Moment(i, Lowpasses[i], LowpassVariances[i], 3)),
            StatisticsFamily.Kurtosis => Joined(scales + 1, i => Moment(i, Lowpasses[i], LowpassVariances[i], 4)),
            StatisticsFamily.LowpassAutocorrelation => Joined(
                scales + 1,
                i => Autocorrelation(i, Lowpasses[i], LowpassVariances[i])
            ),
            StatisticsFamily.Deviation => Joined(scales + 1, i => Deviation(LowpassVariances[i])),
            StatisticsFamily.CrossOrientation => Joined(scales, CrossOrientation),
            StatisticsFamily.MagnitudeDeviation => Joined(scales, i => Deviation(MagnitudeVariances[i])),
            StatisticsFamily.CrossScaleMagnitude => Joined(
                scales - 1,
                i => Correlation(i, Magnitudes[i], MagnitudeVariances[i], texture.Parents[i].Magnitude)
            ),
            StatisticsFamily.CrossScaleReal => Joined(scales - 1, CrossScaleReal),
            PooledFamily.HighpassDeviation => Deviation(Variance(0, windows.Centred(0, texture.HighpassPictures))),
            _ => throw new ArgumentException($"no family '{family}'", nameof(family)),
        };

    /// <summary>(N, 1, H, W) without local means.</summary>
    private Tensor Pixels => field ??= windows.Centred(0, pictures.unsqueeze(1));

    private Tensor PixelVariance => field ??= Variance(0, Pixels);

    /// <summary>(N, orientations, H, W) at each scale.</summary>
    private Tensor[] MagnitudesWithMean => field ??= Each(scales, i => texture.Bands[i].abs() * Gain(i));

    private Tensor[] Magnitudes => field ??= Each(scales, i => windows.Centred(i, MagnitudesWithMean[i]));

    private Tensor[] MagnitudeVariances => field ??= Each(scales, i => Variance(i, Magnitudes[i]));

    /// <summary>(N, 1, H, W) at each scale.</summary>
    private Tensor[] Lowpasses =>
        field ??= Each(scales + 1, i => windows.Centred(i, texture.Lowpasses[i].unsqueeze(1) * Gain(i)));

    private Tensor[] LowpassVariances => field ??= Each(scales + 1, i => Variance(i, Lowpasses[i]));

    /// <summary>A band of a scale is a crop of the spectrum, whose inverse transform is 4 times as large.</summary>
    private static double Gain(int scale) => Math.ScaleB(1, -2 * scale);

    private Tensor Variance(int scale, Tensor maps) => windows.Pool(scale, maps * maps);

    private Tensor Deviation(Tensor variance) => (variance + floor).sqrt();

    private Tensor Moment(int scale, Tensor map, Tensor variance, int power) =>
        windows.Pool(scale, power == 3 ? map * map * map : (map * map).square()) / (variance + floor).pow(power / 2.0);

    private Tensor Autocorrelation(int scale, Tensor maps, Tensor variances)
    {
        if (shifts.Length == 0)
        {
            return empty([maps.shape[0], 0, windows.Count], maps.dtype, maps.device);
        }

        // The values at the other end of a shift are partly outside of the window, and have a variance of their own.
        Tensor[] shifted = [.. shifts.Select(s => maps.roll([s.Down, s.Across], [-2, -1]))];
        Tensor deviations = cat([.. shifted.Select(map => Deviation(Variance(scale, map)))], 1);
        Tensor covariances = windows.Pool(scale, cat([.. shifted.Select(map => map * maps)], 1));
        return covariances / (Deviation(variances).repeat(1, shifts.Length, 1) * deviations);
    }

    private Tensor CrossOrientation(int scale)
    {
        Tensor maps = Magnitudes[scale];
        Tensor deviations = Deviation(MagnitudeVariances[scale]);
        (int One, int Other)[] pairs =
        [
            .. from one in Enumerable.Range(0, (int)maps.shape[1])
            from other in Enumerable.Range(0, one)
            select (one, other),
        ];
        return windows.Pool(scale, Products(maps)) / Products(deviations);

        Tensor Products(Tensor values) =>
            cat([.. pairs.Select(pair => values.narrow(1, pair.One, 1) * values.narrow(1, pair.Other, 1))], 1);
    }

    private Tensor CrossScaleReal(int scale)
    {
        Tensor real = windows.Centred(scale, texture.Bands[scale].real.contiguous() * Gain(scale));
        return Correlation(scale, real, Variance(scale, real), texture.Parents[scale].Phases);
    }

    /// <summary>Of all pairs of a map and a parent: (N, maps · parents, windows).</summary>
    private Tensor Correlation(int scale, Tensor maps, Tensor variances, Tensor parents)
    {
        Tensor others = windows.Centred(scale, parents * Gain(scale));
        Tensor products = (maps.unsqueeze(2) * others.unsqueeze(1)).flatten(1, 2);
        Tensor deviations = Deviation(variances).unsqueeze(2) * Deviation(Variance(scale, others)).unsqueeze(1);
        return windows.Pool(scale, products) / deviations.flatten(1, 2);
    }

    private static Tensor[] Each(int count, Func<int, Tensor> make) => [.. Enumerable.Range(0, count).Select(make)];

    private static Tensor Joined(int count, Func<int, Tensor> make) => cat(Each(count, make), 1);
}
