using Metamers.Models;
using Metamers.Synthesis.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Synthesis;

/// <summary>The noise that every synthesis of a seed starts from.</summary>
internal static class StartNoise
{
    /// <summary>
    /// Draws the starts of a batch: one noise for all items, unless those of one reference are to be pushed apart, or
    /// each has its own mean.
    /// </summary>
    /// <param name="options">Mean, standard deviation and seed.</param>
    /// <param name="input">The range of the network's input.</param>
    /// <param name="references">(N, shape of a stimulus).</param>
    /// <param name="samples">Which of several items of its reference each item is; null to push none apart.</param>
    /// <returns>(1 or N, shape of a stimulus) float32, clamped to the range.</returns>
    public static Tensor Draw(
        MetamerOptions options,
        InputNormalization input,
        Tensor references,
        IReadOnlyList<int>? samples
    )
    {
        using DisposeScope scope = NewDisposeScope();
        long[] shape = references.shape[1..];
        Tensor starts =
            samples is null && !options.StartsAtReferenceMean
                ? Draw(options, shape, input)
                : cat([
                    .. Enumerable
                        .Range(0, (int)references.shape[0])
                        .Select(i => Draw(options, shape, input, samples?[i] ?? 0, references[i])),
                ]);
        return starts.MoveToOuterDisposeScope();
    }

    /// <summary>Draws it: the same for equal options, shape and range.</summary>
    /// <param name="options">Mean, standard deviation and seed.</param>
    /// <param name="shape">Shape of a stimulus.</param>
    /// <param name="input">The range of the network's input.</param>
    /// <param name="sample">
    /// Which of several items of one reference it is for; each of them has noise from its own seed.
    /// </param>
    /// <param name="reference">What it is for, which may set the mean; null for noise that is for no reference.</param>
    /// <returns>(1, <paramref name="shape"/>) float32, clamped to the range.</returns>
    public static Tensor Draw(
        MetamerOptions options,
        IReadOnlyList<long> shape,
        InputNormalization input,
        int sample = 0,
        Tensor? reference = null
    )
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new((ulong)(options.Seed + sample), CPU);
        Tensor noise = randn([1, .. shape], float32, generator: random);
        if (options.Objective?.Spectrum is { } spectrum)
        {
            using SpectralFilter filter = new(spectrum, shape[^2], shape[^1]);
            noise = filter.Shape(noise);
        }

        double mean =
            options.StartsAtReferenceMean && reference is not null
                ? reference.to(float64).mean().item<double>()
                : options.StartMean;
        return (mean + options.StartDeviation * noise).clamp(input.Minimum, input.Maximum).MoveToOuterDisposeScope();
    }
}
