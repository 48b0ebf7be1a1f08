using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Cochleagrams;

/// <summary>
/// Step 4 of a cochleagram: the compression of the cochlea, <c>(max(x, 0) + offset)^exponent</c>. Its slope is
/// unbounded at 0, so the backward pass uses at most <see cref="CochleagramOptions.LargestSlope"/>; values below 0,
/// which the low-pass filter can produce, pass their gradient on as if they were not clipped (method: chcochleagram's
/// ClippedGradPowerCompression).
/// </summary>
/// <param name="options">Exponent, offset and largest slope.</param>
internal sealed class PowerCompression(CochleagramOptions options)
{
    /// <summary>Compresses sampled envelopes.</summary>
    /// <param name="frames">Any shape.</param>
    /// <returns>Same shape, above 0.</returns>
    /// <remarks>
    /// The published backward pass is a function of its own; here value and slope are held constant and multiplied with
    /// the input's deviation from itself, 0, so that the value is exact and no managed callback is needed.
    /// </remarks>
    public Tensor Apply(Tensor frames)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor level = frames.detach().clamp_min(0).add_(options.Offset);
        Tensor value = level.pow(options.Exponent);
        if (!frames.requires_grad)
        {
            return value.MoveToOuterDisposeScope();
        }

        Tensor slope = level.pow_(options.Exponent - 1).mul_(options.Exponent).clamp_max_(options.LargestSlope);
        return (value + slope * (frames - frames.detach())).MoveToOuterDisposeScope();
    }
}
