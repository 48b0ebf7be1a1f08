using Metamers.Runtime;
using static TorchSharp.torch;

namespace Metamers.Stimuli.Data.Sets;

/// <summary>Pictures or sounds with their classes, in memory, as training and evaluation use them.</summary>
/// <param name="Labels">(N) int64, index into <paramref name="ClassNames"/>.</param>
/// <param name="ClassNames">Name of each class.</param>
public abstract record LabelledStimuli(Tensor Labels, IReadOnlyList<string> ClassNames) : IDisposable
{
    /// <summary>Number of stimuli.</summary>
    public abstract long Count { get; }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Stimuli of one kind as one set.</summary>
    /// <exception cref="MetamerException">There are none, they are of both kinds, or they have no classes.</exception>
    internal static LabelledStimuli FromStimuli(IReadOnlyList<Stimulus> stimuli) =>
        stimuli.All(stimulus => stimulus is ImageStimulus)
            ? LabelledImages.FromStimuli([.. stimuli.Cast<ImageStimulus>()])
        : stimuli.All(stimulus => stimulus is SoundStimulus)
            ? LabelledSounds.FromStimuli([.. stimuli.Cast<SoundStimulus>()])
        : throw new MetamerException(
            "A data set is made of pictures or of sounds; both kinds were given. Make one of each kind."
        );

    /// <summary>The classes of stimuli by index; a class that no stimulus has is named by its number.</summary>
    /// <exception cref="MetamerException">There is no stimulus, or one has no class or no label.</exception>
    internal static IReadOnlyList<string> ClassNamesOf(IReadOnlyList<Stimulus> stimuli)
    {
        if (stimuli.Count == 0)
        {
            throw new MetamerException("A set of labelled stimuli needs at least one picture or sound.");
        }

        Dictionary<int, string> names = [];
        foreach (Stimulus stimulus in stimuli)
        {
            if (stimulus.ClassIndex is not { } index || stimulus.Label is not { } label)
            {
                throw new MetamerException(
                    $"'{stimulus.Name}' has no class, so nothing can be learned from it. Take stimuli of a data set "
                        + "with classes, as DataSet.Subset and Photographs.WithClasses give them, or set ClassIndex "
                        + "and Label."
                );
            }

            if (names.TryGetValue(index, out string? other) && other != label)
            {
                throw new MetamerException(
                    $"Class {index} is '{other}' in some stimuli and '{label}' in '{stimulus.Name}'. Number the "
                        + "classes of all stimuli in the same way."
                );
            }

            names[index] = label;
        }

        return
        [
            .. Enumerable.Range(0, names.Keys.Max() + 1).Select(index => names.GetValueOrDefault(index, $"{index}")),
        ];
    }

    /// <summary>(N) int64: the class of each stimulus.</summary>
    private protected static Tensor LabelsOf(IReadOnlyList<Stimulus> stimuli) =>
        tensor([.. stimuli.Select(stimulus => (long)stimulus.ClassIndex!)]);
}
