using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Textures;

/// <summary>What texture models ask of their input.</summary>
internal static class TextureInput
{
    /// <summary>
    /// Refuses a batch with a constant item, whose correlations are 0 divided by 0. On a GPU this would wait for the
    /// device at every step, and is left out.
    /// </summary>
    /// <param name="input">(N, …).</param>
    /// <param name="complaint">What is wrong with the item of an index, in sentences.</param>
    /// <exception cref="MetamerException">An item is constant.</exception>
    public static void RequireVaried(Tensor input, Func<long, string> complaint)
    {
        if (input.device_type != DeviceType.CPU)
        {
            return;
        }

        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor items = input.flatten(1);
        Tensor constant = (items.amax([1]) == items.amin([1])).nonzero();
        if (constant.shape[0] > 0)
        {
            throw new MetamerException(
                $"{complaint(constant[0, 0].item<long>())} Leave it out; a start for synthesis needs noise "
                    + "(MetamerOptions.StartDeviation above 0)."
            );
        }
    }
}
