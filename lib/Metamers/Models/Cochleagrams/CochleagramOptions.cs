using System.Text.Json.Serialization;
using Metamers.Runtime;

namespace Metamers.Models.Cochleagrams;

/// <summary>
/// The options of a cochleagram. The defaults are those of the paper's networks (method: the authors'
/// audio_functions/audio_input_representations.py); every deviation is a visible <c>with { }</c>.
/// </summary>
/// <example>
/// <code>
/// var slow = CochleagramOptions.OneSecond with { EnvelopeRate = 40, KaiserTaps = 5001 };
/// new Cochleagram(slow).FrameTimes.Count
/// </code>
/// </example>
public sealed record CochleagramOptions
{
    /// <summary>Computes every envelope at every sample of the sound; see <see cref="Oversampling"/>.</summary>
    public const double FullRate = double.PositiveInfinity;

    /// <summary>Those of the paper's networks.</summary>
    public CochleagramOptions() { }

    /// <summary>
    /// For files: those of versions that had no precise spectrum do not name it, and did not compute it.
    /// </summary>
    [JsonConstructor]
    internal CochleagramOptions(bool preciseSpectrum = false) => PreciseSpectrum = preciseSpectrum;

    /// <summary>The paper's options: 2 s at 20 kHz, 211 filters from 50 Hz to 10 kHz, 390 frames of 5 ms.</summary>
    public static CochleagramOptions Paper { get; } = new();

    /// <summary>
    /// For the compact networks of this project: 1 s at 16 kHz, 211 filters from 50 Hz to 8 kHz, 188 frames of 5 ms.
    /// </summary>
    public static CochleagramOptions OneSecond { get; } =
        new()
        {
            SamplingRate = 16_000,
            Samples = 16_000,
            HighLimit = 8_000,
        };

    /// <summary>Sampling rate of the sound, Hz.</summary>
    public int SamplingRate { get; init; } = 20_000;

    /// <summary>Length of the sound in samples, at least <see cref="KaiserTaps"/>.</summary>
    public int Samples { get; init; } = 40_000;

    /// <summary>Lower edge of the lowest band-pass filter, Hz; above 0.</summary>
    public double LowLimit { get; init; } = 50;

    /// <summary>Upper edge of the highest band-pass filter, Hz; at most half the sampling rate.</summary>
    public double HighLimit { get; init; } = 10_000;

    /// <summary>
    /// Number of filters that would tile the range with each overlapping half of the next; at least 1.
    /// </summary>
    public int Filters { get; init; } = 50;

    /// <summary>How many times as many filters there are as would tile the range: 1, 2, 4, 8 …</summary>
    public int SampleFactor { get; init; } = 4;

    /// <summary>Frames per second, Hz.</summary>
    public int EnvelopeRate { get; init; } = 200;

    /// <summary>
    /// Length of the low-pass filter that is applied before the envelopes are sampled at <see cref="EnvelopeRate"/>, in
    /// samples of the sound.
    /// </summary>
    public int KaiserTaps { get; init; } = 1001;

    /// <summary>Exponent of the compression, 0 to 1; 1 leaves the envelopes as they are.</summary>
    public double Exponent { get; init; } = 0.3;

    /// <summary>Added to the envelopes before the compression; above 0.</summary>
    public double Offset { get; init; } = 1e-8;

    /// <summary>
    /// Largest slope of the compression in the backward pass; the forward pass does not use it. Above 0.
    /// </summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double LargestSlope { get; init; } = 5;

    /// <summary>
    /// Points at which an envelope is computed, as a multiple of the number of frequency bins that its filter covers
    /// (the fewest that preserve the filtered sound). Never more than the sound's samples, the number that
    /// <see cref="FullRate"/> always uses: that is the published computation up to rounding. What fewer points cost in
    /// accuracy and save in time is measured with <c>dotnet run -c Release --project tests/Benchmarks --
    /// cochleagram</c>; see README. At least 2.
    /// </summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double Oversampling { get; init; } = 28;

    /// <summary>
    /// Whether the spectrum of a float32 sound is computed in float64 and then rounded. The rounding errors of a
    /// float32 transform are 1e-7 of the loudest frequency at every frequency: in channels that a sound leaves silent
    /// they are above the floor of the envelopes, and the compression gives their gradient its largest slope. For pure
    /// tones the float32 gradient can so be wrong by its whole size. With this option, the default, it is right within
    /// 1 % for tones, clicks, noise, speech and near-silence at levels from 1e-6 to 1. It changes the last bits of a
    /// cochleagram: metamers of versions that did not have it say in their files that they were made without.
    /// </summary>
    public bool PreciseSpectrum { get; init; } = true;

    /// <summary>Throws if a value is out of range.</summary>
    /// <exception cref="MetamerException">Names each such value and what is allowed.</exception>
    internal void Check() =>
        Rules.Check(
            "A cochleagram cannot be made with these options.",
            [
                (SamplingRate >= 1, $"SamplingRate = {SamplingRate}: at least 1 Hz"),
                (Samples >= KaiserTaps, $"Samples = {Samples}: at least KaiserTaps = {KaiserTaps}, for one frame"),
                (
                    LowLimit > 0 && LowLimit < HighLimit,
                    FormattableString.Invariant($"LowLimit = {LowLimit}: above 0 and below HighLimit = {HighLimit} Hz")
                ),
                (
                    HighLimit <= SamplingRate / 2.0,
                    FormattableString.Invariant(
                        $"HighLimit = {HighLimit}: at most half the sampling rate, {SamplingRate / 2.0} Hz"
                    )
                ),
                (Filters is >= 1 and <= 1000, $"Filters = {Filters}: 1 to 1000"),
                (
                    SampleFactor is >= 1 and <= 64 && int.IsPow2(SampleFactor),
                    $"SampleFactor = {SampleFactor}: 1, 2, 4, … 64"
                ),
                (
                    EnvelopeRate >= 1 && EnvelopeRate <= SamplingRate,
                    $"EnvelopeRate = {EnvelopeRate}: 1 to the sampling rate"
                ),
                (KaiserTaps >= 1, $"KaiserTaps = {KaiserTaps}: at least 1"),
                (Exponent is > 0 and <= 1, FormattableString.Invariant($"Exponent = {Exponent}: above 0, at most 1")),
                (Offset > 0 && double.IsFinite(Offset), FormattableString.Invariant($"Offset = {Offset}: above 0")),
                (LargestSlope > 0, FormattableString.Invariant($"LargestSlope = {LargestSlope}: above 0")),
                (
                    Oversampling >= 2,
                    FormattableString.Invariant(
                        $"Oversampling = {Oversampling}: at least 2, or CochleagramOptions.FullRate"
                    )
                ),
            ]
        );
}
