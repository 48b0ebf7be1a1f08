using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures.Blocks;

/// <summary>
/// A convolution followed by a batch norm. In a frozen network the two are one convolution with the weights
/// <c>w·γ/√(σ²+ε)</c> and the bias <c>β − μ·γ/√(σ²+ε)</c>; otherwise they run one after the other.
/// </summary>
/// <param name="convolution">The convolution; without bias.</param>
/// <param name="norm">The batch norm that follows it.</param>
/// <param name="stride">
/// Stride that replaces the convolution's own, if the weights are used again with another one; otherwise null.
/// </param>
public sealed class FoldedConvolution(Conv2d convolution, BatchNorm2d norm, long? stride = null)
{
    private Parameter? source;
    private Tensor? weight;
    private Tensor? bias;

    /// <summary>Applies convolution and batch norm.</summary>
    /// <param name="input">(N, channels, height, width).</param>
    /// <returns>(N, output channels, height, width), a new tensor in the current dispose scope.</returns>
    public Tensor Call(Tensor input)
    {
        if (source is null)
        {
            using Tensor y = stride is null ? convolution.call(input) : Convolve(input, convolution.weight, null);
            return norm.call(y);
        }

        if (!ReferenceEquals(source, convolution.weight))
        {
            Fold(true); // the network was moved to another device or element type
        }

        return Convolve(input, weight!, bias);
    }

    private Tensor Convolve(Tensor input, Tensor kernels, Tensor? offsets) =>
        nn.functional.conv2d(
            input,
            kernels,
            offsets,
            stride is long s ? [s, s] : convolution.stride,
            convolution.padding,
            convolution.dilation,
            convolution.groups
        );

    /// <summary>
    /// Folds the batch norm's current running statistics into the convolution, or undoes the folding.
    /// </summary>
    internal void Fold(bool fold)
    {
        weight?.Dispose();
        bias?.Dispose();
        (source, weight, bias) = (null, null, null);
        if (!fold)
        {
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor scale = norm.weight!.to(float64) / (norm.running_var!.to(float64) + norm.eps).sqrt();
        ScalarType type = convolution.weight.dtype;
        weight = (convolution.weight.to(float64) * scale.view(-1, 1, 1, 1)).to(type).DetachFromDisposeScope();
        bias = (norm.bias!.to(float64) - norm.running_mean!.to(float64) * scale).to(type).DetachFromDisposeScope();
        source = convolution.weight;
    }
}
