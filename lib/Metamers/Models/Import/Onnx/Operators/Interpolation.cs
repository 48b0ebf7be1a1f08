using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Operators;

/// <summary>How units are interpolated along an axis.</summary>
internal sealed class Interpolation
{
    private readonly string mode;
    private readonly string coordinates;
    private readonly string nearest;
    private readonly double cubic = -0.75;
    private readonly bool excludesOutside;
    private readonly double extrapolation;

    /// <summary>Interpolation with the words of ONNX.</summary>
    /// <param name="node">The node.</param>
    /// <param name="mode">nearest, linear or cubic.</param>
    /// <param name="coordinates">The coordinate transformation.</param>
    /// <param name="nearest">The rounding of "nearest"; "simple" is that of opset 10.</param>
    public Interpolation(OnnxNode node, string mode, string coordinates, string nearest)
    {
        (this.mode, this.coordinates, this.nearest) = (mode, coordinates, nearest);
        if (node.Opset >= 11)
        {
            cubic = node.Float("cubic_coeff_a", -0.75);
            excludesOutside = node.Flag("exclude_outside");
            extrapolation = node.Float("extrapolation_value", 0);
        }
    }

    /// <summary>Whether a region of the input is given.</summary>
    public bool NeedsRegion => coordinates == "tf_crop_and_resize";

    /// <summary>Reads the attributes of a Resize of opset 11 or later.</summary>
    public static Interpolation Of(OnnxNode node)
    {
        string[] coordinates =
        [
            "half_pixel",
            "asymmetric",
            "align_corners",
            "pytorch_half_pixel",
            "tf_crop_and_resize",
            .. node.Opset < 13 ? ["tf_half_pixel_for_nn"] : Array.Empty<string>(),
            .. node.Opset >= 19 ? ["half_pixel_symmetric"] : Array.Empty<string>(),
        ];
        return new(
            node,
            node.Word("mode", "nearest", "nearest", "linear", "cubic"),
            node.Word("coordinate_transformation_mode", "half_pixel", coordinates),
            node.Word("nearest_mode", "round_prefer_floor", "round_prefer_floor", "round_prefer_ceil", "floor", "ceil")
        );
    }

    /// <summary>Resamples along one axis.</summary>
    public Tensor Along(Tensor x, int axis, long output, float scale, (double Start, double End)? region)
    {
        long input = x.shape[axis];
        float[] places = [.. Enumerable.Range(0, (int)output).Select(i => Place(i, output, input, scale, region))];
        using DisposeScope scope = NewDisposeScope();
        Tensor y = Taps(places, input, scale)
            .Select(tap => Tap(x, axis, tap.Indices, tap.Weights))
            .Aggregate((sum, tap) => sum + tap);
        if (region is not null)
        {
            bool[] outside = [.. places.Select(place => place < 0 || place > input - 1)];
            y = where(tensor(outside, device: x.device).view(Shape(x, axis)), full_like(y, extrapolation), y);
        }

        return y.MoveToOuterDisposeScope();
    }

    private static Tensor Tap(Tensor x, int axis, long[] indices, double[]? weights)
    {
        Tensor taken = x.index_select(axis, tensor(indices, ScalarType.Int64, x.device));
        return weights is null ? taken : taken * tensor(weights).to(x.dtype, x.device).view(Shape(x, axis));
    }

    private static long[] Shape(Tensor x, int axis) =>
        [.. Enumerable.Range(0, (int)x.dim()).Select(i => i == axis ? -1L : 1L)];

    /// <summary>The place in the input of a unit of the output.</summary>
    private float Place(int at, long output, long input, float scale, (double Start, double End)? region) =>
        coordinates switch
        {
            "asymmetric" => at / scale,
            "pytorch_half_pixel" => output > 1 ? ((at + 0.5f) / scale) - 0.5f : 0,
            "tf_half_pixel_for_nn" => (at + 0.5f) / scale,
            "align_corners" => output == 1 ? 0 : (float)at * (input - 1) / (output - 1),
            "half_pixel_symmetric" => (input / 2f * (1 - (output / (scale * input)))) + ((at + 0.5f) / scale) - 0.5f,
            "tf_crop_and_resize" when region is var (start, end) => output > 1
                ? ((float)start * (input - 1)) + (at * ((float)end - (float)start) * (input - 1) / (output - 1))
                : 0.5f * ((float)start + (float)end) * (input - 1),
            _ => ((at + 0.5f) / scale) - 0.5f,
        };

    private IEnumerable<(long[] Indices, double[]? Weights)> Taps(float[] places, long input, float scale)
    {
        if (mode == "nearest")
        {
            return [([.. places.Select(place => Math.Clamp(Rounded(place, scale), 0, input - 1))], null)];
        }

        if (mode == "linear")
        {
            float[] inside = [.. places.Select(place => Math.Clamp(place, 0, input - 1))];
            long[] low = [.. inside.Select(place => Math.Min((long)place, input - 1))];
            double[] fraction = [.. inside.Select((place, i) => (double)(place - low[i]))];
            return
            [
                (low, [.. fraction.Select(f => 1 - f)]),
                ([.. low.Select(at => Math.Min(at + 1, input - 1))], fraction),
            ];
        }

        double[][] weights = [.. places.Select(place => Cubic(place, input))];
        return Enumerable
            .Range(0, 4)
            .Select(tap =>
                (
                    places.Select(place => Math.Clamp((long)MathF.Floor(place) - 1 + tap, 0, input - 1)).ToArray(),
                    (double[]?)[.. weights.Select(w => w[tap])]
                )
            );
    }

    private long Rounded(float place, float scale) =>
        nearest switch
        {
            "simple" => (long)(scale < 1 ? MathF.Ceiling(place) : MathF.Truncate(place)),
            "floor" => (long)MathF.Floor(place),
            "ceil" => (long)MathF.Ceiling(place),
            "round_prefer_ceil" => (long)MathF.Round(place, MidpointRounding.AwayFromZero),
            _ => (long)(place == MathF.Truncate(place) + 0.5f ? MathF.Floor(place) : MathF.Round(place)),
        };

    /// <summary>Keys' cubic convolution over four units.</summary>
    private double[] Cubic(float place, long input)
    {
        double f = place - MathF.Floor(place);
        double[] weights =
        [
            ((((cubic * (f + 1)) - (5 * cubic)) * (f + 1) + (8 * cubic)) * (f + 1)) - (4 * cubic),
            (((((cubic + 2) * f) - (cubic + 3)) * f) * f) + 1,
            (((((cubic + 2) * (1 - f)) - (cubic + 3)) * (1 - f)) * (1 - f)) + 1,
            ((((cubic * (2 - f)) - (5 * cubic)) * (2 - f) + (8 * cubic)) * (2 - f)) - (4 * cubic),
        ];
        if (excludesOutside)
        {
            long first = (long)MathF.Floor(place) - 1;
            weights = [.. weights.Select((w, i) => first + i < 0 || first + i >= input ? 0 : w)];
            double sum = weights.Sum();
            weights = [.. weights.Select(w => w / sum)];
        }

        return weights;
    }
}
