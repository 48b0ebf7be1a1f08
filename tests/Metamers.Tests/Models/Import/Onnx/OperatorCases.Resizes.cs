namespace Metamers.Tests.Models.Import.Onnx;

internal static partial class OperatorCases
{
    private static IEnumerable<(string Name, Func<GraphBuilder> Build)> Resizes =>
        [
            Case("Upsample nearest", 7, g => g.Node("Upsample", ["x"], A("scales", new[] { 1f, 1, 2, 3 }))),
            Case(
                "Upsample linear",
                7,
                g => g.Node("Upsample", ["x"], A("scales", new[] { 1f, 1, 2, 3 }), A("mode", "linear"))
            ),
            Case("Upsample nearest", 9, g => g.Node("Upsample", ["x", g.Weight([1, 1, 2, 1.5f])])),
            Case("Upsample linear", 9, g => g.Node("Upsample", ["x", g.Weight([1, 1, 2, 1.5f])], A("mode", "linear"))),
            Case("Resize nearest", 10, g => g.Node("Resize", ["x", g.Weight([1, 1, 1.7f, 0.6f])])),
            Case("Resize linear", 10, g => g.Node("Resize", ["x", g.Weight([1, 1, 1.7f, 0.6f])], A("mode", "linear"))),
            .. from mode in new[] { "nearest", "linear", "cubic" }
            from coordinates in new[] { "half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric" }
            from opset in new[] { 11, 13, 19 }
            select Case(
                $"Resize {mode} {coordinates}",
                opset,
                g =>
                    g.Node(
                        "Resize",
                        ["x", opset > 11 ? "" : g.Weight([]), g.Weight([1, 1, 1.7f, 2])],
                        A("mode", mode),
                        A("coordinate_transformation_mode", coordinates)
                    )
            ),
            .. from mode in new[] { "nearest", "linear", "cubic" }
            from coordinates in new[] { "half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric" }
            select Case(
                $"Resize {mode} {coordinates} to a smaller size",
                13,
                g =>
                    g.Node(
                        "Resize",
                        [
                            "x",
                            "",
                            "",
                            g.Node(
                                "Concat",
                                [g.Node("Slice", [g.Node("Shape", ["x"]), g.Whole(0), g.Whole(2)]), g.Whole(4, 1)],
                                A("axis", 0)
                            ),
                        ],
                        A("mode", mode),
                        A("coordinate_transformation_mode", coordinates)
                    )
            ),
            .. from rounding in new[] { "round_prefer_floor", "round_prefer_ceil", "floor", "ceil" }
            from coordinates in new[] { "half_pixel", "align_corners", "asymmetric" }
            select Case(
                $"Resize {rounding} {coordinates}",
                13,
                g =>
                    g.Node(
                        "Resize",
                        ["x", "", g.Weight([1, 1, 0.5f, 1.6f])],
                        A("nearest_mode", rounding),
                        A("coordinate_transformation_mode", coordinates)
                    )
            ),
            Case(
                "Resize half_pixel_symmetric",
                19,
                g =>
                    g.Node(
                        "Resize",
                        ["x", "", g.Weight([1, 1, 1.7f, 2.3f])],
                        A("mode", "linear"),
                        A("coordinate_transformation_mode", "half_pixel_symmetric")
                    )
            ),
            Case(
                "Resize tf_half_pixel_for_nn",
                11,
                g =>
                    g.Node(
                        "Resize",
                        ["x", g.Weight([]), g.Weight([1, 1, 2, 1.5f])],
                        A("coordinate_transformation_mode", "tf_half_pixel_for_nn")
                    )
            ),
            Case(
                "Resize tf_crop_and_resize",
                13,
                g =>
                    g.Node(
                        "Resize",
                        [
                            "x",
                            g.Weight([0, 0, 0.2f, -0.1f, 1, 1, 0.9f, 1.2f]),
                            "",
                            g.Node(
                                "Concat",
                                [g.Node("Slice", [g.Node("Shape", ["x"]), g.Whole(0), g.Whole(2)]), g.Whole(7, 9)],
                                A("axis", 0)
                            ),
                        ],
                        A("mode", "linear"),
                        A("coordinate_transformation_mode", "tf_crop_and_resize"),
                        A("extrapolation_value", 0.7f)
                    )
            ),
            Case(
                "Resize cubic exclude_outside",
                13,
                g =>
                    g.Node(
                        "Resize",
                        ["x", "", g.Weight([1, 1, 1.7f, 0.8f])],
                        A("mode", "cubic"),
                        A("cubic_coeff_a", -0.5f),
                        A("exclude_outside", 1)
                    )
            ),
            Case(
                "Resize of axes",
                18,
                g => g.Node("Resize", ["x", "", "", g.Whole(9, 7)], A("mode", "linear"), A("axes", L(3, 2)))
            ),
            Case(
                "Resize not_larger",
                18,
                g =>
                    g.Node(
                        "Resize",
                        ["x", "", "", g.Whole(9, 9)],
                        A("mode", "linear"),
                        A("axes", L(2, 3)),
                        A("keep_aspect_ratio_policy", "not_larger")
                    )
            ),
            Case(
                "Resize not_smaller",
                18,
                g =>
                    g.Node(
                        "Resize",
                        ["x", "", "", g.Whole(9, 9)],
                        A("mode", "linear"),
                        A("axes", L(2, 3)),
                        A("keep_aspect_ratio_policy", "not_smaller")
                    )
            ),
        ];
}
