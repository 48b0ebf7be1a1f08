using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Stimuli.Data.Sets;

/// <summary>A set of sounds of differing lengths with their classes, as training and evaluation use it.</summary>
/// <param name="Sounds">
/// N sounds, each (T) float32 in [−1, 1] with a mean of 0, without added silence; T differs between them.
/// </param>
/// <param name="Labels">(N) int64, index into <paramref name="ClassNames"/>.</param>
/// <param name="ClassNames">Name of each class.</param>
/// <param name="SamplingRate">Sampling rate of all sounds, Hz.</param>
public sealed record LabelledSounds(
    IReadOnlyList<Tensor> Sounds,
    Tensor Labels,
    IReadOnlyList<string> ClassNames,
    int SamplingRate
) : LabelledStimuli(Labels, ClassNames)
{
    /// <inheritdoc/>
    public override long Count => Sounds.Count;

    /// <summary>Sounds with their classes, as one set.</summary>
    /// <param name="sounds">
    /// At least one, of one sampling rate, each with a <see cref="Stimulus.ClassIndex"/> and a label.
    /// </param>
    /// <returns>The sounds in their order, each with its mean removed.</returns>
    /// <exception cref="MetamerException">
    /// There are none, one has no class or label, or their sampling rates differ.
    /// </exception>
    public static LabelledSounds FromStimuli(IReadOnlyList<SoundStimulus> sounds)
    {
        IReadOnlyList<string> names = ClassNamesOf(sounds);
        int[] rates = [.. sounds.Select(sound => sound.SamplingRate).Distinct()];
        if (rates.Length > 1)
        {
            throw new MetamerException(
                $"The sounds of a data set have one sampling rate; given are {string.Join(", ", rates)} Hz. Load all "
                    + "of them with the rate that the network takes."
            );
        }

        using DisposeScope scope = NewDisposeScope();
        return new(
            [.. sounds.Select(sound => (sound.Samples - sound.Samples.mean()).DetachFromDisposeScope())],
            LabelsOf(sounds).DetachFromDisposeScope(),
            names,
            rates[0]
        );
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (Tensor sound in Sounds)
        {
            sound.Dispose();
        }

        Labels.Dispose();
    }
}
