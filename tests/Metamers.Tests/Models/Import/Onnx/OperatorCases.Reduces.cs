namespace Metamers.Tests.Models.Import.Onnx;

internal static partial class OperatorCases
{
    private static IEnumerable<(string Name, Func<GraphBuilder> Build)> Reduces =>
        new[]
        {
            "ReduceMean",
            "ReduceSum",
            "ReduceMax",
            "ReduceMin",
            "ReduceProd",
            "ReduceL1",
            "ReduceL2",
            "ReduceLogSum",
            "ReduceLogSumExp",
            "ReduceSumSquare",
        }
            .SelectMany(name =>
                new[]
                {
                    Case(name, 11, g => g.Node(name, [Exp(g, name)], A("axes", L(1, -1)))),
                    Case($"{name} kept away", 12, g => g.Node(name, [Exp(g, name)], A("axes", L(2)), A("keepdims", 0))),
                    Case($"{name} by input", 18, g => g.Node(name, [Exp(g, name), g.Whole(3, 1)], A("keepdims", 0))),
                    Case($"{name} of all but the first", 18, g => g.Node(name, [Exp(g, name), g.Whole(1, 2, 3)])),
                }
            )
            .Append(Case("ReduceSum of nothing", 13, g => g.Node("ReduceSum", ["x"], A("noop_with_empty_axes", 1))))
            .Append(Case("ReduceSum by input", 13, g => g.Node("ReduceSum", ["x", g.Whole(2)])));

    private static string Exp(GraphBuilder graph, string reduction) =>
        reduction == "ReduceLogSum" ? graph.Node("Exp", ["x"]) : "x";
}
