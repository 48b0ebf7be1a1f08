using Metamers.Runtime;
using static TorchSharp.torch;

namespace Metamers.Stimuli.Images;

/// <summary>The conditions that a tensor must satisfy to be a picture.</summary>
internal static class PictureCheck
{
    /// <summary>
    /// Returns <paramref name="pixels"/> if it is (3, H, W), or (1, H, W) if it may be <paramref name="grey"/>, float32
    /// in [0, 1]; otherwise throws and says what it is.
    /// </summary>
    /// <param name="pixels">The tensor to check.</param>
    /// <param name="what">Subject of the error's first sentence.</param>
    /// <param name="grey">Whether it may have one channel, (1, H, W).</param>
    public static Tensor RequirePicture(Tensor pixels, string what, bool grey = false)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (
            pixels.dim() != 3
            || !(pixels.shape[0] == 3 || (grey && pixels.shape[0] == 1))
            || pixels.shape[1] == 0
            || pixels.shape[2] == 0
        )
        {
            throw new MetamerException(
                $"{what} has the shape ({string.Join(", ", pixels.shape)}); a picture is "
                    + "(3, height, width), without a batch dimension. Take one item of a batch with batch[i]; "
                    + (
                        grey
                            ? "a grey one has the shape (1, height, width)."
                            : "repeat a grey picture with grey.expand(3, height, width)."
                    )
            );
        }

        if (pixels.dtype != ScalarType.Float32)
        {
            throw new MetamerException(
                $"{what} has {pixels.dtype} values; pixels are Float32 in [0, 1]. "
                    + "Convert bytes with pixels.to(float32) / 255."
            );
        }

        // NaN fails both comparisons, so it is caught by the negation.
        using IDisposable scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        float least = pixels.min().item<float>();
        float greatest = pixels.max().item<float>();
        if (!(least >= 0f && greatest <= 1f))
        {
            throw new MetamerException(
                FormattableString.Invariant(
                    $"{what} has pixels from {least} to {greatest}; they must be in [0, 1] and contain no NaN. "
                ) + "Divide bytes by 255, or clamp with pixels.clamp(0, 1)."
            );
        }

        return pixels;
    }

    /// <summary>A picture with three channels, equal ones if it is grey: (3, H, W).</summary>
    public static Tensor InColour(Tensor pixels) => pixels.shape[0] == 1 ? pixels.expand(3, -1, -1) : pixels;
}
