using Metamers.Models.Import.Onnx.Files.Schema;

namespace Metamers.Tests.Models.Import.Onnx;

internal static partial class OperatorCases
{
    private static IEnumerable<(string Name, Func<GraphBuilder> Build)> Elementwise =>
        [
            .. new[]
            {
                "Relu",
                "Sigmoid",
                "Tanh",
                "Softplus",
                "Softsign",
                "LeakyRelu",
                "Elu",
                "Selu",
                "HardSigmoid",
                "Abs",
                "Neg",
                "Exp",
                "Floor",
                "Ceil",
                "Sin",
                "Cos",
                "Tan",
                "Atan",
                "Identity",
            }.Select(name => Case(name, 7, g => g.Node(name, ["x"]))),
            .. new[] { "Sinh", "Cosh", "Asinh", "Erf", "Sign" }.Select(name => Case(name, 9, g => g.Node(name, ["x"]))),
            .. new[] { "Log", "Sqrt", "Reciprocal" }.Select(name =>
                Case(name, 7, g => g.Node(name, [g.Node("Exp", ["x"])]))
            ),
            .. new[] { "Asin", "Acos", "Atanh" }.Select(name =>
                Case(name, 9, g => g.Node(name, [g.Node("Mul", ["x", g.Scalar(0.3f)])]))
            ),
            Case("Acosh", 9, g => g.Node("Acosh", [g.Node("Add", [g.Node("Exp", ["x"]), g.Scalar(1)])])),
            Case("Round", 11, g => g.Node("Round", [g.Node("Mul", ["x", g.Scalar(3)])])),
            Case(
                "Round halves",
                11,
                g =>
                    g.Node(
                        "Add",
                        [
                            g.Node("Mul", ["x", g.Scalar(0)]),
                            g.Node("Round", [g.Weight([0.5f, 1.5f, 2.5f, -0.5f, -1.5f])]),
                        ]
                    )
            ),
            Case("LeakyRelu alpha", 16, g => g.Node("LeakyRelu", ["x"], A("alpha", 0.3f))),
            Case("Elu alpha", 7, g => g.Node("Elu", ["x"], A("alpha", 0.7f))),
            Case("Celu", 12, g => g.Node("Celu", ["x"], A("alpha", 0.7f))),
            Case("Selu alpha gamma", 7, g => g.Node("Selu", ["x"], A("alpha", 1.2f), A("gamma", 0.9f))),
            Case("HardSigmoid alpha beta", 7, g => g.Node("HardSigmoid", ["x"], A("alpha", 1 / 6f), A("beta", 0.4f))),
            .. Each("HardSwish", [14, 22], g => g.Node("HardSwish", [g.Node("Mul", ["x", g.Scalar(3)])])),
            Case("Mish", 18, g => g.Node("Mish", ["x"])),
            Case("ThresholdedRelu", 10, g => g.Node("ThresholdedRelu", ["x"], A("alpha", 0.3f))),
            Case("Gelu", 20, g => g.Node("Gelu", ["x"])),
            Case("Gelu tanh", 20, g => g.Node("Gelu", ["x"], A("approximate", "tanh"))),
            .. Each("PRelu", [7, 9, 16], g => g.Node("PRelu", ["x", g.Random(4, 1, 1)])),
            Case("PRelu of each unit", 9, g => g.Node("PRelu", ["x", g.Random(4, 6, 5)])),
            Case("Clip by attributes", 7, g => g.Node("Clip", ["x"], A("min", -0.3f), A("max", 0.4f))),
            Case("Clip by one attribute", 7, g => g.Node("Clip", ["x"], A("min", 0.1f))),
            Case("Clip by inputs", 11, g => g.Node("Clip", ["x", g.Scalar(-0.2f), g.Scalar(0.5f)])),
            Case("Clip by the last input", 13, g => g.Node("Clip", ["x", "", g.Scalar(0.2f)])),
            Case("Clip with least above most", 13, g => g.Node("Clip", ["x", g.Scalar(0.5f), g.Scalar(0.1f)])),
            Case(
                "Clip of whole numbers",
                13,
                g =>
                    g.Node(
                        "Cast",
                        [
                            g.Node(
                                "Clip",
                                [g.Node("Cast", [g.Node("Mul", ["x", g.Scalar(9)])], A("to", 7)), g.One(-2), g.One(3)]
                            ),
                        ],
                        A("to", 1)
                    )
            ),
            .. new[] { "Add", "Sub", "Mul", "Div" }.Select(name =>
                Case(name, 7, g => g.Node(name, ["x", g.Positive(6, 1)]))
            ),
            .. new[] { "Sum", "Mean", "Max", "Min" }.Select(name =>
                Case(name, 8, g => g.Node(name, ["x", g.Random(6, 1), g.Random(4, 1, 1)]))
            ),
            Case("Max of one", 8, g => g.Node("Max", ["x"])),
            .. Each("Pow", [7, 13], g => g.Node("Pow", [g.Node("Exp", ["x"]), g.Scalar(1.7f)])),
            Case("Pow by a whole number", 12, g => g.Node("Pow", ["x", g.One(3)])),
            Case(
                "Div of whole numbers",
                13,
                g =>
                    g.Node(
                        "Cast",
                        [g.Node("Div", [g.Node("Cast", [g.Node("Mul", ["x", g.Scalar(20)])], A("to", 7)), g.One(3)])],
                        A("to", 1)
                    )
            ),
            Case(
                "Mod of whole numbers",
                13,
                g =>
                    g.Node(
                        "Cast",
                        [
                            g.Node(
                                "Mod",
                                [
                                    g.Node("Cast", [g.Node("Mul", ["x", g.Scalar(20)])], A("to", 6)),
                                    g.Node("Cast", [g.One(-3)], A("to", 6)),
                                ]
                            ),
                        ],
                        A("to", 1)
                    )
            ),
            Case("Mod truncated", 13, g => g.Node("Mod", ["x", g.Scalar(0.3f)], A("fmod", 1))),
            .. new[] { "Equal", "Greater", "Less", "GreaterOrEqual", "LessOrEqual" }.Select(name =>
                Case(name, 13, g => g.Node("Where", [g.Node(name, ["x", g.Random(6, 5)]), "x", g.Scalar(2)]))
            ),
            .. new[] { "And", "Or", "Xor" }.Select(name =>
                Case(
                    name,
                    13,
                    g =>
                        g.Node(
                            "Where",
                            [
                                g.Node(
                                    name,
                                    [g.Node("Greater", ["x", g.Scalar(0)]), g.Node("Less", ["x", g.Scalar(0.5f)])]
                                ),
                                "x",
                                g.Random(4, 1, 1),
                            ]
                        )
                )
            ),
            Case(
                "Not",
                13,
                g => g.Node("Where", [g.Node("Not", [g.Node("Greater", ["x", g.Scalar(0)])]), "x", g.Scalar(1)])
            ),
            Case(
                "IsNaN IsInf",
                13,
                g =>
                    g.Node(
                        "Where",
                        [
                            g.Node("Or", [g.Node("IsNaN", [g.Node("Sqrt", ["x"])]), g.Node("IsInf", ["x"])]),
                            "x",
                            g.Scalar(1),
                        ]
                    )
            ),
            .. Each("Dropout", [7, 12, 13], g => g.Node("Dropout", ["x"])),
            Case("Dropout ratio", 7, g => g.Node("Dropout", ["x"], A("ratio", 0.3f))),
            Case("Dropout inputs", 13, g => g.Node("Dropout", ["x", g.Scalar(0.4f), g.Boolean(false)])),
            Case(
                "Cast CastLike",
                15,
                g => g.Node("CastLike", [g.Node("Cast", [g.Node("Mul", ["x", g.Scalar(5)])], A("to", 6)), "x"])
            ),
            Case(
                "Cast to Boolean",
                13,
                g => g.Node("Cast", [g.Node("Cast", [g.Node("Relu", ["x"])], A("to", 9))], A("to", 1))
            ),
            Case(
                "Constants",
                13,
                g =>
                    g.Node(
                        "Add",
                        [
                            "x",
                            g.Node(
                                "Add",
                                [
                                    g.Node("Constant", [], A("value_float", 0.25f)),
                                    g.Node(
                                        "Add",
                                        [
                                            g.Node(
                                                "Constant",
                                                [],
                                                A(
                                                    "value",
                                                    new TensorProto
                                                    {
                                                        DataType = 1,
                                                        FloatData = { 1, 2, 3, 4, 5 },
                                                        Dims = { 5 },
                                                    }
                                                )
                                            ),
                                            g.Node("Constant", [], A("value_floats", new[] { 1f, 2, 3, 4, 5 })),
                                        ]
                                    ),
                                ]
                            ),
                        ]
                    )
            ),
            Case(
                "ConstantOfShape Range",
                13,
                g =>
                    g.Node(
                        "Add",
                        [
                            g.Node(
                                "Add",
                                [
                                    "x",
                                    g.Node(
                                        "ConstantOfShape",
                                        [g.Whole(6, 5)],
                                        A(
                                            "value",
                                            new TensorProto
                                            {
                                                DataType = 1,
                                                FloatData = { 1.5f },
                                                Dims = { 1 },
                                            }
                                        )
                                    ),
                                ]
                            ),
                            g.Node("Range", [g.Scalar(1), g.Scalar(3.4f), g.Scalar(0.5f)]),
                        ]
                    )
            ),
            Case("EyeLike", 13, g => g.Node("Add", ["x", g.Node("EyeLike", [g.Random(6, 5)], A("k", -1))])),
            Case("OneHot", 9, g => Classes(g, 1, 7, 0)),
            Case("OneHot", 13, g => Classes(g, 1, -2, 7, 0)),
        ];

    private static string Classes(GraphBuilder graph, params long[] indices) =>
        graph.Node(
            "Add",
            [
                graph.Node("Mul", [graph.Node("ReduceSum", ["x"], A("keepdims", 0)), graph.Scalar(0.1f)]),
                graph.Node("OneHot", [graph.Whole(indices), graph.Whole(5), graph.Weight([0.5f, 2])], A("axis", 0)),
            ]
        );
}
