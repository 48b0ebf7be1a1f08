namespace Metamers.Tests.Models.Import.Onnx;

internal static partial class OperatorCases
{
    private static IEnumerable<(string Name, Func<GraphBuilder> Build)> Norms =>
        [
            .. Each(
                "BatchNormalization",
                [7, 9, 14, 15],
                g =>
                    g.Node(
                        "BatchNormalization",
                        ["x", g.Random(4), g.Random(4), g.Random(4), g.Positive(4)],
                        A("epsilon", 1e-3f)
                    )
            ),
            Case(
                "Conv BatchNormalization",
                9,
                g =>
                    g.Node(
                        "BatchNormalization",
                        [
                            g.Node("Conv", ["x", g.Random(3, 4, 3, 3), g.Random(3)]),
                            g.Random(3),
                            g.Random(3),
                            g.Random(3),
                            g.Positive(3),
                        ]
                    )
            ),
            Case(
                "InstanceNormalization",
                7,
                g => g.Node("InstanceNormalization", ["x", g.Random(4), g.Random(4)], A("epsilon", 1e-3f))
            ),
            Case("LayerNormalization", 17, g => g.Node("LayerNormalization", ["x", g.Random(5), g.Random(5)])),
            Case(
                "LayerNormalization axis",
                17,
                g => g.Node("LayerNormalization", ["x", g.Random(4, 6, 5)], A("axis", 1), A("epsilon", 1e-3f))
            ),
            Case(
                "GroupNormalization of groups",
                18,
                g => g.Node("GroupNormalization", ["x", g.Random(2), g.Random(2)], A("num_groups", 2))
            ),
            Case(
                "GroupNormalization of channels",
                21,
                g => g.Node("GroupNormalization", ["x", g.Random(4), g.Random(4)], A("num_groups", 2))
            ),
            Case("LRN", 7, g => g.Node("LRN", ["x"], A("size", 3), A("alpha", 0.3f), A("beta", 0.6f), A("bias", 1.5f))),
            Case("LRN default", 13, g => g.Node("LRN", ["x"], A("size", 5))),
            Case("LpNormalization", 7, g => g.Node("LpNormalization", ["x"], A("axis", 1), A("p", 1))),
            Case("LpNormalization 2", 7, g => g.Node("LpNormalization", ["x"])),
            Case("MeanVarianceNormalization", 13, g => g.Node("MeanVarianceNormalization", ["x"], A("axes", L(2, 3)))),
            .. Each("Softmax", [7, 11, 13], g => g.Node("Mul", [g.Node("Softmax", ["x"], A("axis", 2)), g.Scalar(2)])),
            .. Each("Softmax default", [7, 13], g => g.Node("Mul", [g.Node("Softmax", ["x"]), g.Scalar(2)])),
            .. Each(
                "LogSoftmax",
                [7, 13],
                g => g.Node("Mul", [g.Node("LogSoftmax", ["x"], A("axis", 1)), g.Scalar(2)])
            ),
        ];

    private static IEnumerable<(string Name, Func<GraphBuilder> Build)> Products =>
        [
            .. Each(
                "Gemm",
                [7, 9, 11, 13],
                g =>
                    g.Node(
                        "Gemm",
                        [g.Node("Flatten", ["x"]), g.Random(120, 7), g.Random(7)],
                        A("alpha", 0.5f),
                        A("beta", 2f)
                    )
            ),
            Case(
                "Gemm transposed",
                11,
                g => g.Node("Gemm", [g.Node("Flatten", ["x"]), g.Random(7, 120)], A("transB", 1))
            ),
            Case("MatMul", 9, g => g.Node("MatMul", ["x", g.Random(5, 3)])),
            Case("MatMul batched", 13, g => g.Node("MatMul", ["x", g.Random(4, 5, 3)])),
            Case("MatMul by a vector", 13, g => g.Node("MatMul", ["x", g.Random(5)])),
            Case("Einsum", 12, g => g.Node("Einsum", ["x", g.Random(5, 3)], A("equation", "nchw, wd -> nhdc"))),
            Case(
                "Einsum with dots",
                12,
                g => g.Node("Einsum", ["x", g.Random(4, 2)], A("equation", "n c ... , c d -> n d ..."))
            ),
            Case("Einsum without a result", 12, g => g.Node("Einsum", ["x", g.Random(5, 3)], A("equation", "acdb,be"))),
            Case(
                "Einsum with dots without a result",
                12,
                g => g.Node("Einsum", ["x", g.Random(5, 3)], A("equation", "...d,de"))
            ),
            Case(
                "Einsum of three",
                12,
                g => g.Node("Einsum", ["x", g.Random(5, 3), g.Random(3, 2)], A("equation", "nchw,wd,de->nhce"))
            ),
            Case("Einsum of attention", 12, g => g.Node("Einsum", ["x", "x"], A("equation", "bhid,bhjd->bhij"))),
        ];
}
