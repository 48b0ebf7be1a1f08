namespace Metamers.Tests.Models.Import.Onnx;

/// <summary>Graphs of one or a few nodes, for every operator and its variants; the input is (n, 4, 6, 5).</summary>
internal static partial class OperatorCases
{
    /// <summary>All cases by name.</summary>
    public static IReadOnlyDictionary<string, Func<GraphBuilder>> All { get; } =
        Convolutions
            .Concat(Poolings)
            .Concat(Elementwise)
            .Concat(Norms)
            .Concat(Products)
            .Concat(Moves)
            .Concat(Slices)
            .Concat(Resizes)
            .Concat(Reduces)
            .ToDictionary(entry => entry.Name, entry => entry.Build);

    /// <summary>
    /// A case: a name, the opset, and what is added to a graph with an input x; it returns the output.
    /// </summary>
    private static (string Name, Func<GraphBuilder> Build) Case(
        string name,
        int opset,
        Func<GraphBuilder, string> add
    ) =>
        (
            $"{name} ({opset})",
            () =>
            {
                GraphBuilder graph = new GraphBuilder(opset).Input("x", 1, -1, 4, 6, 5);
                graph.Build(graph.Node("Identity", [add(graph)]));
                return graph;
            }
        );

    private static (string Name, object Value) A(string name, object value) => (name, value);

    private static long[] L(params long[] numbers) => numbers;

    private static IEnumerable<(string Name, Func<GraphBuilder> Build)> Each(
        string name,
        int[] opsets,
        Func<GraphBuilder, string> add
    ) => opsets.Select(opset => Case(name, opset, add));
}
