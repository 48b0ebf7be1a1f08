using System.Globalization;
using Metamers.Models.Import.Onnx.Files;
using static Metamers.Models.Import.Onnx.OnnxOperator;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Operators;

/// <summary>
/// Interpolation, axis by axis. Sizes and coordinates are computed in 32 bits, as by ONNX Runtime: at the edge between
/// two units, "nearest" depends on it.
/// </summary>
internal static class Resampling
{
    public static IEnumerable<OnnxOperator> All =>
        [new("Resize", Resize, 10, 1, 2, 3), new("Upsample", Upsample, 7, 1)];

    private static Kernel Upsample(OnnxNode node)
    {
        if (node.Opset > 9)
        {
            throw node.Refused("Upsample ended with opset 9; Resize took its place.");
        }

        string mode = node.Word("mode", "nearest", "nearest", "linear");
        double[]? scales = node.Opset < 9 ? node.Floats("scales") ?? throw node.Refused("it has no scales.") : null;
        Interpolation how = new(node, mode == "nearest" ? "nearest" : "linear", "asymmetric", "simple");
        return One(call => Resized(call, how, scales ?? call.Doubles(1), null, null));
    }

    private static Kernel Resize(OnnxNode node)
    {
        if (node.Opset < 11)
        {
            string mode = node.Word("mode", "nearest", "nearest", "linear");
            Interpolation plain = new(node, mode, "asymmetric", "simple");
            return One(call => Resized(call, plain, call.Doubles(1), null, null));
        }

        if (node.Flag("antialias"))
        {
            throw node.Refused("antialias = 1 is not supported.");
        }

        Interpolation how = Interpolation.Of(node);
        long[]? axes = node.Opset >= 18 ? node.Ints("axes") : null;
        string policy =
            node.Opset >= 18
                ? node.Word("keep_aspect_ratio_policy", "stretch", "stretch", "not_larger", "not_smaller")
                : "stretch";
        return One(call =>
        {
            Tensor x = call[0];
            int[] along = axes is null
                ? [.. Enumerable.Range(0, (int)x.dim())]
                : [.. axes.Select(axis => call.Axis(axis, x.dim()))];
            double[]? roi = how.NeedsRegion ? Region(call, along) : null;
            double[] scales = call.Optional(2) is { } s && s.numel() > 0 ? call.Doubles(2) : [];
            long[] sizes = call.Optional(3) is { } n && n.numel() > 0 ? call.Longs(3) : [];
            if ((scales.Length > 0) == (sizes.Length > 0) || scales.Length + sizes.Length != along.Length)
            {
                throw call.Node.Refused($"it needs either scales or sizes for {along.Length} axes.");
            }

            if (scales.Length > 0 && how.NeedsRegion)
            {
                throw call.Node.Refused("tf_crop_and_resize is supported with sizes, not with scales.");
            }

            if (scales.Length > 0)
            {
                return Resized(call, how, Spread(scales, along, x.dim(), 1), null, roi);
            }

            double[] whole = Spread(
                [.. sizes.Select((size, i) => (double)((float)size / x.shape[along[i]]))],
                along,
                x.dim(),
                1
            );
            long[] lengths = [.. x.shape];
            for (int i = 0; i < along.Length; i++)
            {
                lengths[along[i]] = sizes[i];
            }

            if (policy != "stretch")
            {
                IEnumerable<double> ratios = along.Select(axis => whole[axis]);
                double ratio = policy == "not_larger" ? ratios.Min() : ratios.Max();
                foreach (int axis in along)
                {
                    whole[axis] = ratio;
                    lengths[axis] = (long)MathF.Round((float)ratio * x.shape[axis], MidpointRounding.AwayFromZero);
                }
            }

            return Resized(call, how, whole, lengths, roi);
        });
    }

    /// <summary>Start and end of the region along every axis, one after the other.</summary>
    private static double[] Region(KernelCall call, int[] along)
    {
        double[] given = call.Doubles(1);
        int dimensions = (int)call[0].dim();
        if (given.Length != 2 * along.Length)
        {
            throw call.Node.Refused($"its region has {given.Length} numbers for {along.Length} axes.");
        }

        return
        [
            .. Spread(given[..along.Length], along, dimensions, 0),
            .. Spread(given[along.Length..], along, dimensions, 1),
        ];
    }

    private static double[] Spread(double[] given, int[] along, long dimensions, double otherwise)
    {
        double[] all = [.. Enumerable.Repeat(otherwise, (int)dimensions)];
        for (int i = 0; i < along.Length; i++)
        {
            all[along[i]] = given[i];
        }

        return all;
    }

    private static Tensor Resized(KernelCall call, Interpolation how, double[] scales, long[]? sizes, double[]? roi)
    {
        Tensor x = call.Float(0);
        int dimensions = (int)x.dim();
        if (scales.Length != dimensions || scales.Any(scale => !(scale > 0 && scale < int.MaxValue)))
        {
            string given = string.Join(", ", scales.Select(scale => scale.ToString(CultureInfo.InvariantCulture)));
            throw call.Node.Refused($"the scales {given} do not fit {OnnxTensors.Text(x.shape)}.");
        }

        long[] output = sizes ?? [.. x.shape.Select((n, i) => (long)((float)scales[i] * n))];
        if (output.Any(length => length < 1))
        {
            throw call.Node.Refused($"its output would have the shape {OnnxTensors.Text(output)}.");
        }

        call.RequireSize(output.Select((length, i) => Math.Max(length, x.shape[i])));
        Tensor y = x;
        for (int axis = 0; axis < dimensions; axis++)
        {
            (double, double)? region = roi is null ? null : (roi[axis], roi[dimensions + axis]);
            if (output[axis] != x.shape[axis] || (float)scales[axis] != 1 || region is not null and not (0, 1))
            {
                y = how.Along(y, axis, output[axis], (float)scales[axis], region);
            }
        }

        return ReferenceEquals(y, x) ? x.alias() : y;
    }
}
