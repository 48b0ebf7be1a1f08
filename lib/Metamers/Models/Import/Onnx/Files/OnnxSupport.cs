using Metamers.Models.Import.Onnx.Files.Schema;
using Metamers.Models.Import.Onnx.Operators;

namespace Metamers.Models.Import.Onnx.Files;

/// <summary>Checks that every operator of a graph is implemented, and names all that are not.</summary>
internal static class OnnxSupport
{
    private const int MostNames = 5;

    /// <summary>Throws if operators are not implemented.</summary>
    public static void Require(IEnumerable<NodeProto> nodes, OnnxFunctions functions, int opset, OnnxSource source)
    {
        List<(NodeProto Node, int Opset)> missing = [];
        Collect(nodes, functions, opset, missing, []);
        if (missing.Count == 0)
        {
            return;
        }

        if (missing.FirstOrDefault(m => IsQuantised(m.Node.OpType)).Node is not null)
        {
            throw source.Refused(
                $"{OnnxGraphReader.Quantised} Its nodes: {List(missing.Where(m => IsQuantised(m.Node.OpType)))}."
            );
        }

        if (missing.FirstOrDefault(m => m.Node.OpType is "Loop" or "Scan").Node is not null)
        {
            throw source.Refused(
                "it contains a loop, which is not supported: "
                    + $"{List(missing.Where(m => m.Node.OpType is "Loop" or "Scan"))}. Export the network "
                    + "without it, e.g. by tracing (torch.onnx.export of the module itself, not of torch.jit.script)."
            );
        }

        throw source.Refused(
            $"operators that are not supported: {List(missing)}. Replace them in the network by others before the "
                + "export, or name with Output a value that is computed before them."
        );
    }

    private static void Collect(
        IEnumerable<NodeProto> nodes,
        OnnxFunctions functions,
        int opset,
        List<(NodeProto Node, int Opset)> missing,
        HashSet<FunctionProto> seen
    )
    {
        foreach (NodeProto node in nodes)
        {
            if (functions.Find(node) is { } function)
            {
                if (seen.Add(function) && seen.Count < 1000)
                {
                    int own = function.OpsetImport.Count > 0 ? OnnxFile.OpsetOf(function.OpsetImport) : opset;
                    Collect(function.Node, functions, own, missing, seen);
                }
            }
            else if (OnnxFile.OperatorOf(node) is not ("If" or Constants.Written) and var name && !IsFound(name, opset))
            {
                missing.Add((node, opset));
            }
        }
    }

    private static bool IsFound(string name, int opset) => OnnxOperator.Find(name) is { } found && found.Since <= opset;

    private static string List(IEnumerable<(NodeProto Node, int Opset)> missing) =>
        string.Join(
            "; ",
            missing
                .GroupBy(m => Name(m.Node, m.Opset))
                .Select(group =>
                {
                    string[] nodes = [.. group.Select(m => NodeName(m.Node)).Distinct()];
                    string more = nodes.Length > MostNames ? $" and {nodes.Length - MostNames} more" : "";
                    return $"{group.Key} ({string.Join(", ", nodes.Take(MostNames))}{more})";
                })
        );

    private static string Name(NodeProto node, int opset) =>
        OnnxSource.Shown(OnnxFile.OperatorOf(node))
        + (
            OnnxOperator.Find(OnnxFile.OperatorOf(node)) is { } found
                ? $" in opset {opset}, which came with opset {found.Since}"
                : ""
        );

    private static string NodeName(NodeProto node) =>
        OnnxSource.Shown(
            node.Name.Length > 0 ? node.Name
            : node.Output.Count > 0 ? node.Output[0]
            : "without a name"
        );

    private static bool IsQuantised(string name) =>
        name.StartsWith("QLinear", StringComparison.Ordinal)
        || name.EndsWith("Integer", StringComparison.Ordinal)
        || name is "QuantizeLinear" or "DequantizeLinear" or "DynamicQuantizeLinear";
}
