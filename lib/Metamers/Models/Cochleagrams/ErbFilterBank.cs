namespace Metamers.Models.Cochleagrams;

/// <summary>
/// Step 1 of a cochleagram: filters like those of the ear, half cosines on the scale of equivalent rectangular
/// bandwidths of Glasberg and Moore (1990), <c>E(f) = 9.265·ln(1 + f/(24.7·9.265))</c>, so low frequencies get narrow
/// filters and high ones broad filters. Low-pass and high-pass filters complete them, so that the squared gains add up
/// to 1 at every frequency (method: chcochleagram's helpers/erb_filters.py).
/// </summary>
/// <example>
/// <code>
/// new ErbFilterBank(CochleagramOptions.OneSecond).CenterFrequencies.Select(ErbFilterBank.ToErb).Max()
/// </code>
/// </example>
public sealed class ErbFilterBank
{
    private const double Scale = 9.265;
    private const double Width = 24.7 * Scale;

    private readonly double[][] gains;

    /// <summary>Makes the filters.</summary>
    /// <param name="options">Rate, length and range; checked.</param>
    /// <exception cref="Runtime.MetamerException">
    /// The options are out of range, or the sound is so short that a filter contains no frequency bin.
    /// </exception>
    public ErbFilterBank(CochleagramOptions options)
    {
        options.Check();
        (int factor, int samples) = (options.SampleFactor, options.Samples);
        int bandPass = factor * (options.Filters + 1) - 1;
        double low = ToErb(options.LowLimit);
        double spacing = (ToErb(options.HighLimit) - low) / (bandPass + 1);
        double[] centres = [.. Enumerable.Range(1, bandPass).Select(i => low + i * spacing)];
        double binWidth = (double)options.SamplingRate / samples;
        double[] bins = [.. Enumerable.Range(0, samples / 2 + 1).Select(bin => ToErb(bin * binWidth))];

        double[][] bands =
        [
            .. centres.Select(centre => Array.ConvertAll(bins, bin => HalfCosine(bin, centre, factor * spacing))),
        ];

        // The remainder below the peak of the lowest bands, and above that of the highest.
        IEnumerable<double[]> lowPass = Enumerable
            .Range(0, factor)
            .Select(i => Rest(bands[i], bin => bins[bin] < centres[i]));
        IEnumerable<double[]> highPass = Enumerable
            .Range(0, factor)
            .Reverse()
            .Select(i => Rest(bands[^(i + 1)], bin => bins[bin] > centres[^(i + 1)]));
        double share = 1 / Math.Sqrt(factor);
        gains = [.. lowPass.Concat(bands).Concat(highPass).Select(gain => Array.ConvertAll(gain, g => g * share))];

        CenterFrequencies =
        [
            .. centres[..factor]
                .Select(c => c - factor * spacing)
                .Concat(centres)
                .Concat(centres[^factor..].Select(c => c + factor * spacing))
                .Select(c => Math.Max(ToHertz(c), 0)),
        ];
        if (Array.FindIndex(gains, gain => gain.All(g => g == 0)) is >= 0 and int empty)
        {
            throw new Runtime.MetamerException(
                FormattableString.Invariant(
                    $"The filter around {CenterFrequencies[empty]:F0} Hz falls between the frequency bins of a sound "
                )
                    + FormattableString.Invariant(
                        $"of {samples} samples at {options.SamplingRate} Hz, which are {binWidth:G3} Hz apart. Use "
                    )
                    + "longer sounds, fewer filters or a higher LowLimit."
            );
        }
    }

    /// <summary>
    /// Number of filters: the band-pass filters, and <see cref="CochleagramOptions.SampleFactor"/> each of low-pass and
    /// high-pass filters.
    /// </summary>
    public int Count => gains.Length;

    /// <summary>
    /// Centre frequency of each filter, Hz; for low-pass and high-pass filters the one they would have in the series,
    /// at least 0.
    /// </summary>
    public IReadOnlyList<double> CenterFrequencies { get; }

    /// <summary>Gains of one filter.</summary>
    /// <param name="filter">From 0, lowest first.</param>
    /// <returns>Gain from 0 to 1 at each of the samples / 2 + 1 frequency bins from 0 Hz.</returns>
    public IReadOnlyList<double> Gains(int filter) => gains[filter];

    /// <summary>The first bin with a gain above 0, and the number of bins up to the last one.</summary>
    internal (int First, int Count) Support(int filter)
    {
        int first = Array.FindIndex(gains[filter], g => g != 0);
        return (first, Array.FindLastIndex(gains[filter], g => g != 0) - first + 1);
    }

    /// <summary>Frequency on the scale of equivalent rectangular bandwidths.</summary>
    /// <param name="hertz">Hz, 0 or more.</param>
    /// <returns>Number of bandwidths from 0 Hz.</returns>
    public static double ToErb(double hertz) => Scale * Math.Log(1 + hertz / Width);

    /// <summary>Inverse of <see cref="ToErb"/>.</summary>
    /// <param name="erb">Number of bandwidths from 0 Hz.</param>
    /// <returns>Hz.</returns>
    public static double ToHertz(double erb) => Width * (Math.Exp(erb / Scale) - 1);

    private static double HalfCosine(double at, double centre, double halfWidth) =>
        at > centre - halfWidth && at < centre + halfWidth ? Math.Cos((at - centre) / (2 * halfWidth) * Math.PI) : 0;

    private static double[] Rest(double[] band, Func<int, bool> within) =>
        [.. band.Select((gain, bin) => within(bin) ? Math.Sqrt(1 - gain * gain) : 0)];
}
