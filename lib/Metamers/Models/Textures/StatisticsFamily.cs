namespace Metamers.Models.Textures;

/// <summary>One family of texture statistics: an array of which symmetry makes some values redundant.</summary>
/// <param name="Name">Its name, as plenoptic's.</param>
/// <param name="Shape">Shape of the whole array.</param>
/// <param name="Kept">Whether the values at an index along the first two dimensions are kept; null if all are.</param>
internal sealed record StatisticsFamily(string Name, int[] Shape, Func<int, int, bool>? Kept = null)
{
    public const string Pixels = "pixel_statistics";
    public const string MagnitudeAutocorrelation = "auto_correlation_magnitude";
    public const string Skew = "skew_reconstructed";
    public const string Kurtosis = "kurtosis_reconstructed";
    public const string LowpassAutocorrelation = "auto_correlation_reconstructed";
    public const string Deviation = "std_reconstructed";
    public const string CrossOrientation = "cross_orientation_correlation_magnitude";
    public const string MagnitudeDeviation = "magnitude_std";
    public const string CrossScaleMagnitude = "cross_scale_correlation_magnitude";
    public const string CrossScaleReal = "cross_scale_correlation_real";
    public const string Highpass = "var_highpass_residual";

    /// <summary>The places of the kept values in the whole array, row by row.</summary>
    public long[] Places { get; } = [.. Enumerate(Shape, Kept)];

    /// <summary>All families, in plenoptic's order.</summary>
    public static IReadOnlyList<StatisticsFamily> All(TextureOptions options)
    {
        (int scales, int angles, int width) = (options.Scales, options.Orientations, options.CorrelationWidth);
        StatisticsFamily[] all =
        [
            new(Pixels, [6]),
            new(MagnitudeAutocorrelation, [width, width, angles, scales], Half),
            new(Skew, [scales + 1]),
            new(Kurtosis, [scales + 1]),
            new(LowpassAutocorrelation, [width, width, scales + 1], Half),
            new(Deviation, [scales + 1]),
            new(CrossOrientation, [angles, angles, scales], (i, j) => i > j),
            new(MagnitudeDeviation, [angles, scales]),
            new(CrossScaleMagnitude, [angles, angles, scales - 1]),
            new(CrossScaleReal, [angles, 2 * angles, scales - 1]),
            new(Highpass, [1]),
        ];
        return [.. all.Where(family => family.Places.Length > 0)]; // one scale has no other to correlate with

        // An autocorrelation is the same at opposite shifts and 1 at shift 0. With an even width, the first row has no
        // opposite.
        bool Half(int i, int j) => (j <= i || (width % 2 == 0 && i == 0)) && !(i == j && i >= width / 2);
    }

    private static IEnumerable<long> Enumerate(int[] shape, Func<int, int, bool>? kept)
    {
        long count = shape.Aggregate(1L, (product, length) => product * length);
        if (kept is null || count == 0)
        {
            return LongRange(count);
        }

        long inner = count / (shape[0] * shape[1]);
        return LongRange(count).Where(i => kept((int)(i / inner / shape[1]), (int)(i / inner % shape[1])));
    }

    private static IEnumerable<long> LongRange(long count)
    {
        for (long i = 0; i < count; i++)
        {
            yield return i;
        }
    }
}
