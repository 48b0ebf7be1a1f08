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

        OnnxNode? node = graph.Output.Producer;
        bool pooled = false;
        while (node is not null && (PassedBy.Contains(node.Operator) || Pooled.Contains(node.Operator)))
        {
            pooled |= Pooled.Contains(node.Operator);
            node = node.Inputs[0]?.Producer;
        }

        return node is not null && (!pooled || IsPointwise(node));
    }

    private static bool IsPointwise(OnnxNode node) =>
        node.Operator == "Conv" && node.Ints("kernel_shape") is { } kernel && kernel.All(length => length == 1);
}
