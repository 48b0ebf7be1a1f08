using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx;

/// <summary>
/// A batch norm after a convolution is one convolution with the weights <c>w·γ/√(σ²+ε)</c> and the bias
/// <c>β + (b − μ)·γ/√(σ²+ε)</c>.
/// </summary>
internal static class BatchNormFolding
{
    /// <summary>The convolution into which a batch norm can be folded; null if there is none.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="node">Any node.</param>
    /// <param name="wanted">Values that must be computed as they are.</param>
    public static OnnxNode? ConvolutionOf(OnnxGraph graph, OnnxNode node, IReadOnlySet<OnnxValue> wanted) =>
        node is { Operator: "BatchNormalization", Inputs: [{ Producer: { Operator: "Conv" } convolution } between, ..] }
        && !wanted.Contains(between)
        && between.Depends == OnnxValue.Dependence.Stimulus
        && node.Inputs.Skip(1).Concat(convolution.Inputs.Skip(1)).All(IsConstant)
        && graph.Nodes.SelectMany(other => other.Inputs).Count(input => input == between) == 1
            ? convolution
            : null;

    /// <summary>The weights of the one convolution.</summary>
    /// <param name="norm">The batch norm.</param>
    /// <param name="convolution">The convolution.</param>
    /// <param name="value">Gives the values of weights.</param>
    public static (Tensor Weight, Tensor Bias) Fold(OnnxNode norm, OnnxNode convolution, Func<OnnxValue, Tensor> value)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weight = value(convolution.Inputs[1]!);
        Tensor[] parameters = [.. norm.Inputs.Skip(1).Take(4).Select(input => value(input!).to(float64))];
        (Tensor gamma, Tensor beta, Tensor mean, Tensor variance) = (
            parameters[0],
            parameters[1],
            parameters[2],
            parameters[3]
        );
        Tensor scale = gamma / (variance + norm.Float("epsilon", 1e-5f)).sqrt();
        Tensor bias = convolution.HasInput(2) ? value(convolution.Inputs[2]!).to(float64) - mean : -mean;
        Tensor folded = weight.to(float64) * scale.view([-1, .. Enumerable.Repeat(1L, (int)weight.dim() - 1)]);
        return (
            folded.to(weight.dtype).MoveToOuterDisposeScope(),
            (beta + (bias * scale)).to(weight.dtype).MoveToOuterDisposeScope()
        );
    }

    private static bool IsConstant(OnnxValue? value) => value is not { Depends: not OnnxValue.Dependence.Constant };
}
