using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using static TorchSharp.torch;

namespace Metamers.Synthesis;

/// <summary>References that are matched together.</summary>
internal static class ReferenceBatch
{
    /// <summary>Their values, one after the other.</summary>
    /// <param name="model">The network.</param>
    /// <param name="stimuli">The references.</param>
    /// <returns>(N, shape of a stimulus).</returns>
    /// <exception cref="MetamerException">
    /// There are none, they are of two kinds or sizes, or not what the network takes.
    /// </exception>
    public static Tensor Stack(StagedModel model, IReadOnlyList<Stimulus> stimuli)
    {
        if (stimuli.Count == 0)
        {
            throw new MetamerException($"There are no references; give at least one {model.Kind.Noun}.");
        }

        Stimulus first = stimuli[0];
        if (stimuli.FirstOrDefault(stimulus => stimulus.Kind.IsSound != first.Kind.IsSound) is { } otherKind)
        {
            throw new MetamerException(
                $"The references are of two kinds, pictures and sounds: {first} and {otherKind}. Make the metamers "
                    + "of each kind with a network that takes it."
            );
        }

        if (
            stimuli.FirstOrDefault(stimulus =>
                !stimulus.Values.shape.SequenceEqual(first.Values.shape) || stimulus.Kind != first.Kind
            ) is
            { } other
        )
        {
            throw new MetamerException(
                other.Kind.IsSound
                    ? $"The references differ in length or sampling rate: {first} and {other}. Load all with one "
                        + "of each: SoundFile.Load(path, 16000, 1.0)."
                    : $"The references differ in size: {first} and {other}. Load all with one size."
            );
        }

        StimulusValidation.CheckKind(model, first.Kind, $"The reference '{first.Name}'");
        return stack([.. stimuli.Select(stimulus => stimulus.Values)]);
    }
}
