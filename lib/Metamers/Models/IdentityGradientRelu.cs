using static TorchSharp.torch;

namespace Metamers.Models;

/// <summary>
/// A ReLU whose gradient is 1 everywhere: <c>max(x, 0)</c> forward, the identity backward. The authors call it "fake
/// ReLU". It is used only if the stage being matched ends in a ReLU, so that a unit that is silent for the candidate
/// but active for the reference still receives a gradient (method: audio_models/custom_modules.py of the authors'
/// code).
/// </summary>
internal static class IdentityGradientRelu
{
    /// <summary>Applies the function.</summary>
    /// <param name="input">Any shape; finite.</param>
    /// <returns>Same shape, bit for bit equal to <c>relu(input)</c>.</returns>
    /// <remarks>
    /// Written as x − min(x, 0) with the second term held constant: exact in floating point (x − 0 = x, x − x = 0), the
    /// gradient is the identity, and no managed callback is needed in the backward pass.
    /// </remarks>
    public static Tensor Apply(Tensor input) => input - input.detach().clamp_max(0);
}
