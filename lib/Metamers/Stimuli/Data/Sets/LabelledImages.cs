using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Stimuli.Data.Sets;

/// <summary>A set of small pictures with their classes, as training and evaluation use it.</summary>
/// <param name="Pixels">(N, 3, H, W) uint8, 0 to 255.</param>
/// <param name="Labels">(N) int64, index into <paramref name="ClassNames"/>.</param>
/// <param name="ClassNames">Name of each class.</param>
public sealed record LabelledImages(Tensor Pixels, Tensor Labels, IReadOnlyList<string> ClassNames)
    : LabelledStimuli(Labels, ClassNames)
{
    /// <inheritdoc/>
    public override long Count => Pixels.shape[0];

    /// <summary>Pictures with their classes, as one set.</summary>
    /// <param name="pictures">
    /// At least one, of one size, each with a <see cref="Stimulus.ClassIndex"/> and a label.
    /// </param>
    /// <returns>The pictures in 8 bits, in their order.</returns>
    /// <exception cref="MetamerException">There are none, or one has no class or label.</exception>
    public static LabelledImages FromStimuli(IReadOnlyList<ImageStimulus> pictures)
    {
        IReadOnlyList<string> names = ClassNamesOf(pictures);
        using DisposeScope scope = NewDisposeScope();
        return new(
            (stack([.. pictures.Select(picture => picture.Pixels)]) * 255).round().to(uint8).DetachFromDisposeScope(),
            LabelsOf(pictures).DetachFromDisposeScope(),
            names
        );
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Pixels.Dispose();
        Labels.Dispose();
    }
}
