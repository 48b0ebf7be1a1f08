using Metamers.Models.Import.Onnx.Operators;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx;

/// <summary>An operator of ONNX that is implemented.</summary>
/// <param name="Name">Its name in the format, after its domain if that is not ONNX's own.</param>
/// <param name="Build">
/// Reads the attributes of a node and returns what it computes; throws for what is not exactly implemented.
/// </param>
/// <param name="Since">The first opset that has it.</param>
/// <param name="Parameters">
/// Inputs that must not depend on the stimulus' values, e.g. the shape of a Reshape; they stay on the CPU.
/// </param>
internal sealed record OnnxOperator(string Name, Func<OnnxNode, Kernel> Build, int Since = 1, params int[] Parameters)
{
    private static readonly Dictionary<string, OnnxOperator> ByName = new IEnumerable<OnnxOperator>[]
    {
        Activations.All,
        Arithmetic.All,
        Casts.All,
        Comparisons.All,
        Constants.All,
        Convolutions.All,
        Indexing.All,
        Layout.All,
        MatrixProducts.All,
        Normalizations.All,
        Padding.All,
        Pooling.All,
        Reductions.All,
        Resampling.All,
        Scattering.All,
        Shapes.All,
        Slicing.All,
        Softmaxes.All,
    }
        .SelectMany(family => family)
        .ToDictionary(found => found.Name);

    /// <summary>Finds an operator; null if it is not implemented.</summary>
    public static OnnxOperator? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>A kernel that gives one tensor.</summary>
    public static Kernel One(Func<KernelCall, Tensor> compute) => call => [compute(call)];

    /// <summary>An operator without attributes that maps one tensor to one.</summary>
    public static OnnxOperator Unary(string name, Func<Tensor, Tensor> compute, int since = 1) =>
        new(name, _ => One(call => compute(call[0])), since);

    /// <summary>An operator without attributes that maps one floating-point tensor to one.</summary>
    public static OnnxOperator UnaryFloat(string name, Func<Tensor, Tensor> compute, int since = 1) =>
        new(name, _ => One(call => compute(call.Float(0))), since);
}
