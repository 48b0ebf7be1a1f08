using Metamers.Models;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Training;

/// <summary>
/// Pictures to train on: cropped and mirrored at random (<see cref="Augmentation"/>), and resized to what the network
/// takes as a file is (<see cref="PillowResize"/>).
/// </summary>
/// <param name="images">The pictures; not disposed by this set.</param>
internal sealed class PictureSet(LabelledImages images) : TrainingSet
{
    /// <inheritdoc/>
    public override long Count => images.Count;

    internal override int EvaluationBatch => 500;

    internal override Tensor Labels => images.Labels;

    internal override Tensor Augmented(Tensor chosen, StagedModel model, Augmentation augmentation, Generator random) =>
        ToInput(
            RandomCrops.CropAndMirror(images.Pixels[chosen], augmentation.CropPadding, augmentation.Mirror, random),
            model
        );

    internal override Tensor Plain(long first, long end, StagedModel model) =>
        ToInput(images.Pixels[TensorIndex.Slice(first, end)], model);

    // Channels last in memory, the layout in which the convolutions of a CPU compute; the pictures are the same.
    private static Tensor ToInput(Tensor pixels, StagedModel model)
    {
        using DisposeScope scope = NewDisposeScope();
        int size = (int)model.InputShape[^1];
        Tensor fitting = pixels.shape[3] == size ? pixels : PillowResize.Squares(pixels, size);
        Tensor values = fitting
            .to(model.ElementType, model.Device)
            .permute(0, 2, 3, 1)
            .contiguous()
            .permute(0, 3, 1, 2);
        return (values / 255).MoveToOuterDisposeScope();
    }
}
