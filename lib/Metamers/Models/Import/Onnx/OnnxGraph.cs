using Metamers.Models.Import.Onnx.Files;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx;

/// <summary>A graph with everything inlined: its values and its nodes in the order of computation.</summary>
/// <param name="source">The file.</param>
internal sealed class OnnxGraph(OnnxSource source)
{
    private readonly List<OnnxValue> values = [];
    private readonly List<OnnxNode> nodes = [];

    /// <summary>The file.</summary>
    public OnnxSource Source => source;

    /// <summary>All values.</summary>
    public IReadOnlyList<OnnxValue> Values => values;

    /// <summary>The nodes in the order of computation.</summary>
    public IReadOnlyList<OnnxNode> Nodes => nodes;

    /// <summary>The stimulus.</summary>
    public required OnnxValue Input { get; set; }

    /// <summary>Lengths of the input's dimensions, the batch first; null for one that is open.</summary>
    public IReadOnlyList<long?>? InputShape { get; set; }

    /// <summary>Type of the input: 32 or 64 bits.</summary>
    public ScalarType InputType { get; set; } = ScalarType.Float32;

    /// <summary>The last value: what a classification network gives before its softmax.</summary>
    public required OnnxValue Output { get; set; }

    /// <summary>The values that depend on the stimulus and are computed by a node.</summary>
    public IEnumerable<OnnxValue> Activations =>
        values.Where(value => value is { Depends: OnnxValue.Dependence.Stimulus, Producer: not null });

    /// <summary>The weights that are parameters of the network.</summary>
    public IEnumerable<OnnxValue> Parameters => values.Where(value => value.IsParameter);

    /// <summary>Floating-point weights of a second file that are no parameters of the network.</summary>
    public List<OnnxValue> FloatsBeside { get; } = [];

    /// <summary>Adds a value.</summary>
    public OnnxValue AddValue(string name)
    {
        OnnxValue value = new(values.Count, name);
        values.Add(value);
        return value;
    }

    /// <summary>Adds a node after all others.</summary>
    public void AddNode(OnnxNode node)
    {
        nodes.Add(node);
        foreach (OnnxValue output in node.Outputs.OfType<OnnxValue>())
        {
            output.Producer = node;
        }
    }
}
