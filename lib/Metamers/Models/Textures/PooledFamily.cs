namespace Metamers.Models.Textures;

/// <summary>One family of statistics that are measured in every window that has room for them.</summary>
/// <param name="Name">Its name: plenoptic's if the family is one of the whole picture too.</param>
/// <param name="Room">For each statistic of a window, how wide a window must be for it, pixels.</param>
/// <param name="Spread">
/// How much its values differ between windows: their standard deviation over those of twelve of the project's
/// photographs, rounded; for the luminance, a fifth of that (<see cref="FreemanSimoncelli"/>).
/// </param>
internal sealed record PooledFamily(string Name, IReadOnlyList<double> Room, double Spread)
{
    public const string Luminance = "luminance";
    public const string Magnitude = "magnitude_mean";
    public const string HighpassDeviation = "std_highpass_residual";
    public const string Pixels = "pixel_statistics";

    public const double LuminanceSpread = 0.04;

    /// <summary>The families of the stage for V1.</summary>
    public static IReadOnlyList<PooledFamily> Primary(TextureOptions options) =>
        [
            new(Luminance, [0], LuminanceSpread),
            new(Magnitude, [.. Enumerable.Repeat(0.0, options.Scales * options.Orientations)], 0.03),
        ];

    /// <summary>The families that the stage for V2 has besides.</summary>
    public static IReadOnlyList<PooledFamily> Secondary(TextureOptions options)
    {
        (int scales, int angles) = (options.Scales, options.Orientations);
        double[] bands = [.. Each(scales, Sample)];
        double[] lowpasses = [.. Each(scales + 1, Sample)];
        PooledFamily[] all =
        [
            new(Pixels, [2, 2, 2], 2.4),
            new(StatisticsFamily.MagnitudeAutocorrelation, [.. Shifted(scales, angles)], 0.2),
            new(StatisticsFamily.Skew, lowpasses, 0.9),
            new(StatisticsFamily.Kurtosis, lowpasses, 2.4),
            new(StatisticsFamily.LowpassAutocorrelation, [.. Shifted(scales + 1, 1)], 0.35),
            new(StatisticsFamily.Deviation, lowpasses, 0.05),
            new(StatisticsFamily.CrossOrientation, [.. Times(bands, angles * (angles - 1) / 2)], 0.17),
            new(StatisticsFamily.MagnitudeDeviation, [.. Times(bands, angles)], 0.008),
            new(StatisticsFamily.CrossScaleMagnitude, [.. Times(bands.Skip(1), angles * angles)], 0.18),
            new(StatisticsFamily.CrossScaleReal, [.. Times(bands.Skip(1), 2 * angles * angles)], 0.18),
            new(HighpassDeviation, [2], 0.013),
        ];
        return [.. all.Where(family => family.Room.Count > 0)]; // one scale has no other to correlate with

        IEnumerable<double> Shifted(int levels, int maps) =>
            Each(levels, Sample)
                .SelectMany(sample =>
                    Shifts(options.CorrelationWidth)
                        .SelectMany(shift =>
                            Enumerable.Repeat((Math.Max(shift.Down, Math.Abs(shift.Across)) + 1) * sample, maps)
                        )
                );
    }

    /// <summary>The shifts within a square, one of each opposite pair, without 0.</summary>
    public static IEnumerable<(int Down, int Across)> Shifts(int width)
    {
        int reach = (width - 1) / 2;
        return from down in Enumerable.Range(0, reach + 1)
            from across in Enumerable.Range(-reach, 2 * reach + 1)
            where down > 0 || across > 0
            select (down, across);
    }

    /// <summary>
    /// The places, in the array (statistics, windows), of those that are measured, of one window after the other.
    /// </summary>
    public IEnumerable<long> Places(IReadOnlyList<double> widths) =>
        from window in Enumerable.Range(0, widths.Count)
        from statistic in Enumerable.Range(0, Room.Count)
        where Room[statistic] <= widths[window]
        select (long)statistic * widths.Count + window;

    /// <summary>A variance needs two samples of its scale in each direction.</summary>
    private static double Sample(int scale) => 2 << scale;

    private static IEnumerable<double> Each(int scales, Func<int, double> room) =>
        Enumerable.Range(0, scales).Select(room);

    private static IEnumerable<double> Times(IEnumerable<double> rooms, int count) =>
        rooms.SelectMany(room => Enumerable.Repeat(room, count));
}
