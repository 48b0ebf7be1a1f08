namespace Metamers.Tests.Models.Import.Onnx;

internal static partial class OperatorCases
{
    private static IEnumerable<(string Name, Func<GraphBuilder> Build)> Slices =>
        [
            Case(
                "Slice by attributes",
                9,
                g => g.Node("Slice", ["x"], A("starts", L(1, -3)), A("ends", L(4, 99)), A("axes", L(1, 3)))
            ),
            Case(
                "Slice by inputs",
                10,
                g => g.Node("Slice", ["x", g.Whole(1, 0), g.Whole(long.MaxValue, -1), g.Whole(2, -1), g.Whole(2, 1)])
            ),
            Case(
                "Slice backwards",
                13,
                g => g.Node("Slice", ["x", g.Whole(-1, 99), g.Whole(long.MinValue, 1), g.Whole(3, 2), g.Whole(-1, -2)])
            ),
            Case("Slice without axes", 13, g => g.Node("Slice", ["x", g.Whole(0, 1), g.Whole(99, 3)])),
            Case("Split by attribute", 11, g => g.Nodes("Split", ["x"], 2, A("axis", 2), A("split", L(4, 2)))[1]),
            Case("Split by input", 13, g => g.Nodes("Split", ["x", g.Whole(1, 3)], 2, A("axis", 1))[1]),
            Case("Split equal", 13, g => g.Node("Sub", g.Nodes("Split", ["x"], 3, A("axis", 2))[..2])),
            Case("Split num_outputs", 18, g => g.Nodes("Split", ["x"], 3, A("axis", 3), A("num_outputs", 3))[2]),
            Case("Trilu", 14, g => g.Node("Trilu", ["x", g.One(1)])),
            Case("Trilu lower", 14, g => g.Node("Trilu", ["x"], A("upper", 0))),
            Case("TopK", 11, g => g.Nodes("TopK", ["x", g.Whole(3)], 2, A("axis", 2))[0]),
            Case("TopK smallest", 11, g => g.Nodes("TopK", ["x", g.Whole(2)], 2, A("largest", 0))[0]),
            Case("CumSum", 11, g => g.Node("CumSum", ["x", g.One(2)])),
            Case(
                "CumSum exclusive reverse",
                14,
                g => g.Node("CumSum", ["x", g.One(-1)], A("exclusive", 1), A("reverse", 1))
            ),
        ];
}
