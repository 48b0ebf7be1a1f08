using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Cochleagrams;

/// <summary>
/// A time-frequency representation of a sound like that of the cochlea, computed in four steps: filters
/// (<see cref="ErbFilterBank"/>), envelopes, low-pass filter and sampling at 200 Hz, and compression. Differentiable,
/// so that metamer synthesis can change the waveform. Follows chcochleagram, which the paper's networks use.
/// </summary>
/// <example>
/// <code>
/// var cochleagram = new Cochleagram(CochleagramOptions.OneSecond);
/// var word = Words.TakeOrSpeak(1)[0];
/// cochleagram.Apply(word.Samples.unsqueeze(0)).shape
/// </code>
/// </example>
public sealed class Cochleagram : IDisposable
{
    // Points of some filters of all sounds, which go from bins to frames together. More would not stay near the
    // processor: 20 sounds at once took 1.7 times as long.
    private const long LargestPart = 1_000_000;

    private Envelope envelope;
    private readonly KaiserDownsampling downsampling;
    private readonly PowerCompression compression;

    /// <summary>Prepares filters for sounds of one rate and length.</summary>
    /// <param name="options">Rate, length and filters.</param>
    /// <exception cref="MetamerException">
    /// An option is out of range; the message names it and what is allowed.
    /// </exception>
    public Cochleagram(CochleagramOptions options)
    {
        Options = options;
        Filters = new ErbFilterBank(options);
        envelope = new Envelope(Filters, options);
        downsampling = new KaiserDownsampling(options);
        compression = new PowerCompression(options);
        FrameTimes =
        [
            .. Enumerable
                .Range(0, downsampling.Frames)
                .Select(f => (double)f / options.EnvelopeRate + options.KaiserTaps / 2.0 / options.SamplingRate),
        ];
    }

    /// <summary>Rate, length and filters.</summary>
    public CochleagramOptions Options { get; private set; }

    /// <summary>As <see cref="CochleagramOptions.Oversampling"/>; may be changed at any time.</summary>
    /// <exception cref="MetamerException">Below 2.</exception>
    public double Oversampling
    {
        get => Options.Oversampling;
        set
        {
            CochleagramOptions changed = Options with { Oversampling = value };
            changed.Check();
            Options = changed;
            envelope.Dispose();
            envelope = new Envelope(Filters, changed);
        }
    }

    /// <summary>As <see cref="CochleagramOptions.PreciseSpectrum"/>; may be changed at any time.</summary>
    public bool PreciseSpectrum
    {
        get => Options.PreciseSpectrum;
        set => Options = Options with { PreciseSpectrum = value };
    }

    /// <summary>The filters, one per channel.</summary>
    public ErbFilterBank Filters { get; }

    /// <summary>Centre frequency of each channel, Hz.</summary>
    public IReadOnlyList<double> CenterFrequencies => Filters.CenterFrequencies;

    /// <summary>Time of the middle of each frame, s from the start of the sound.</summary>
    public IReadOnlyList<double> FrameTimes { get; }

    /// <summary>
    /// Number of points at which envelopes are computed, over all channels; channels × samples in the published
    /// computation.
    /// </summary>
    public long EnvelopePoints => envelope.Bands.Sum(band => (long)band.Filters * band.Points);

    /// <summary>Computes the cochleagrams of sounds.</summary>
    /// <param name="sounds">(N, samples) float32 or float64, on any device.</param>
    /// <returns>(N, 1, channels, frames): compressed amplitude, above 0; low frequencies first.</returns>
    /// <exception cref="MetamerException">Sounds of another shape.</exception>
    public Tensor Apply(Tensor sounds)
    {
        using DisposeScope scope = NewDisposeScope();
        return compression.Apply(SampledEnvelopes(sounds)).unsqueeze(1).MoveToOuterDisposeScope();
    }

    /// <summary>The cochleagram without its last step: the input of the compression.</summary>
    /// <param name="sounds">(N, samples).</param>
    /// <returns>
    /// (N, channels, frames): amplitude of each channel, half the usual Hilbert envelope; may fall slightly below 0.
    /// </returns>
    /// <exception cref="MetamerException">Sounds of another shape.</exception>
    public Tensor SampledEnvelopes(Tensor sounds)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor spectrum = Spectrum(sounds);
        return cat([.. envelope.Bands.Select(band => Sample(spectrum, band))], 1).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The filtered sounds of one channel and their envelopes before any sampling, to look at and to listen to.
    /// </summary>
    /// <param name="sounds">(N, samples).</param>
    /// <param name="channel">From 0, lowest first.</param>
    /// <returns>
    /// Both (N, samples): the sound that passes the filter, and its Hilbert envelope, twice the one in the cochleagram.
    /// </returns>
    /// <exception cref="MetamerException">Sounds of another shape.</exception>
    public (Tensor Subband, Tensor Envelope) Subband(Tensor sounds, int channel)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor gains = tensor(Filters.Gains(channel).ToArray()).to(sounds.dtype, sounds.device);
        Tensor filtered = Spectrum(sounds) * gains;
        Tensor oneSided = nn.functional.pad(filtered, [0, Options.Samples - filtered.shape[^1]]);
        return (
            fft.irfft(filtered, Options.Samples).MoveToOuterDisposeScope(),
            (2 * fft.ifft(oneSided).abs()).MoveToOuterDisposeScope()
        );
    }

    /// <summary>Sets <see cref="Oversampling"/>; disposing of the result puts it back, also after an error.</summary>
    internal IDisposable OversampledBy(double oversampling)
    {
        OversamplingScope scope = new(this);
        Oversampling = oversampling;
        return scope;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        envelope.Dispose();
        downsampling.Dispose();
    }

    private Tensor Sample(Tensor spectrum, EnvelopeBand band)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor bins = envelope.Filter(spectrum, band);
        int filters = (int)Math.Clamp(LargestPart / (spectrum.shape[0] * band.Points), 1, band.Filters);
        IEnumerable<Tensor> parts = bins.split(filters, 1)
            .Select(part => downsampling.Apply(EnvelopeSpectrum.Compute(part, band.Points), band.Points));
        return cat([.. parts], 1).MoveToOuterDisposeScope();
    }

    private Tensor Spectrum(Tensor sounds)
    {
        if (sounds.dim() != 2 || sounds.shape[1] != Options.Samples)
        {
            throw new MetamerException(
                $"This cochleagram takes sounds of shape (N, {Options.Samples}), that "
                    + FormattableString.Invariant($"is {(double)Options.Samples / Options.SamplingRate:G4} s at ")
                    + $"{Options.SamplingRate} Hz; given ({string.Join(", ", sounds.shape)}). Add a batch dimension "
                    + "with unsqueeze(0), or load the sound with that rate and length."
            );
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor spectrum =
            PreciseSpectrum && sounds.dtype == float32 ? fft.rfft(sounds.to(float64)).to(complex64) : fft.rfft(sounds);
        return spectrum.MoveToOuterDisposeScope();
    }
}
