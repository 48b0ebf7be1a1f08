using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation.Sensitivity;

/// <summary>Random directions of a stimulus, with which others are compared.</summary>
internal static class RandomDirections
{
    /// <summary>Unit vectors, evenly distributed over all directions.</summary>
    /// <returns>(<paramref name="count"/>, <paramref name="values"/>) float64; equal for equal seeds.</returns>
    public static Tensor Draw(int count, long values, int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new((ulong)seed, CPU);
        Tensor drawn = randn([count, values], float64, generator: random);
        return (drawn / drawn.norm(1, keepdim: true)).MoveToOuterDisposeScope();
    }
}
