using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Training;

/// <summary>Random crops and mirror images of a batch of pictures.</summary>
internal static class RandomCrops
{
    /// <summary>
    /// Pads each picture with zeros, crops it at a random place of its own, and mirrors half of the pictures.
    /// </summary>
    /// <param name="pictures">(N, 3, H, W) uint8.</param>
    /// <param name="padding">Zero pixels on each side, 0 or more.</param>
    /// <param name="mirror">Whether half of the pictures are mirrored left to right.</param>
    /// <param name="random">Random generator (CPU).</param>
    /// <returns>(N, 3, H, W) uint8.</returns>
    public static Tensor CropAndMirror(Tensor pictures, int padding, bool mirror, Generator random)
    {
        using DisposeScope scope = NewDisposeScope();
        (long count, long height, long width) = (pictures.shape[0], pictures.shape[2], pictures.shape[3]);
        Tensor padded = nn.functional.pad(pictures, [padding, padding, padding, padding]);
        Tensor top = randint(0, 2 * padding + 1, [count, 1], int64, generator: random);
        Tensor left = randint(0, 2 * padding + 1, [count, 1], int64, generator: random);
        Tensor mirrored = randint(0, mirror ? 2 : 1, [count, 1], int64, generator: random);
        Tensor rows = top + arange(height); // (N, H)
        Tensor columns = left + where(mirrored == 1, width - 1 - arange(width), arange(width)); // (N, W)

        // An index by picture, row and column puts the channels last: (N, H, W, 3).
        Tensor cropped = padded
            .permute(0, 2, 3, 1)
            .index(
                TensorIndex.Tensor(arange(count).view(-1, 1, 1)),
                TensorIndex.Tensor(rows.unsqueeze(2)),
                TensorIndex.Tensor(columns.unsqueeze(1))
            );
        return cropped.permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }
}
