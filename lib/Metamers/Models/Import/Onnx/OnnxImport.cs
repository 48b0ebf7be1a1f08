using Metamers.Models.Import.Onnx.Files;
using Metamers.Models.Import.Onnx.Files.Schema;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx;

/// <summary>A file that has been read and tried: what an <see cref="OnnxNetwork"/> is made of.</summary>
internal sealed record OnnxImport
{
    private const double Tolerance = 1e-3; // of the largest value; rounding in another order is far smaller

    /// <summary>The options it was read with.</summary>
    public required OnnxOptions Options { get; init; }

    /// <summary>Name of the network.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the file, and of the one that prepares its input.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>The graph.</summary>
    public required OnnxGraph Graph { get; init; }

    /// <summary>The graph that prepares its input; null if there is none.</summary>
    public required OnnxGraph? Preparation { get; init; }

    /// <summary>Brings stimuli into the form of the first graph's input.</summary>
    public required OnnxInputAdapter Adapter { get; init; }

    /// <summary>Shape of one input of the graph.</summary>
    public required IReadOnlyList<long> GraphInputShape { get; init; }

    /// <summary>The stages.</summary>
    public required OnnxStages Stages { get; init; }

    /// <summary>Whether the graph gives wrong values, or none, for a batch of two.</summary>
    public required bool RunsOneByOne { get; init; }

    /// <summary>Whether the output is one value for each class.</summary>
    public bool HasDecision => Options.HasDecision ?? OnnxDecision.IsMadeBy(Graph, Stages.Features);

    /// <summary>Shape of one stimulus.</summary>
    public IReadOnlyList<long> InputShape => Adapter.InputShape;

    /// <summary>Reads and tries a file.</summary>
    public static OnnxImport Read(string path, OnnxOptions options)
    {
        NativeTorch.Load(); // checks the convolutions before the first pass
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        (ModelProto model, OnnxSource source, byte[] hash) = OnnxFile.Read(path);
        OnnxGraph? preparation = null;
        OnnxInputAdapter? adapter = null;
        if (options.Preprocess is { } file)
        {
            (ModelProto before, OnnxSource other, byte[] second) = OnnxFile.Read(file);
            hash = [.. hash, .. second];
            preparation = ReadGraph(
                before,
                other,
                null,
                (graph, count) => OnnxExample.Of(graph, AdapterOf(graph), options, count)
            );
            adapter = AdapterOf(preparation);
        }

        OnnxGraph graph = ReadGraph(model, source, options.Output, Input);
        adapter ??= AdapterOf(graph);
        HashSet<OnnxValue> activations = [.. graph.Activations];
        using OnnxExecutor executor = new(graph, value => value.Weight!);
        Tensor input = Input(graph, 1);
        Dictionary<OnnxValue, Tensor> one = executor.Run(input, activations);
        if (!one[graph.Output].is_floating_point())
        {
            throw source.Refused(
                $"its output '{graph.Output}' is not floating point but {one[graph.Output].dtype}. Name another one "
                    + "(OnnxOptions.Output)."
            );
        }

        Dictionary<OnnxValue, Tensor>? two = Batch(() => executor.Run(Input(graph, 2), activations));
        bool oneByOne = two is null || !Agrees(one[graph.Output], two[graph.Output]);
        Dictionary<OnnxValue, Tensor> usable = one.Where(entry =>
                entry.Value.is_floating_point() && (oneByOne || Agrees(entry.Value, two![entry.Key]))
            )
            .ToDictionary();
        return new OnnxImport
        {
            Options = options,
            Name = options.Name ?? Path.GetFileNameWithoutExtension(path),
            Hash = [.. hash, .. HashBeside(graph), .. preparation is null ? [] : HashBeside(preparation)],
            Graph = graph,
            Preparation = preparation,
            Adapter = adapter,
            GraphInputShape = input.shape[1..],
            Stages = OnnxStages.Of(graph, usable.ToDictionary(entry => entry.Key, entry => entry.Value.shape), options),
            RunsOneByOne = oneByOne,
        };

        OnnxInputAdapter AdapterOf(OnnxGraph first) => OnnxInputAdapter.Of(first, options);

        Tensor Input(OnnxGraph first, int count)
        {
            if (preparation is null)
            {
                return OnnxExample.Of(first, AdapterOf(first), options, count);
            }

            using OnnxExecutor prepare = new(preparation, value => value.Weight!);
            Tensor example = OnnxExample.Of(preparation, adapter!, options, count);
            Tensor given = prepare.Run(example, new HashSet<OnnxValue> { preparation.Output })[preparation.Output];
            return preparation.InputType == first.InputType && given.dtype == first.InputType
                ? given
                : throw preparation.Source.Refused(
                    $"it makes {given.dtype} of {preparation.InputType}, and {first.Source.Path} takes "
                        + $"{first.InputType}. Export both with one floating-point type."
                );
        }
    }

    /// <summary>A hash of the weights that neither the file nor the network's parameters contain.</summary>
    private static byte[] HashBeside(OnnxGraph graph) =>
        [.. graph.FloatsBeside.SelectMany(value => Convert.FromHexString(TensorHash.Compute(value.Weight!)))];

    private static OnnxGraph ReadGraph(
        ModelProto model,
        OnnxSource source,
        string? output,
        Func<OnnxGraph, int, Tensor> input
    ) =>
        new OnnxGraphReader(
            model,
            source,
            (graph, value, node) =>
            {
                using OnnxExecutor executor = new(graph, weight => weight.Weight!);
                bool one = Decided(executor.Run(input(graph, 1), new HashSet<OnnxValue> { value })[value], node);
                Dictionary<OnnxValue, Tensor>? two = Batch(() =>
                    executor.Run(input(graph, 2), new HashSet<OnnxValue> { value })
                );
                return two is null || Decided(two[value], node) == one
                    ? one
                    : throw node.Refused("its condition depends on the size of the batch.");
            }
        ).Read(output);

    private static bool Decided(Tensor condition, OnnxNode node) =>
        condition.dtype == ScalarType.Bool && condition.numel() == 1
            ? condition.item<bool>()
            : throw node.Refused("its condition must be one Boolean.");

    /// <summary>A graph with a fixed size of batch fails for another one.</summary>
    private static Dictionary<OnnxValue, Tensor>? Batch(Func<Dictionary<OnnxValue, Tensor>> run)
    {
        try
        {
            return run();
        }
        catch (MetamerException)
        {
            return null;
        }
    }

    /// <summary>Whether the first of a batch of two is what a batch of one gives.</summary>
    private static bool Agrees(Tensor one, Tensor two) =>
        one.dim() > 0
        && one.shape[0] == 1
        && two.dim() == one.dim()
        && two.shape[0] == 2
        && two.shape[1..].SequenceEqual(one.shape[1..])
        && one.numel() > 0
        && (two[..1] - one).abs().max().to(float64).item<double>()
            <= Tolerance * one.abs().max().to(float64).item<double>();
}
