using Metamers.Stimuli.Synthetic;
using static TorchSharp.torch;

namespace Metamers.Synthesis.Objectives;

/// <summary>Random shifts, each of which depends on nothing but the seed and the step.</summary>
internal static class Jitter
{
    /// <summary>Shifts all items of a batch alike, round the edges.</summary>
    /// <param name="x">(N, channels, H, W), or (N, samples).</param>
    /// <param name="most">The largest shift in each direction; 0 for none.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="step">The step.</param>
    public static Tensor Shift(Tensor x, int most, long seed, int step)
    {
        if (most == 0)
        {
            return x;
        }

        SplitMix64 random = new(unchecked((long)new SplitMix64(seed).Next() + step));
        long[] dimensions = x.dim() >= 3 ? [-2, -1] : [-1];
        long[] shifts = [.. dimensions.Select(_ => (long)(random.Uniform() * (2 * most + 1)) - most)];
        return x.roll(shifts, dimensions);
    }
}
