namespace Metamers.Tests.Models.Import.Onnx;

internal static partial class OperatorCases
{
    private static IEnumerable<(string Name, Func<GraphBuilder> Build)> Poolings =>
        [
            .. Each(
                "MaxPool",
                [7, 8, 12, 22],
                g => g.Node("MaxPool", ["x"], A("kernel_shape", L(3, 2)), A("strides", L(2, 1)))
            ),
            Case(
                "MaxPool asymmetric",
                8,
                g =>
                    g.Node(
                        "MaxPool",
                        ["x"],
                        A("kernel_shape", L(3, 3)),
                        A("strides", L(2, 2)),
                        A("pads", L(0, 1, 1, 2))
                    )
            ),
            Case(
                "MaxPool symmetric",
                8,
                g =>
                    g.Node(
                        "MaxPool",
                        ["x"],
                        A("kernel_shape", L(3, 3)),
                        A("strides", L(2, 2)),
                        A("pads", L(1, 1, 1, 1))
                    )
            ),
            .. Each(
                "MaxPool ceil",
                [10, 22],
                g => g.Node("MaxPool", ["x"], A("kernel_shape", L(2, 2)), A("strides", L(4, 2)), A("ceil_mode", 1))
            ),
            .. Each(
                "MaxPool ceil padded",
                [10, 22],
                g =>
                    g.Node(
                        "MaxPool",
                        ["x"],
                        A("kernel_shape", L(2, 2)),
                        A("strides", L(3, 3)),
                        A("ceil_mode", 1),
                        A("pads", L(1, 1, 1, 1))
                    )
            ),
            Case(
                "MaxPool dilated",
                10,
                g =>
                    g.Node(
                        "MaxPool",
                        ["x"],
                        A("kernel_shape", L(2, 2)),
                        A("dilations", L(3, 2)),
                        A("pads", L(1, 1, 1, 1))
                    )
            ),
            Case(
                "MaxPool same upper",
                10,
                g =>
                    g.Node(
                        "MaxPool",
                        ["x"],
                        A("kernel_shape", L(3, 3)),
                        A("strides", L(2, 2)),
                        A("auto_pad", "SAME_UPPER")
                    )
            ),
            Case(
                "MaxPool same lower",
                10,
                g => g.Node("MaxPool", ["x"], A("kernel_shape", L(2, 2)), A("auto_pad", "SAME_LOWER"))
            ),
            Case(
                "MaxPool along one axis",
                10,
                g =>
                    g.Node(
                        "MaxPool",
                        [g.Node("Reshape", ["x", g.Whole(0, 4, -1)])],
                        A("kernel_shape", L(4)),
                        A("strides", L(3)),
                        A("pads", L(2, 1))
                    )
            ),
            Case(
                "MaxPool along three axes",
                10,
                g =>
                    g.Node(
                        "MaxPool",
                        [g.Node("Reshape", ["x", g.Whole(0, 2, 2, 6, 5)])],
                        A("kernel_shape", L(2, 3, 2)),
                        A("pads", L(0, 1, 1, 1, 1, 0))
                    )
            ),
            .. Each(
                "AveragePool",
                [7, 10, 11, 19, 22],
                g => g.Node("AveragePool", ["x"], A("kernel_shape", L(3, 2)), A("strides", L(2, 1)))
            ),
            .. Each(
                "AveragePool padded",
                [7, 22],
                g =>
                    g.Node(
                        "AveragePool",
                        ["x"],
                        A("kernel_shape", L(3, 3)),
                        A("strides", L(2, 2)),
                        A("pads", L(1, 1, 1, 1))
                    )
            ),
            Case(
                "AveragePool asymmetric",
                10,
                g =>
                    g.Node(
                        "AveragePool",
                        ["x"],
                        A("kernel_shape", L(3, 3)),
                        A("strides", L(2, 2)),
                        A("pads", L(0, 1, 2, 1))
                    )
            ),
            Case(
                "AveragePool asymmetric counted",
                10,
                g =>
                    g.Node(
                        "AveragePool",
                        ["x"],
                        A("kernel_shape", L(3, 3)),
                        A("strides", L(2, 2)),
                        A("pads", L(0, 1, 2, 1)),
                        A("count_include_pad", 1)
                    )
            ),
            .. Each(
                "AveragePool ceil",
                [10, 19, 22],
                g => g.Node("AveragePool", ["x"], A("kernel_shape", L(3, 3)), A("strides", L(2, 2)), A("ceil_mode", 1))
            ),
            .. Each(
                "AveragePool ceil padded",
                [10, 19, 22],
                g =>
                    g.Node(
                        "AveragePool",
                        ["x"],
                        A("kernel_shape", L(3, 3)),
                        A("strides", L(2, 3)),
                        A("ceil_mode", 1),
                        A("pads", L(1, 1, 0, 1))
                    )
            ),
            .. Each(
                "AveragePool ceil padded counted",
                [19, 22],
                g =>
                    g.Node(
                        "AveragePool",
                        ["x"],
                        A("kernel_shape", L(3, 3)),
                        A("strides", L(2, 3)),
                        A("ceil_mode", 1),
                        A("pads", L(1, 1, 0, 1)),
                        A("count_include_pad", 1)
                    )
            ),
            Case(
                "AveragePool dilated",
                19,
                g =>
                    g.Node(
                        "AveragePool",
                        ["x"],
                        A("kernel_shape", L(2, 2)),
                        A("dilations", L(2, 3)),
                        A("pads", L(1, 1, 1, 0))
                    )
            ),
            Case(
                "AveragePool dilated counted",
                19,
                g =>
                    g.Node(
                        "AveragePool",
                        ["x"],
                        A("kernel_shape", L(2, 2)),
                        A("dilations", L(2, 3)),
                        A("pads", L(1, 1, 1, 0)),
                        A("count_include_pad", 1)
                    )
            ),
            Case(
                "AveragePool same upper",
                10,
                g =>
                    g.Node(
                        "AveragePool",
                        ["x"],
                        A("kernel_shape", L(3, 3)),
                        A("strides", L(2, 2)),
                        A("auto_pad", "SAME_UPPER")
                    )
            ),
            Case(
                "AveragePool same lower counted",
                10,
                g =>
                    g.Node(
                        "AveragePool",
                        ["x"],
                        A("kernel_shape", L(2, 2)),
                        A("auto_pad", "SAME_LOWER"),
                        A("count_include_pad", 1)
                    )
            ),
            Case(
                "AveragePool along one axis",
                10,
                g =>
                    g.Node(
                        "AveragePool",
                        [g.Node("Reshape", ["x", g.Whole(0, 4, -1)])],
                        A("kernel_shape", L(4)),
                        A("strides", L(3)),
                        A("pads", L(2, 1))
                    )
            ),
            Case(
                "LpPool",
                11,
                g => g.Node("LpPool", ["x"], A("kernel_shape", L(3, 3)), A("p", 3), A("pads", L(1, 1, 1, 1)))
            ),
            Case(
                "LpPool ceil",
                18,
                g => g.Node("LpPool", ["x"], A("kernel_shape", L(3, 2)), A("strides", L(2, 2)), A("ceil_mode", 1))
            ),
            Case("GlobalAveragePool", 7, g => g.Node("GlobalAveragePool", ["x"])),
            Case("GlobalMaxPool", 7, g => g.Node("GlobalMaxPool", ["x"])),
            Case("GlobalLpPool", 7, g => g.Node("GlobalLpPool", ["x"], A("p", 2))),
        ];
}
