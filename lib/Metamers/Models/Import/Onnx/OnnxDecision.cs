using Metamers.Models.Import.Onnx.Files.Schema;

namespace Metamers.Models.Import.Onnx;

/// <summary>Judges whether the output of a graph is one value for each class.</summary>
internal static class OnnxDecision
{
    private static readonly HashSet<string> PassedBy =
    [
        "Flatten",
        "Reshape",
        "Squeeze",
        "Identity",
        "Dropout",
        "Transpose",
        "Sigmoid",
        "Cast",
    ];

    private static readonly HashSet<string> Pooled =
    [
        "GlobalAveragePool",
        "GlobalMaxPool",
        "AveragePool",
        "MaxPool",
        "ReduceMean",
        "ReduceMax",
        "Relu",
    ];

    /// <summary>
    /// Whether the last operation is a readout: not if features are pooled last, unless each of them is a map of a 1×1
    /// convolution, as in SqueezeNet.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="shape">Shape of its output for one stimulus.</param>
    public static bool IsMadeBy(OnnxGraph graph, IReadOnlyList<long> shape)
    {
        if (shape.Count != 1 || shape[0] < 2)
        {
            return false;
        }

        return EndsInReadout(
            graph.Output.Producer,
            node => node.Operator,
            node => node.Inputs[0]?.Producer,
            IsPointwise
        );
    }

    /// <summary>The same of a file that is not read as a graph.</summary>
    /// <param name="graph">What the file contains.</param>
    /// <param name="output">Name of the output.</param>
    public static bool IsMadeBy(GraphProto graph, string output)
    {
        Dictionary<string, NodeProto> producers = [];
        foreach (NodeProto node in graph.Node)
        {
            foreach (string name in node.Output)
            {
                producers.TryAdd(name, node);
            }
        }

        return EndsInReadout(
            producers.GetValueOrDefault(output),
            node => node.OpType,
            node => node.Input.Count == 0 ? null : producers.GetValueOrDefault(node.Input[0]),
            node => node.OpType == "Conv" && KernelOf(node) is { } kernel && kernel.Ints.All(length => length == 1)
        );
    }

    private static AttributeProto? KernelOf(NodeProto node) =>
        node.Attribute.FirstOrDefault(attribute => attribute.Name == "kernel_shape");

    private static bool EndsInReadout<T>(
        T? node,
        Func<T, string> operatorOf,
        Func<T, T?> before,
        Func<T, bool> isPointwise
    )
        where T : class
    {
        bool pooled = false;
        HashSet<T> passed = new(ReferenceEqualityComparer.Instance); // a file may claim that a node feeds itself
        while (node is not null && passed.Add(node) && IsPassed(operatorOf(node)))
        {
            pooled |= Pooled.Contains(operatorOf(node));
            node = before(node);
        }

        return node is not null && (!pooled || isPointwise(node));

        static bool IsPassed(string name) => PassedBy.Contains(name) || Pooled.Contains(name);
    }

    private static bool IsPointwise(OnnxNode node) =>
        node.Operator == "Conv" && node.Ints("kernel_shape") is { } kernel && kernel.All(length => length == 1);
}
