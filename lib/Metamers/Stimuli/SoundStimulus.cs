using Metamers.Stimuli.Sounds;
using static TorchSharp.torch;

namespace Metamers.Stimuli;

/// <summary>A sound with one channel.</summary>
/// <param name="Name">Short name, unique in its set; used in file names and figures.</param>
/// <param name="Label">What is said or heard ("seven"); null if that is unknown or has no name.</param>
/// <param name="ClassIndex">Index of the label among the data set's classes, or null.</param>
/// <param name="Samples">(T) float32 in [−1, 1], T at least 1.</param>
/// <param name="SamplingRate">Sampling rate, Hz, above 0.</param>
/// <param name="Source">Where it comes from, with its licence: the attribution that belongs under a figure.</param>
/// <exception cref="Runtime.MetamerException">
/// The shape, type or range of the samples is wrong, or they contain NaN; or the rate is not above 0.
/// </exception>
/// <example>
/// <code>
/// var noise = 0.05 * SyntheticSounds.PinkNoise(16000, 16000, seed: 0);
/// new SoundStimulus("noise", null, null, noise.clamp(-1, 1), 16000, "made by SyntheticSounds")
/// </code>
/// </example>
public sealed record SoundStimulus(
    string Name,
    string? Label,
    int? ClassIndex,
    Tensor Samples,
    int SamplingRate,
    string Source
) : Stimulus(Name, Label, ClassIndex, Source)
{
    /// <summary>(T) float32 in [−1, 1].</summary>
    public Tensor Samples
    {
        get;
        init => field = SoundCheck.RequireSound(value, $"The sound '{Name}'");
    } = SoundCheck.RequireSound(Samples, $"The sound '{Name}'");

    /// <summary>Sampling rate, Hz.</summary>
    public int SamplingRate
    {
        get;
        init => field = SoundCheck.RequireRate(value, $"The sound '{Name}'");
    } = SoundCheck.RequireRate(SamplingRate, $"The sound '{Name}'");

    /// <inheritdoc/>
    public override Tensor Values => Samples;

    /// <inheritdoc/>
    public override StimulusKind Kind => StimulusKind.Sound(SamplingRate);

    /// <summary>Length in seconds.</summary>
    public double Duration => (double)Samples.shape[0] / SamplingRate;

    /// <summary>Its name, label, length and rate in one line.</summary>
    public override string ToString() =>
        FormattableString.Invariant(
            $"{Name}{(Label is null ? "" : $" ({Label})")}, {Duration:0.###} s at {SamplingRate} Hz"
        );

    private protected override Stimulus With(Tensor values) => this with { Samples = values };
}
