namespace Metamers.Models.Import.Onnx;

/// <summary>The nodes that some values need, in order, and when each value can be dropped.</summary>
internal sealed class OnnxSchedule
{
    private OnnxSchedule(IReadOnlyList<Step> steps) => Steps = steps;

    /// <summary>One node.</summary>
    /// <param name="Node">The node.</param>
    /// <param name="Convolution">
    /// The convolution into which this batch norm is folded, so that it takes its place; otherwise null.
    /// </param>
    /// <param name="Dropped">The values that no later step needs.</param>
    public sealed record Step(OnnxNode Node, OnnxNode? Convolution, IReadOnlyList<OnnxValue> Dropped);

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<Step> Steps { get; }

    /// <summary>Makes a schedule.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="wanted">The values to compute.</param>
    /// <param name="fold">Whether a batch norm is folded into the convolution before it.</param>
    public static OnnxSchedule Of(OnnxGraph graph, IReadOnlySet<OnnxValue> wanted, bool fold)
    {
        HashSet<OnnxValue> needed = [.. wanted];
        HashSet<OnnxNode> folded = [];
        List<(OnnxNode Node, OnnxNode? Convolution)> steps = [];
        foreach (OnnxNode node in graph.Nodes.Reverse())
        {
            if (folded.Contains(node) || !node.Outputs.Any(output => output is not null && needed.Contains(output)))
            {
                continue;
            }

            OnnxNode? convolution = fold ? BatchNormFolding.ConvolutionOf(graph, node, wanted) : null;
            if (convolution is not null)
            {
                folded.Add(convolution);
            }

            steps.Add((node, convolution));
            needed.UnionWith(Inputs(node, convolution));
        }

        steps.Reverse();
        return new OnnxSchedule(WithDrops(steps, wanted));
    }

    private static IEnumerable<OnnxValue> Inputs(OnnxNode node, OnnxNode? convolution) =>
        node.Inputs.Skip(convolution is null ? 0 : 1).Concat(convolution?.Inputs ?? []).OfType<OnnxValue>();

    private static Step[] WithDrops(List<(OnnxNode Node, OnnxNode? Convolution)> steps, IReadOnlySet<OnnxValue> wanted)
    {
        HashSet<OnnxValue> later = [.. wanted];
        Step[] result = new Step[steps.Count];
        for (int i = steps.Count - 1; i >= 0; i--)
        {
            (OnnxNode node, OnnxNode? convolution) = steps[i];
            IEnumerable<OnnxValue> touched = Inputs(node, convolution).Concat(node.Outputs.OfType<OnnxValue>());
            result[i] = new Step(
                node,
                convolution,
                [.. touched.Where(value => value.Depends == OnnxValue.Dependence.Stimulus && later.Add(value))]
            );
        }

        return result;
    }
}
