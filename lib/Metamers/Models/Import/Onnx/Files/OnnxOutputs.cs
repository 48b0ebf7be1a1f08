using Metamers.Models.Import.Onnx.Files.Schema;

namespace Metamers.Models.Import.Onnx.Files;

/// <summary>What goes into a graph and comes out of it, and the nodes between.</summary>
internal static class OnnxOutputs
{
    /// <summary>
    /// Name of the first output that is a floating-point tensor; before a ZipMap of scikit-learn's exports, which makes
    /// a dictionary of it.
    /// </summary>
    public static string Default(GraphProto graph, OnnxSource source)
    {
        foreach (ValueInfoProto output in graph.Output)
        {
            NodeProto? producer = graph.Node.FirstOrDefault(node => node.Output.Contains(output.Name));
            if (producer is { OpType: "ZipMap", Input.Count: > 0 })
            {
                return producer.Input[0];
            }

            if (output.Type?.TensorType is null or { ElemType: 0 or 1 or 11 or 10 or 16 })
            {
                return output.Name;
            }
        }

        throw source.Refused("none of its outputs is a floating-point tensor.");
    }

    /// <summary>The nodes that a value needs, in the order of the file.</summary>
    public static IReadOnlyList<NodeProto> Needed(GraphProto graph, string output, OnnxSource source)
    {
        if (!graph.Node.Any(node => node.Output.Contains(output)))
        {
            throw source.Refused(
                $"no node gives '{OnnxSource.Shown(output)}'. Its outputs are: "
                    + $"{string.Join(", ", graph.Output.Select(value => OnnxSource.Shown(value.Name)))}."
            );
        }

        HashSet<string> wanted = [output];
        List<NodeProto> needed = [];
        foreach (NodeProto node in graph.Node.Reverse())
        {
            if (node.Output.Any(wanted.Contains))
            {
                needed.Add(node);
                wanted.UnionWith(Uses(node));
            }
        }

        needed.Reverse();
        return needed;
    }

    /// <summary>The only input that is not a weight.</summary>
    public static ValueInfoProto Input(GraphProto graph, IReadOnlyList<NodeProto> needed, OnnxSource source)
    {
        HashSet<string> weights = [.. graph.Initializer.Select(weight => weight.Name)];
        HashSet<string> used = [.. needed.SelectMany(Uses)];
        ValueInfoProto[] inputs = [.. graph.Input.Where(i => !weights.Contains(i.Name) && used.Contains(i.Name))];
        if (inputs.Length != 1)
        {
            throw source.Refused(
                inputs.Length == 0
                    ? "its output depends on no input."
                    : "it takes several inputs "
                        + $"({string.Join(", ", inputs.Select(i => OnnxSource.Shown(i.Name)))}), but a "
                        + "metamer is one stimulus. Export a network of one input, with the others as constants in it."
            );
        }

        int? type = inputs[0].Type?.TensorType?.ElemType;
        return type switch
        {
            OnnxTypes.Float or 11 => inputs[0],
            null => throw source.Refused($"its input '{OnnxSource.Shown(inputs[0].Name)}' is not a tensor."),
            10 or 16 => throw source.Refused(OnnxTypes.Refusal(type.Value)),
            _ => throw source.Refused(
                $"its input '{OnnxSource.Shown(inputs[0].Name)}' takes {OnnxTypes.NameOf(type.Value)}, through which "
                    + "no gradient flows. Export the network without the conversion of its pixels: it must take "
                    + "floats."
            ),
        };
    }

    /// <summary>The names that a node uses, also in its branches.</summary>
    private static IEnumerable<string> Uses(NodeProto node) =>
        node.Input.Concat(
            node.Attribute.Where(attribute => attribute.G is not null)
                .SelectMany(attribute =>
                    attribute.G.Node.SelectMany(Uses).Concat(attribute.G.Output.Select(output => output.Name))
                )
        );
}
