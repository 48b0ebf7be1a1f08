using Metamers.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Synthesis;

/// <summary>The noise that every synthesis of a seed starts from.</summary>
internal static class StartNoise
{
    /// <summary>Draws it: the same for equal options, shape and range.</summary>
    /// <param name="options">Mean, standard deviation and seed.</param>
    /// <param name="shape">Shape of a stimulus.</param>
    /// <param name="input">The range of the network's input.</param>
    /// <returns>(1, <paramref name="shape"/>) float32, clamped to the range.</returns>
    public static Tensor Draw(MetamerOptions options, IEnumerable<long> shape, InputNormalization input)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new((ulong)options.Seed, CPU);
        Tensor noise = randn([1, .. shape], float32, generator: random);
        return (options.StartMean + options.StartDeviation * noise)
            .clamp(input.Minimum, input.Maximum)
            .MoveToOuterDisposeScope();
    }
}
