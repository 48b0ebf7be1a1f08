using Metamers.Models.Import.Onnx.Files.Schema;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Files;

/// <summary>The names that a graph, branch or function sees.</summary>
internal sealed class OnnxScope
{
    private readonly Dictionary<string, OnnxValue> values = [];
    private readonly Dictionary<string, TensorProto> weights = [];
    private readonly HashSet<string> absent = [];
    private readonly OnnxGraph graph;
    private readonly OnnxSource source;
    private readonly OnnxScope? outer;

    /// <summary>Starts with the weights of a graph, which are read when they are used.</summary>
    public OnnxScope(OnnxGraph graph, OnnxSource source, OnnxScope? outer, IEnumerable<TensorProto> weights)
    {
        (this.graph, this.source, this.outer) = (graph, source, outer);
        foreach (TensorProto weight in weights)
        {
            this.weights[weight.Name] = weight;
        }
    }

    /// <summary>Adds a value under a name that must be new.</summary>
    public OnnxValue Add(string name)
    {
        OnnxValue value = graph.AddValue(name);
        return values.TryAdd(name, value)
            ? value
            : throw source.Damaged($"'{OnnxSource.Shown(name)}' is given by two nodes.");
    }

    /// <summary>Gives a value that exists a further name.</summary>
    public void Alias(string name, OnnxValue value) => values[name] = value;

    /// <summary>Gives a name to an optional input that the call leaves out.</summary>
    public void LeaveOut(string name) => absent.Add(name);

    /// <summary>The value of a name; null if nothing gives it.</summary>
    public OnnxValue? Find(string name)
    {
        if (values.TryGetValue(name, out OnnxValue? found))
        {
            return found;
        }

        if (!weights.TryGetValue(name, out TensorProto? weight))
        {
            return outer?.Find(name);
        }

        OnnxValue value = Add(name);
        value.Weight = OnnxTensors.Read(weight, source, name).DetachFromDisposeScope();
        value.IsParameter = IsParameter(value.Weight);
        if (
            !value.IsParameter
            && value.Weight.is_floating_point()
            && weight.DataLocation == TensorProto.Types.DataLocation.External
        )
        {
            graph.FloatsBeside.Add(value);
        }

        return value;
    }

    /// <summary>The value of a name that a node uses; null for an optional one that is left out.</summary>
    public OnnxValue? Require(string name, NodeProto user) =>
        name.Length == 0 ? null
        : Find(name) is { } found ? found
        : IsLeftOut(name) ? null
        : throw source.Damaged(
            $"node {OnnxNode.LabelOf(user)} uses '{OnnxSource.Shown(name)}', which nothing before it gives."
        );

    private bool IsLeftOut(string name) => absent.Contains(name) || outer?.IsLeftOut(name) == true;

    /// <summary>
    /// Whether a weight is a parameter of the network: of its type, and not one with infinities, as a mask of attention
    /// is, unless it is damaged (NaN).
    /// </summary>
    private bool IsParameter(Tensor weight)
    {
        using DisposeScope scope = NewDisposeScope();
        return weight.dtype == graph.InputType
            && (weight.isfinite().all().item<bool>() || weight.isnan().any().item<bool>());
    }
}
