using Metamers.Models.Import.Onnx.Files.Schema;
using Metamers.Models.Import.Onnx.Operators;
using Metamers.Runtime;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Files;

/// <summary>
/// Makes an <see cref="OnnxGraph"/> of what a file contains: what the output does not need is left out, functions and
/// branches are inlined.
/// </summary>
/// <param name="model">The file's content.</param>
/// <param name="source">The file.</param>
/// <param name="condition">
/// Computes a condition that follows from shapes; given the graph so far and the value.
/// </param>
internal sealed class OnnxGraphReader(
    ModelProto model,
    OnnxSource source,
    Func<OnnxGraph, OnnxValue, OnnxNode, bool> condition
)
{
    /// <summary>Why a quantised network is refused.</summary>
    public const string Quantised =
        "it is quantised to whole numbers, through which no gradient flows. Export the network before its "
        + "quantisation.";

    /// <summary>Why a network in training mode is refused.</summary>
    public const string InTraining =
        "it was exported in training mode, in which dropout and batch norm make its outputs change. Call "
        + "network.eval() and export it again.";

    private const int MostNodes = 200_000;
    private const int DeepestCalls = 16;

    private readonly OnnxFunctions functions = new(model, source);
    private OnnxGraph graph = null!;
    private int read;

    /// <summary>Reads the graph.</summary>
    /// <param name="output">Name of the value that counts as the output; null for the graph's own.</param>
    public OnnxGraph Read(string? output)
    {
        GraphProto proto = model.Graph;
        string last = output ?? OnnxOutputs.Default(proto, source);
        IReadOnlyList<NodeProto> needed = OnnxOutputs.Needed(proto, last, source);
        OnnxSupport.Require(needed, functions, OnnxFile.OpsetOf(model.OpsetImport), source);
        ValueInfoProto input = OnnxOutputs.Input(proto, needed, source);
        graph = new OnnxGraph(source) { Input = null!, Output = null! };
        OnnxScope scope = new(graph, source, null, proto.Initializer);
        graph.Input = scope.Add(input.Name);
        graph.Input.Depends = OnnxValue.Dependence.Stimulus;
        graph.InputShape = ShapeOf(input);
        graph.InputType = OnnxTypes.Find(input.Type.TensorType.ElemType)!.Value;
        Append(needed, OnnxFile.OpsetOf(model.OpsetImport), scope, 0);
        graph.Output =
            scope.Find(last) ?? throw source.Damaged($"nothing gives its output '{OnnxSource.Shown(last)}'.");
        if (
            output is null
            && graph.Output.Producer
                is { Operator: "Softmax" or "LogSoftmax", Inputs: [{ Producer: not null } before, ..] }
        )
        {
            graph.Output = before; // by which a decision is made too
        }

        return graph.Output.Depends != OnnxValue.Dependence.Stimulus
                ? throw source.Refused($"its output '{graph.Output}' does not depend on its input.")
            : graph.Output == graph.Input
                ? throw source.Refused($"its output '{graph.Output}' is its input, so that nothing is computed.")
            : graph;
    }

    private static IReadOnlyList<long?>? ShapeOf(ValueInfoProto input) =>
        input.Type.TensorType.Shape is not { } shape
            ? null
            :
            [
                .. shape.Dim.Select(d =>
                    d.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue && d.DimValue > 0
                        ? (long?)d.DimValue
                        : null
                ),
            ];

    private void Append(IEnumerable<NodeProto> nodes, int opset, OnnxScope scope, int depth)
    {
        if (depth > DeepestCalls)
        {
            throw source.Refused($"its functions or branches are nested more than {DeepestCalls} deep.");
        }

        foreach (NodeProto proto in nodes)
        {
            if (++read > MostNodes)
            {
                throw source.Refused($"it has more than {MostNodes} nodes.");
            }

            OnnxValue?[] inputs = [.. proto.Input.Select(name => scope.Require(name, proto))];
            if (functions.Find(proto) is { } function)
            {
                Inline(function, proto, inputs, scope, depth);
            }
            else if (proto.OpType == "If" && OnnxFile.IsOnnx(proto.Domain))
            {
                Branch(proto, opset, inputs, scope, depth);
            }
            else if (OnnxFile.OperatorOf(proto) == Constants.Written)
            {
                AddConstant(proto, opset, scope);
            }
            else
            {
                Add(proto, opset, inputs, scope);
            }
        }
    }

    private void Add(NodeProto proto, int opset, OnnxValue?[] inputs, OnnxScope scope)
    {
        OnnxValue?[] outputs = [.. proto.Output.Select(name => name.Length == 0 ? null : scope.Add(name))];
        OnnxNode node = new(proto, opset, source, inputs, outputs);
        OnnxOperator found = OnnxOperator.Find(OnnxFile.OperatorOf(proto))!;
        OnnxValue.Dependence depends = inputs
            .OfType<OnnxValue>()
            .Select(input => input.Depends)
            .DefaultIfEmpty(OnnxValue.Dependence.Constant)
            .Max();
        node.Parameters = found.Parameters;
        foreach (int index in found.Parameters)
        {
            if (node.HasInput(index) && inputs[index]!.Depends == OnnxValue.Dependence.Stimulus)
            {
                throw node.Refused(
                    $"its input {index + 1} is computed from the values of the stimulus; it may depend on shapes alone."
                );
            }
        }

        if (proto.OpType is "Shape" or "Size" && depends == OnnxValue.Dependence.Stimulus)
        {
            depends = OnnxValue.Dependence.Shape;
        }

        foreach (OnnxValue output in outputs.OfType<OnnxValue>())
        {
            output.Depends = depends;
        }

        try
        {
            node.Kernel = found.Build(node);
        }
        catch (Exception error) when (error is not MetamerException)
        {
            throw node.Refused($"its attributes cannot be read: {error.Message.Split('\n')[0]}", error);
        }

        node.RequireAllRead();
        graph.AddNode(node);
    }

    /// <summary>A tensor that is written in the graph is a weight that is no parameter.</summary>
    private void AddConstant(NodeProto proto, int opset, OnnxScope scope)
    {
        OnnxNode node = new(proto, opset, source, [], []);
        Tensor value = Constants.Read(node);
        node.RequireAllRead();
        if (proto.Output is [{ Length: > 0 } name, ..])
        {
            scope.Add(name).Weight = value;
        }
    }

    /// <summary>A function of the file: its nodes take the place of the call.</summary>
    private void Inline(FunctionProto function, NodeProto call, OnnxValue?[] inputs, OnnxScope outer, int depth)
    {
        OnnxScope scope = new(graph, source, null, []);
        for (int i = 0; i < function.Input.Count; i++)
        {
            Give(function.Input[i], inputs.ElementAtOrDefault(i), scope);
        }

        int own = OnnxFile.OpsetOf(function.OpsetImport);
        int opset = own > 0 ? own : OnnxFile.OpsetOf(model.OpsetImport);
        OnnxFile.RequireOpset(opset, source);
        Append(functions.Body(function, call), opset, scope, depth + 1);
        Return([.. call.Output], [.. function.Output], scope, outer, call);
    }

    /// <summary>A branch whose condition follows from shapes: the nodes of the one that is taken.</summary>
    private void Branch(NodeProto proto, int opset, OnnxValue?[] inputs, OnnxScope outer, int depth)
    {
        OnnxNode node = new(proto, opset, source, inputs, []);
        if (inputs is not [{ } chosen] || chosen.Depends == OnnxValue.Dependence.Stimulus)
        {
            throw node.Refused("its condition depends on the values of the stimulus; it may depend on shapes alone.");
        }

        string name = condition(graph, chosen, node) ? "then_branch" : "else_branch";
        GraphProto branch =
            proto.Attribute.FirstOrDefault(attribute => attribute.Name == name)?.G
            ?? throw source.Damaged($"node {node} has no {name}.");
        OnnxSupport.Require(branch.Node, functions, opset, source);
        OnnxScope scope = new(graph, source, outer, branch.Initializer);
        Append(branch.Node, opset, scope, depth + 1);
        Return([.. proto.Output], [.. branch.Output.Select(output => output.Name)], scope, outer, proto);
    }

    private void Return(string[] names, string[] results, OnnxScope scope, OnnxScope outer, NodeProto call)
    {
        for (int i = 0; i < names.Length && i < results.Length; i++)
        {
            if (names[i].Length > 0)
            {
                Give(names[i], scope.Require(results[i], call), outer);
            }
        }
    }

    private static void Give(string name, OnnxValue? value, OnnxScope scope)
    {
        if (value is null)
        {
            scope.LeaveOut(name);
        }
        else
        {
            scope.Alias(name, value);
        }
    }
}
