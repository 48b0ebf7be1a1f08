using Metamers.Models.Import.Onnx.Files.Schema;

namespace Metamers.Models.Import.Onnx.Files;

/// <summary>The functions that a file defines, which newer exports of PyTorch call by name.</summary>
internal sealed class OnnxFunctions
{
    private const int NodeBytes = 256; // about what a copy of a node takes

    private readonly Dictionary<(string Domain, string Name, string Overload), FunctionProto> functions = [];
    private readonly OnnxSource source;

    /// <summary>Finds the functions of a file.</summary>
    public OnnxFunctions(ModelProto model, OnnxSource source)
    {
        this.source = source;
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
    public IEnumerable<NodeProto> Body(FunctionProto function, NodeProto call)
    {
        Dictionary<string, AttributeProto> given = [];
        foreach (AttributeProto attribute in function.AttributeProto.Concat(call.Attribute))
        {
            given[attribute.Name] = attribute;
        }

        return function.Node.Select(node => Given(node, given));
    }

    /// <summary>
    /// A node with the attributes that the call gives, also in the branches of an If. It shares what the file has once:
    /// a function may be called very often.
    /// </summary>
    private NodeProto Given(NodeProto node, Dictionary<string, AttributeProto> given)
    {
        source.Charge(NodeBytes, $"another call of node {OnnxNode.LabelOf(node)}");
        NodeProto copy = new()
        {
            Name = node.Name,
            OpType = node.OpType,
            Domain = node.Domain,
            Overload = node.Overload,
            Input = { node.Input },
            Output = { node.Output },
        };
        foreach (AttributeProto attribute in node.Attribute)
        {
            if (attribute.RefAttrName.Length == 0)
            {
                copy.Attribute.Add(attribute.G is null ? attribute : WithBranch(attribute, given));
            }
            else if (given.TryGetValue(attribute.RefAttrName, out AttributeProto? value))
            {
                copy.Attribute.Add(value.Name == attribute.Name ? value : Renamed(value, attribute.Name));
            }
        }

        return copy;
    }

    private AttributeProto WithBranch(AttributeProto attribute, Dictionary<string, AttributeProto> given) =>
        new()
        {
            Name = attribute.Name,
            Type = attribute.Type,
            G = new()
            {
                Name = attribute.G.Name,
                Initializer = { attribute.G.Initializer },
                Node = { attribute.G.Node.Select(node => Given(node, given)) },
                Input = { attribute.G.Input },
                Output = { attribute.G.Output },
            },
        };

    private AttributeProto Renamed(AttributeProto value, string name)
    {
        source.Charge((value.Ints.Count * sizeof(long)) + (value.Floats.Count * sizeof(float)), $"attribute '{name}'");
        return new()
        {
            Name = name,
            Type = value.Type,
            F = value.F,
            I = value.I,
            S = value.S,
            T = value.T,
            G = value.G,
            Floats = { value.Floats },
            Ints = { value.Ints },
        };
    }
}
