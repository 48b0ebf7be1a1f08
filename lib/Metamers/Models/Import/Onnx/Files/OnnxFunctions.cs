using Metamers.Models.Import.Onnx.Files.Schema;

namespace Metamers.Models.Import.Onnx.Files;

/// <summary>The functions that a file defines, which newer exports of PyTorch call by name.</summary>
internal sealed class OnnxFunctions
{
    private readonly Dictionary<(string Domain, string Name, string Overload), FunctionProto> functions = [];

    /// <summary>Finds the functions of a file.</summary>
    public OnnxFunctions(ModelProto model, OnnxSource source)
    {
        foreach (FunctionProto function in model.Functions)
        {
            if (!functions.TryAdd((function.Domain, function.Name, function.Overload), function))
            {
                throw source.Refused($"it defines the function '{OnnxSource.Shown(function.Name)}' more than once.");
            }
        }
    }

    /// <summary>The function that a node calls; null if it is an operator.</summary>
    public FunctionProto? Find(NodeProto node) =>
        functions.GetValueOrDefault((node.Domain, node.OpType, node.Overload));

    /// <summary>The nodes of a function, with the attributes that the call gives.</summary>
    public static IEnumerable<NodeProto> Body(FunctionProto function, NodeProto call)
    {
        Dictionary<string, AttributeProto> given = [];
        foreach (AttributeProto attribute in function.AttributeProto.Concat(call.Attribute))
        {
            given[attribute.Name] = attribute;
        }

        return function.Node.Select(node => Given(node, given));
    }

    /// <summary>A copy of a node with the attributes that the call gives, also in the branches of an If.</summary>
    private static NodeProto Given(NodeProto node, Dictionary<string, AttributeProto> given)
    {
        NodeProto copy = node.Clone();
        copy.Attribute.Clear();
        foreach (AttributeProto attribute in node.Attribute)
        {
            if (attribute.RefAttrName.Length == 0)
            {
                AttributeProto own = attribute.Clone();
                if (own.G is { } branch)
                {
                    NodeProto[] nodes = [.. branch.Node.Select(inner => Given(inner, given))];
                    branch.Node.Clear();
                    branch.Node.AddRange(nodes);
                }

                copy.Attribute.Add(own);
            }
            else if (given.TryGetValue(attribute.RefAttrName, out AttributeProto? value))
            {
                AttributeProto named = value.Clone();
                named.Name = attribute.Name;
                copy.Attribute.Add(named);
            }
        }

        return copy;
    }
}
