using Metamers.Models.Import.Onnx.Files;
using static Metamers.Models.Import.Onnx.OnnxOperator;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Operators;

/// <summary>Parts of tensors: slices, splits, triangles, the largest values, running sums.</summary>
internal static class Slicing
{
    public static IEnumerable<OnnxOperator> All =>
        [
            new("Slice", Slice, 1, 1, 2, 3, 4),
            new("Split", Split, 2, 1),
            new("Trilu", Trilu, 14, 1),
            new("TopK", TopK, 1, 1),
            new("CumSum", CumSum, 11, 1),
        ];

    private static Kernel Slice(OnnxNode node)
    {
        if (node.Opset >= 10)
        {
            return One(call =>
                Sliced(
                    call,
                    call.Longs(1),
                    call.Longs(2),
                    call.Optional(3) is null ? null : call.Longs(3),
                    call.Optional(4) is null ? null : call.Longs(4)
                )
            );
        }

        (long[] starts, long[] ends, long[]? axes) = (
            node.Ints("starts") ?? throw node.Refused("it has no starts."),
            node.Ints("ends") ?? throw node.Refused("it has no ends."),
            node.Ints("axes")
        );
        return One(call => Sliced(call, starts, ends, axes, null));
    }

    private static Tensor Sliced(KernelCall call, long[] starts, long[] ends, long[]? axes, long[]? steps)
    {
        Tensor x = call[0];
        axes ??= [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)];
        steps ??= [.. Enumerable.Repeat(1L, starts.Length)];
        if (starts.Length != ends.Length || axes.Length != starts.Length || steps.Length != starts.Length)
        {
            throw call.Node.Refused("its starts, ends, axes and steps have different lengths.");
        }

        for (int i = 0; i < starts.Length; i++)
        {
            int axis = call.Axis(axes[i], x.dim());
            long length = x.shape[axis];
            long step = steps[i];
            if (step is 0 or long.MinValue)
            {
                throw call.Node.Refused($"its step is {step}.");
            }

            long start = starts[i] < 0 ? starts[i] + length : starts[i];
            long end = ends[i] < 0 ? Math.Max(ends[i], -long.MaxValue) + length : ends[i];
            if (step > 0)
            {
                (start, end) = (Math.Clamp(start, 0, length), Math.Clamp(end, 0, length));
                x = x.slice(axis, start, Math.Max(start, end), Math.Min(step, Math.Max(length, 1)));
                continue;
            }

            (start, end) = (Math.Clamp(start, 0, Math.Max(length - 1, 0)), Math.Clamp(end, -1, length - 1));
            List<long> taken = [];
            for (long at = start; at > end && length > 0; at += step)
            {
                taken.Add(at);
            }

            x = x.index_select(axis, tensor(taken.ToArray(), ScalarType.Int64, x.device));
        }

        return ReferenceEquals(x, call[0]) ? x.alias() : x;
    }

    private static Kernel Split(OnnxNode node)
    {
        long axis = node.Int("axis", 0);
        long[]? given = node.Opset < 13 ? node.Ints("split") : null;
        int parts = node.Outputs.Length;
        if (node.Opset >= 18 && node.Int("num_outputs", parts) is var count && count != parts)
        {
            throw node.Refused($"num_outputs is {count}, but it has {parts} outputs.");
        }

        return call =>
        {
            Tensor x = call[0];
            int at = call.Axis(axis, x.dim());
            long length = x.shape[at];
            long[] sizes = given ?? (call.Optional(1) is null ? Equal(length, parts) : call.Longs(1));
            if (sizes.Length != parts || sizes.Any(size => size < 0 || size > length) || sizes.Sum() != length)
            {
                throw call.Node.Refused($"{length} units cannot be split into {OnnxTensors.Text(sizes)}.");
            }

            long start = 0;
            return
            [
                .. sizes.Select(size =>
                {
                    start += size;
                    return x.narrow(at, start - size, size);
                }),
            ];
        };
    }

    /// <summary>Equal sizes; the last one is smaller if it must be.</summary>
    private static long[] Equal(long length, int parts)
    {
        long size = (length + parts - 1) / parts;
        return [.. Enumerable.Range(0, parts).Select(i => Math.Clamp(length - (i * size), 0, size))];
    }

    private static Kernel Trilu(OnnxNode node)
    {
        bool upper = node.Flag("upper", true);
        return One(call =>
        {
            long diagonal = Math.Clamp(call.Optional(1) is null ? 0 : call.Long(1), int.MinValue, int.MaxValue);
            Tensor x = call[0];
            return x.dim() < 2 ? throw call.Node.Refused("its input must be a matrix.")
                : upper ? x.triu(diagonal)
                : x.tril(diagonal);
        });
    }

    private static Kernel TopK(OnnxNode node)
    {
        long axis = node.Int("axis", -1);
        bool largest = node.Flag("largest", true);
        node.Ignore("sorted"); // sorted is one of the orders that "unsorted" allows
        long attribute = node.Opset < 10 ? node.Int("k", 0) : 0;
        return call =>
        {
            Tensor x = call.Float(0, 1);
            int at = call.Axis(axis, x.dim());
            long count = attribute > 0 ? attribute : call.Long(1);
            if (count < 0 || count > x.shape[at])
            {
                throw call.Node.Refused($"there are no {count} among {x.shape[at]} units.");
            }

            // A stable sort: of equal values, the first comes first.
            (Tensor values, Tensor indices) = x.sort(at, descending: largest, stable: true);
            return [values.narrow(at, 0, count), indices.narrow(at, 0, count)];
        };
    }

    private static Kernel CumSum(OnnxNode node)
    {
        (bool exclusive, bool reverse) = (node.Flag("exclusive"), node.Flag("reverse"));
        return One(call =>
        {
            Tensor x = call[0];
            int at = call.Axis(call.Long(1), x.dim());
            Tensor y = reverse ? x.flip(at) : x;
            if (exclusive && y.shape[at] > 0)
            {
                y = cat([zeros_like(y.narrow(at, 0, 1)), y.narrow(at, 0, y.shape[at] - 1)], at);
            }

            Tensor sums = y.cumsum(at, x.dtype);
            return reverse ? sums.flip(at) : sums;
        });
    }
}
