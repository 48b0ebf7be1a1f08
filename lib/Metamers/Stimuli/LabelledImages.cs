using static TorchSharp.torch;

namespace Metamers.Stimuli;

/// <summary>A set of small pictures with their classes, as training and evaluation use it.</summary>
/// <param name="Pixels">(N, 3, H, W) uint8, 0 to 255.</param>
/// <param name="Labels">(N) int64, index into <paramref name="ClassNames"/>.</param>
/// <param name="ClassNames">Name of each class.</param>
public sealed record LabelledImages(Tensor Pixels, Tensor Labels, IReadOnlyList<string> ClassNames) : IDisposable
{
    /// <summary>Number of pictures.</summary>
    public long Count => Pixels.shape[0];

    /// <inheritdoc/>
    public void Dispose()
    {
        Pixels.Dispose();
        Labels.Dispose();
    }
}
