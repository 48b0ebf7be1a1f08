using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models;

/// <summary>
/// Applies an <see cref="InputNormalization"/>, with constants made from the exact decimal values for each element type
/// and device (a float32 mean converted to float64 would be off by 1e-8, which the chaotic descent amplifies).
/// </summary>
/// <param name="normalization">The normalisation.</param>
internal sealed class Normalizer(InputNormalization normalization) : IDisposable
{
    private Tensor? mean;
    private Tensor? deviation;

    /// <summary>The normalisation.</summary>
    public InputNormalization Normalization
    {
        get;
        set
        {
            field = value;
            Dispose(); // of the old one's constants
        }
    } = normalization;

    /// <summary>(N, channels, H, W) → (input − mean) / standard deviation.</summary>
    public Tensor Apply(Tensor input)
    {
        if (Normalization.IsIdentity)
        {
            return input.alias();
        }

        if (
            mean is null
            || mean.dtype != input.dtype
            || mean.device_type != input.device_type
            || mean.device_index != input.device_index
        )
        {
            Dispose();
            mean = Constant(Normalization.Mean, input);
            deviation = Constant(Normalization.StandardDeviation, input);
        }

        return (input - mean) / deviation!;
    }

    public void Dispose()
    {
        mean?.Dispose();
        deviation?.Dispose();
        (mean, deviation) = (null, null);
    }

    private static Tensor Constant(IReadOnlyList<double> values, Tensor like)
    {
        using DisposeScope scope = NewDisposeScope();
        return tensor(values.ToArray()).view(1, -1, 1, 1).to(like.dtype, like.device).DetachFromDisposeScope();
    }
}
