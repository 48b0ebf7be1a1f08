using Metamers.Models.Import.Onnx.Files;
using Metamers.Models.Import.Onnx.Files.Schema;
using Metamers.Runtime;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx;

/// <summary>One node of a graph: its operator, its attributes, and the values it takes and gives.</summary>
internal sealed class OnnxNode
{
    private readonly Dictionary<string, AttributeProto> attributes = [];
    private readonly HashSet<string> read = [];
    private readonly OnnxSource source;

    /// <summary>Makes a node of what is in the file.</summary>
    /// <param name="proto">The node.</param>
    /// <param name="opset">Version of ONNX's operators that it uses.</param>
    /// <param name="source">The file.</param>
    /// <param name="inputs">The values it takes; null for an optional one that is left out.</param>
    /// <param name="outputs">The values it gives; null for one that is left out.</param>
    public OnnxNode(NodeProto proto, int opset, OnnxSource source, OnnxValue?[] inputs, OnnxValue?[] outputs)
    {
        this.source = source;
        (Operator, Opset, Inputs, Outputs) = (proto.OpType, opset, inputs, outputs);
        Label = LabelOf(proto);
        foreach (AttributeProto attribute in proto.Attribute)
        {
            if (attribute.RefAttrName.Length > 0)
            {
                throw Refused($"its attribute '{attribute.Name}' refers to one of a function, and it is in none.");
            }

            attributes[attribute.Name] = attribute;
        }
    }

    /// <summary>Name of the operator, e.g. <c>Conv</c>.</summary>
    public string Operator { get; }

    /// <summary>Version of ONNX's operators that it uses.</summary>
    public int Opset { get; }

    /// <summary>What errors call it.</summary>
    public string Label { get; }

    /// <summary>The values it takes; null for an optional one that is left out.</summary>
    public OnnxValue?[] Inputs { get; }

    /// <summary>The values it gives; null for one that is left out.</summary>
    public OnnxValue?[] Outputs { get; }

    /// <summary>What it computes.</summary>
    public Kernel Kernel { get; set; } = _ => throw new InvalidOperationException("The node has no kernel.");

    /// <summary>The inputs that are parameters of the operator, e.g. the shape of a Reshape.</summary>
    public IReadOnlyList<int> Parameters { get; set; } = [];

    /// <summary>What errors call a node of a file.</summary>
    public static string LabelOf(NodeProto proto)
    {
        string name =
            proto.Name.Length > 0 ? proto.Name
            : proto.Output.Count > 0 ? proto.Output[0]
            : "without a name";
        return $"{OnnxSource.Shown(proto.OpType)} '{OnnxSource.Shown(name)}'";
    }

    /// <summary>Whether an optional input is there.</summary>
    public bool HasInput(int index) => index < Inputs.Length && Inputs[index] is not null;

    /// <summary>Whether it has an attribute.</summary>
    public bool Has(string name) => attributes.ContainsKey(name);

    /// <summary>An attribute that is a whole number.</summary>
    public long Int(string name, long otherwise) => Find(name, AttributeProto.Types.AttributeType.Int)?.I ?? otherwise;

    /// <summary>An attribute that is 0 or 1.</summary>
    public bool Flag(string name, bool otherwise = false) => Int(name, otherwise ? 1 : 0) != 0;

    /// <summary>An attribute that is a list of whole numbers; null if it is left out.</summary>
    public long[]? Ints(string name) =>
        Find(name, AttributeProto.Types.AttributeType.Ints) is { } found ? [.. found.Ints] : null;

    /// <summary>An attribute that is a number.</summary>
    public double Float(string name, double otherwise) =>
        Find(name, AttributeProto.Types.AttributeType.Float)?.F ?? otherwise;

    /// <summary>An attribute that is a list of numbers; null if it is left out.</summary>
    public double[]? Floats(string name) =>
        Find(name, AttributeProto.Types.AttributeType.Floats) is { } found
            ? [.. found.Floats.Select(f => (double)f)]
            : null;

    /// <summary>An attribute that is one of some words.</summary>
    public string Word(string name, string otherwise, params string[] allowed)
    {
        string word = Find(name, AttributeProto.Types.AttributeType.String)?.S.ToStringUtf8() ?? otherwise;
        return allowed.Contains(word)
            ? word
            : throw Refused(
                $"'{OnnxSource.Shown(word)}' as its {name} is not supported; supported: {string.Join(", ", allowed)}."
            );
    }

    /// <summary>An attribute that is any text.</summary>
    public string? Text(string name) => Find(name, AttributeProto.Types.AttributeType.String)?.S.ToStringUtf8();

    /// <summary>
    /// An attribute that is a tensor, on the CPU, read once for all nodes that share it; null if it is left out.
    /// </summary>
    public Tensor? Tensor(string name) =>
        Find(name, AttributeProto.Types.AttributeType.Tensor)?.T is { } found
            ? source.Shared(found, $"{name} of {Label}")
            : null;

    /// <summary>Counts what is about to be made of its attributes (<see cref="OnnxSource.Charge"/>).</summary>
    public void Charge(long bytes) => source.Charge(bytes, $"node {Label}");

    /// <summary>Ignores an attribute that does not change what is computed.</summary>
    public void Ignore(string name) => read.Add(name);

    /// <summary>Throws if the kernel did not ask for all attributes, so that it would leave one out.</summary>
    public void RequireAllRead()
    {
        if (attributes.Keys.FirstOrDefault(name => !read.Contains(name)) is { } unread)
        {
            throw Refused($"its attribute '{OnnxSource.Shown(unread)}' is not supported.");
        }
    }

    /// <summary>Throws if an output past the first is used.</summary>
    public void RequireOneOutput()
    {
        if (Outputs.Skip(1).Any(output => output is not null))
        {
            throw Refused("only its first output is supported.");
        }
    }

    /// <summary>The node uses something that is not supported.</summary>
    public MetamerException Refused(string what, Exception? cause = null) =>
        source.Refused($"node {Label}: {what}", cause);

    /// <inheritdoc/>
    public override string ToString() => Label;

    private AttributeProto? Find(string name, AttributeProto.Types.AttributeType type)
    {
        read.Add(name);
        return !attributes.TryGetValue(name, out AttributeProto? found) ? null
            : found.Type == type || found.Type == AttributeProto.Types.AttributeType.Undefined ? found
            : throw Refused($"its attribute '{name}' is of the type {found.Type}, not {type}.");
    }
}
