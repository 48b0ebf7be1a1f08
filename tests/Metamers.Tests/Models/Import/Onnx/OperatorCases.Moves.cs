using Metamers.Models.Import.Onnx.Files.Schema;

namespace Metamers.Tests.Models.Import.Onnx;

internal static partial class OperatorCases
{
    private static IEnumerable<(string Name, Func<GraphBuilder> Build)> Moves =>
        [
            .. Each("Reshape", [7, 13, 19], g => g.Node("Reshape", ["x", g.Whole(0, -1, 5)])),
            Case(
                "Reshape by its shape",
                13,
                g =>
                    g.Node(
                        "Reshape",
                        [
                            "x",
                            g.Node(
                                "Concat",
                                [
                                    g.Node(
                                        "Unsqueeze",
                                        [g.Node("Gather", [g.Node("Shape", ["x"]), g.One(0)]), g.Whole(0)]
                                    ),
                                    g.Whole(-1),
                                ],
                                A("axis", 0)
                            ),
                        ]
                    )
            ),
            Case(
                "Shape with limits",
                15,
                g =>
                    g.Node(
                        "Reshape",
                        [
                            "x",
                            g.Node(
                                "Concat",
                                [
                                    g.Node("Shape", ["x"], A("end", 1)),
                                    g.Node("Shape", ["x"], A("start", -1)),
                                    g.Whole(-1),
                                ],
                                A("axis", 0)
                            ),
                        ]
                    )
            ),
            Case("Size", 13, g => g.Node("Div", ["x", g.Node("Cast", [g.Node("Size", [g.Random(3, 7)])], A("to", 1))])),
            Case("Flatten", 9, g => g.Node("Flatten", ["x"])),
            Case(
                "Flatten axis",
                13,
                g => g.Node("Reshape", [g.Node("Flatten", ["x"], A("axis", -1)), g.Whole(-1, 4, 6, 5)])
            ),
            Case(
                "Squeeze Unsqueeze by attributes",
                11,
                g => g.Node("Squeeze", [g.Node("Unsqueeze", ["x"], A("axes", L(1, 3)))], A("axes", L(1)))
            ),
            Case(
                "Squeeze Unsqueeze by inputs",
                13,
                g => g.Node("Squeeze", [g.Node("Unsqueeze", ["x", g.Whole(-1, 2)]), g.Whole(-1)])
            ),
            Case("Expand", 8, g => g.Node("Expand", ["x", g.Whole(3, 1, 1, 1, 1)])),
            Case(
                "Expand within",
                13,
                g => g.Node("Expand", [g.Node("ReduceMax", ["x"], A("axes", L(2))), g.Whole(1, 4, 3, 1)])
            ),
            Case("Transpose", 7, g => g.Node("Transpose", ["x"], A("perm", L(0, 2, 3, 1)))),
            Case("Transpose twice", 7, g => g.Node("Transpose", [g.Node("Transpose", ["x"])])),
            .. Each("Concat", [7, 13], g => g.Node("Concat", ["x", g.Node("Relu", ["x"]), "x"], A("axis", 1))),
            Case("Concat last", 13, g => g.Node("Concat", ["x", "x"], A("axis", -1))),
            Case("Tile", 7, g => g.Node("Tile", ["x", g.Whole(1, 2, 1, 3)])),
            Case("DepthToSpace", 9, g => g.Node("DepthToSpace", ["x"], A("blocksize", 2))),
            Case("DepthToSpace CRD", 11, g => g.Node("DepthToSpace", ["x"], A("blocksize", 2), A("mode", "CRD"))),
            Case(
                "SpaceToDepth",
                9,
                g => g.Node("SpaceToDepth", [g.Node("Concat", ["x", "x"], A("axis", 3))], A("blocksize", 2))
            ),
            Case("Gather", 7, g => g.Node("Gather", ["x", g.WholeOf([2, 2], 0, 2, 1, 1)], A("axis", 2))),
            Case("Gather one from the end", 13, g => g.Node("Gather", ["x", g.One(-1)], A("axis", 1))),
            Case(
                "GatherElements",
                13,
                g =>
                    g.Node(
                        "GatherElements",
                        [g.Random(1, 3, 2, 2), g.WholeOf([1, 3, 1, 2], 0, 1, 1, -1, 0, 0)],
                        A("axis", 2)
                    )
                        is var w
                        ? g.Node("Add", [g.Node("ReduceSum", ["x"], A("keepdims", 1)), w])
                        : ""
            ),
            Case(
                "GatherND",
                12,
                g =>
                    g.Node(
                        "GatherND",
                        [g.Node("Transpose", ["x"], A("perm", L(1, 2, 0, 3))), g.WholeOf([3, 2], 0, 1, 3, -1, 2, 2)]
                    )
                        is var y
                        ? g.Node("Transpose", [y], A("perm", L(1, 0, 2)))
                        : ""
            ),
            Case(
                "GatherND batch_dims",
                12,
                g =>
                    g.Node(
                        "Add",
                        [
                            g.Node("ReduceSum", ["x"], A("keepdims", 0)),
                            g.Node("GatherND", [g.Random(2, 3, 4), g.WholeOf([2, 1], 2, 0)], A("batch_dims", 1)),
                        ]
                    )
            ),
            Case("ArgMax", 13, g => g.Node("Cast", [g.Node("ArgMax", ["x"], A("axis", 1))], A("to", 1))),
            Case(
                "ArgMin last",
                13,
                g =>
                    g.Node(
                        "Cast",
                        [
                            g.Node(
                                "ArgMin",
                                [g.Node("Relu", ["x"])],
                                A("axis", -1),
                                A("keepdims", 0),
                                A("select_last_index", 1)
                            ),
                        ],
                        A("to", 1)
                    )
            ),
            Case(
                "NonZero",
                13,
                g =>
                    g.Node(
                        "Add",
                        [
                            g.Node("ReduceSum", ["x"], A("keepdims", 0)),
                            g.Node("Cast", [g.Node("NonZero", [g.Weight([0, 1, 2, 0, 5, 1], 2, 3)])], A("to", 1)),
                        ]
                    )
            ),
            Case(
                "ScatterND",
                13,
                g =>
                    g.Node(
                        "Transpose",
                        [
                            g.Node(
                                "ScatterND",
                                [
                                    g.Node("Transpose", ["x"], A("perm", L(1, 2, 0, 3))),
                                    g.WholeOf([2, 2], 0, 1, 3, 2),
                                    g.Node(
                                        "Transpose",
                                        [
                                            g.Node(
                                                "Slice",
                                                [
                                                    g.Node("Reshape", ["x", g.Whole(0, -1, 5)]),
                                                    g.Whole(3),
                                                    g.Whole(5),
                                                    g.Whole(1),
                                                ]
                                            ),
                                        ],
                                        A("perm", L(1, 0, 2))
                                    ),
                                ]
                            ),
                        ],
                        A("perm", L(2, 0, 1, 3))
                    )
            ),
            Case(
                "ScatterND of constants",
                16,
                g =>
                    g.Node(
                        "Add",
                        [
                            "x",
                            g.Node(
                                "ScatterND",
                                [g.Random(6, 5), g.WholeOf([2, 1], 5, 0), g.Random(2, 5)],
                                A("reduction", "add")
                            ),
                        ]
                    )
            ),
            Case(
                "ScatterElements",
                13,
                g =>
                    g.Node(
                        "Add",
                        [
                            "x",
                            g.Node(
                                "ScatterElements",
                                [g.Random(6, 5), g.WholeOf([2, 2], 1, 0, 3, -1), g.Random(2, 2)],
                                A("axis", 1)
                            ),
                        ]
                    )
            ),
            Case(
                "Pad by attributes",
                7,
                g => g.Node("Pad", ["x"], A("pads", L(0, 0, 1, 2, 0, 1, 0, 3)), A("value", 0.5f))
            ),
            .. new[] { "constant", "reflect", "edge" }.SelectMany(mode =>
                new[]
                {
                    Case(
                        $"Pad {mode}",
                        11,
                        g => g.Node("Pad", ["x", g.Whole(0, 0, 1, 2, 0, 1, 3, 0)], A("mode", mode))
                    ),
                    Case(
                        $"Pad {mode} of axes",
                        18,
                        g => g.Node("Pad", ["x", g.Whole(2, 1, 1, 3), "", g.Whole(-1, 2)], A("mode", mode))
                    ),
                }
            ),
            Case("Pad negative", 13, g => g.Node("Pad", ["x", g.Whole(0, 0, -1, 2, 0, 0, -2, -1), g.Scalar(2)])),
            Case("Pad wrap", 19, g => g.Node("Pad", ["x", g.Whole(0, 0, 4, 2, 0, 0, 6, 3)], A("mode", "wrap"))),
            Case(
                "If",
                13,
                g =>
                    g.Node(
                        "If",
                        [g.Node("Equal", [g.Node("Gather", [g.Node("Shape", ["x"]), g.One(1)]), g.One(4)])],
                        A("then_branch", Branch(g, "Relu")),
                        A("else_branch", Branch(g, "Neg"))
                    )
            ),
            Case(
                "If otherwise",
                13,
                g =>
                    g.Node(
                        "If",
                        [g.Node("Equal", [g.Node("Gather", [g.Node("Shape", ["x"]), g.One(1)]), g.One(5)])],
                        A("then_branch", Branch(g, "Relu")),
                        A("else_branch", Branch(g, "Neg"))
                    )
            ),
        ];

    private static GraphProto Branch(GraphBuilder graph, string name)
    {
        string output = $"{name}_in_branch";
        return new GraphProto
        {
            Name = name,
            Node =
            {
                new NodeProto
                {
                    OpType = name,
                    Name = output,
                    Input = { graph.Graph.Input[0].Name },
                    Output = { output },
                },
            },
            Output = { GraphBuilder.Info(output, 1, -1, 4, 6, 5) },
        };
    }
}
