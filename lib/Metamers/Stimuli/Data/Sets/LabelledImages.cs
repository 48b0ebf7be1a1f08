using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Stimuli.Data.Sets;

/// <summary>A set of small pictures with their classes, as training and evaluation use it.</summary>
/// <param name="Pixels">(N, 3, H, W) uint8, 0 to 255.</param>
/// <param name="Labels">(N) int64, index into <paramref name="ClassNames"/>.</param>
/// <param name="ClassNames">Name of each class.</param>
public sealed record LabelledImages(Tensor Pixels, Tensor Labels, IReadOnlyList<string> ClassNames) : IDisposable
{
    /// <summary>Number of pictures.</summary>
    public long Count => Pixels.shape[0];

    /// <summary>Pictures with their classes, as one set.</summary>
    /// <param name="pictures">
    /// At least one, of one size, each with a <see cref="Stimulus.ClassIndex"/> and a label.
    /// </param>
    /// <returns>The pictures in 8 bits, in their order.</returns>
    /// <exception cref="MetamerException">There are none, or one has no class or label.</exception>
    public static LabelledImages FromStimuli(IReadOnlyList<ImageStimulus> pictures)
    {
        if (pictures.Count == 0)
        {
            throw new MetamerException("A set of labelled pictures needs at least one picture.");
        }

        Dictionary<int, string> names = [];
        foreach (ImageStimulus picture in pictures)
        {
            if (picture.ClassIndex is not { } index || picture.Label is not { } label)
            {
                throw new MetamerException(
                    $"The picture '{picture.Name}' has no class, so nothing can be learned from it. Take pictures of "
                        + "a data set with classes, as Photographs.WithClasses gives them."
                );
            }

            names[index] = label;
        }

        using DisposeScope scope = NewDisposeScope();
        return new(
            (stack([.. pictures.Select(picture => picture.Pixels)]) * 255).round().to(uint8).DetachFromDisposeScope(),
            tensor([.. pictures.Select(picture => (long)picture.ClassIndex!)]).DetachFromDisposeScope(),
            [.. Enumerable.Range(0, names.Keys.Max() + 1).Select(index => names.GetValueOrDefault(index, $"{index}"))]
        );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Pixels.Dispose();
        Labels.Dispose();
    }
}
