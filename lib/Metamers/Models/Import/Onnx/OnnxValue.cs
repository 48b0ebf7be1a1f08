using Metamers.Models.Import.Onnx.Files;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx;

/// <summary>A value that flows through a graph: the input, a weight, or an output of a node.</summary>
/// <param name="index">Its index in the graph.</param>
/// <param name="name">Its name in the file.</param>
internal sealed class OnnxValue(int index, string name)
{
    /// <summary>What a value depends on.</summary>
    public enum Dependence
    {
        /// <summary>On nothing: a weight, or computed from weights.</summary>
        Constant,

        /// <summary>On shapes alone, so it is computed once for each size of batch.</summary>
        Shape,

        /// <summary>On the stimulus.</summary>
        Stimulus,
    }

    /// <summary>Its index in the graph.</summary>
    public int Index => index;

    /// <summary>Its name in the file.</summary>
    public string Name => name;

    /// <summary>The node that gives it; null for the input and for weights.</summary>
    public OnnxNode? Producer { get; set; }

    /// <summary>Whether it is a weight of the network's type, one of its parameters.</summary>
    public bool IsParameter { get; set; }

    /// <summary>
    /// The tensor of the file, on the CPU; null if it is not in it, or a parameter that the network has taken over.
    /// </summary>
    public Tensor? Weight { get; set; }

    /// <summary>What it depends on.</summary>
    public Dependence Depends { get; set; }

    /// <inheritdoc/>
    public override string ToString() => OnnxSource.Shown(name);
}
