namespace Metamers.Models.Import.Onnx;

/// <summary>
/// A short list of stages: at each resolution of the maps the last ReLU, addition or joining (or other nonlinearity)
/// through which everything passes, the sums of a transformer's blocks, the pooled features, the ReLUs of the
/// classifier, and the output.
/// </summary>
internal static class StageProposal
{
    private const int MostBlocks = 12;

    private static readonly HashSet<string> Nonlinear =
    [
        "Clip",
        "LeakyRelu",
        "PRelu",
        "Elu",
        "Celu",
        "Selu",
        "Gelu",
        "HardSwish",
        "Mish",
        "Mul",
    ];

    private static readonly HashSet<string> Pooling =
    [
        "GlobalAveragePool",
        "GlobalMaxPool",
        "AveragePool",
        "ReduceMean",
    ];

    /// <summary>Proposes stages, in the order of computation.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="shapes">The values that can be a stage, with their shapes for one stimulus.</param>
    public static IReadOnlyList<OnnxValue> Of(OnnxGraph graph, IReadOnlyDictionary<OnnxValue, long[]> shapes)
    {
        OnnxValue[] values =
        [
            .. shapes.Keys.Where(value => value.Producer!.Outputs[0] == value).OrderBy(value => value.Index),
        ];
        HashSet<OnnxValue> chosen = [graph.Output];
        HashSet<OnnxValue> narrow = Bottlenecks(graph);
        IEnumerable<OnnxValue> maps = values.Where(value => IsMap(shapes[value]) && narrow.Contains(value));
        foreach (IGrouping<long, OnnxValue> alike in maps.GroupBy(value => Resolution(shapes[value])))
        {
            OnnxValue? last =
                alike.LastOrDefault(value => IsSum(value) || value.Producer!.Operator is "Relu" or "Concat")
                ?? alike.LastOrDefault(value => Nonlinear.Contains(value.Producer!.Operator));
            if (last is not null)
            {
                chosen.Add(last);
            }
        }

        chosen.UnionWith(
            Blocks([.. values.Where(value => shapes[value].Length == 3 && shapes[value][1] > 1 && IsSum(value))])
        );
        OnnxValue? pool = values.LastOrDefault(value =>
            Pooling.Contains(value.Producer!.Operator)
            && shapes[value].Skip(1).Count(length => length > 1) == 1
            && value.Producer.Inputs[0] is { } from
            && shapes.TryGetValue(from, out long[]? before)
            && IsMap(before)
            && !values.Any(other => other.Index > value.Index && IsMap(shapes[other]))
        );
        if (pool is not null && Units(shapes[pool]) != Units(shapes[graph.Output]))
        {
            chosen.Add(pool);
        }

        chosen.UnionWith(values.Where(value => shapes[value].Length == 2 && value.Producer!.Operator == "Relu"));
        return [.. chosen.Where(value => value != graph.Output).OrderBy(value => value.Index), graph.Output];
    }

    private static long Units(long[] shape) => shape.Aggregate(1L, (product, length) => product * length);

    /// <summary>The values that everything after them is computed from: no path leads around them.</summary>
    private static HashSet<OnnxValue> Bottlenecks(OnnxGraph graph)
    {
        Dictionary<OnnxValue, int> lastUse = [];
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            OnnxNode node = graph.Nodes[i];
            if (node.Outputs.Any(output => output?.Depends == OnnxValue.Dependence.Stimulus))
            {
                foreach (OnnxValue input in node.Inputs.OfType<OnnxValue>())
                {
                    lastUse[input] = i;
                }
            }
        }

        HashSet<OnnxValue> found = [];
        int open = lastUse.GetValueOrDefault(graph.Input);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            foreach (OnnxValue output in graph.Nodes[i].Outputs.OfType<OnnxValue>())
            {
                if (output.Depends == OnnxValue.Dependence.Stimulus)
                {
                    found.UnionWith(open <= i ? [output] : Array.Empty<OnnxValue>());
                    open = Math.Max(open, lastUse.GetValueOrDefault(output));
                }
            }
        }

        return found;
    }

    /// <summary>One sum for each block: a transformer's block has two, after attention and after its layers.</summary>
    private static IEnumerable<OnnxValue> Blocks(OnnxValue[] sums)
    {
        OnnxValue[] blocks = sums.Length > 2 ? [.. sums.Where((_, i) => (sums.Length - 1 - i) % 2 == 0)] : sums;
        int every = (blocks.Length + MostBlocks - 1) / MostBlocks;
        return blocks.Where((_, i) => (blocks.Length - 1 - i) % Math.Max(every, 1) == 0);
    }

    private static bool IsSum(OnnxValue value) =>
        value.Producer is { Operator: "Add" or "Sum" } sum
        && sum.Inputs.All(input => input?.Depends == OnnxValue.Dependence.Stimulus);

    private static bool IsMap(long[] shape) => shape.Length == 4 && shape.Skip(1).Count(length => length > 1) >= 3;

    /// <summary>
    /// The same for maps of one size, wherever their channels are: the two lengths nearest to each other.
    /// </summary>
    private static long Resolution(long[] shape)
    {
        (long a, long b, long c) = (shape[1], shape[2], shape[3]);
        return Math.Abs(b - c) <= Math.Abs(a - b) ? (b << 32) | c : (a << 32) | b;
    }
}
