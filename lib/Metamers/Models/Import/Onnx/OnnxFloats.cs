using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx;

/// <summary>The floating-point type of a graph, and what takes its place in a network that was converted.</summary>
/// <param name="Graph">Type of the graph's input.</param>
/// <param name="Network">Type of the stimuli.</param>
internal readonly record struct OnnxFloats(ScalarType Graph, ScalarType Network)
{
    /// <summary>The type that takes the place of one in the graph.</summary>
    public ScalarType Of(ScalarType type) => type == Graph ? Network : type;
}
