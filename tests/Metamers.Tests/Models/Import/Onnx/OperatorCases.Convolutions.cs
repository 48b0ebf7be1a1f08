namespace Metamers.Tests.Models.Import.Onnx;

internal static partial class OperatorCases
{
    private static IEnumerable<(string Name, Func<GraphBuilder> Build)> Convolutions =>
        [
            .. Each("Conv", [7, 11, 22], g => g.Node("Conv", ["x", g.Random(6, 4, 3, 2)], A("kernel_shape", L(3, 2)))),
            Case(
                "Conv bias asymmetric",
                11,
                g =>
                    g.Node(
                        "Conv",
                        ["x", g.Random(6, 4, 3, 3), g.Random(6)],
                        A("pads", L(0, 1, 2, 1)),
                        A("strides", L(2, 1))
                    )
            ),
            Case(
                "Conv groups dilations",
                11,
                g =>
                    g.Node(
                        "Conv",
                        ["x", g.Random(8, 2, 2, 2), g.Random(8)],
                        A("group", 2),
                        A("dilations", L(2, 3)),
                        A("pads", L(1, 1, 1, 1))
                    )
            ),
            Case(
                "Conv same upper",
                11,
                g => g.Node("Conv", ["x", g.Random(3, 4, 4, 4)], A("auto_pad", "SAME_UPPER"), A("strides", L(2, 2)))
            ),
            Case(
                "Conv same lower",
                11,
                g => g.Node("Conv", ["x", g.Random(3, 4, 4, 4)], A("auto_pad", "SAME_LOWER"), A("strides", L(2, 2)))
            ),
            Case("Conv valid", 11, g => g.Node("Conv", ["x", g.Random(3, 4, 3, 3)], A("auto_pad", "VALID"))),
            Case(
                "Conv along one axis",
                11,
                g =>
                    g.Node(
                        "Conv",
                        [g.Node("Reshape", ["x", g.Whole(0, 4, -1)]), g.Random(6, 4, 5), g.Random(6)],
                        A("pads", L(1, 3)),
                        A("strides", L(2)),
                        A("dilations", L(2))
                    )
            ),
            Case(
                "Conv along three axes",
                11,
                g =>
                    g.Node(
                        "Conv",
                        [g.Node("Reshape", ["x", g.Whole(0, 2, 2, 6, 5)]), g.Random(3, 2, 2, 3, 3), g.Random(3)],
                        A("pads", L(0, 1, 1, 1, 0, 1)),
                        A("strides", L(1, 2, 1))
                    )
            ),
            .. Each(
                "ConvTranspose",
                [7, 11],
                g => g.Node("ConvTranspose", ["x", g.Random(4, 3, 3, 2), g.Random(3)], A("strides", L(2, 3)))
            ),
            Case(
                "ConvTranspose pads output_padding",
                11,
                g =>
                    g.Node(
                        "ConvTranspose",
                        ["x", g.Random(4, 3, 3, 3), g.Random(3)],
                        A("strides", L(2, 3)),
                        A("pads", L(1, 0, 2, 1)),
                        A("output_padding", L(1, 2))
                    )
            ),
            Case(
                "ConvTranspose groups dilations",
                11,
                g => g.Node("ConvTranspose", ["x", g.Random(4, 3, 3, 2)], A("group", 2), A("dilations", L(2, 3)))
            ),
            Case(
                "ConvTranspose same upper",
                11,
                g =>
                    g.Node(
                        "ConvTranspose",
                        ["x", g.Random(4, 3, 4, 4)],
                        A("auto_pad", "SAME_UPPER"),
                        A("strides", L(2, 3))
                    )
            ),
            Case(
                "ConvTranspose same lower",
                11,
                g =>
                    g.Node(
                        "ConvTranspose",
                        ["x", g.Random(4, 3, 5, 4)],
                        A("auto_pad", "SAME_LOWER"),
                        A("strides", L(2, 3))
                    )
            ),
            Case(
                "ConvTranspose output_shape",
                11,
                g =>
                    g.Node(
                        "ConvTranspose",
                        ["x", g.Random(4, 3, 4, 4)],
                        A("output_shape", L(11, 10)),
                        A("strides", L(2, 2))
                    )
            ),
            Case(
                "ConvTranspose output_shape same upper",
                11,
                g =>
                    g.Node(
                        "ConvTranspose",
                        ["x", g.Random(4, 3, 4, 4)],
                        A("output_shape", L(11, 11)),
                        A("strides", L(2, 2)),
                        A("auto_pad", "SAME_UPPER")
                    )
            ),
            Case(
                "ConvTranspose along one axis",
                11,
                g =>
                    g.Node(
                        "ConvTranspose",
                        [g.Node("Reshape", ["x", g.Whole(0, 4, -1)]), g.Random(4, 2, 5)],
                        A("strides", L(2)),
                        A("pads", L(1, 2))
                    )
            ),
        ];
}
