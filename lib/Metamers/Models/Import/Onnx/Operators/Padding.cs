using Metamers.Models.Import.Onnx.Files;
using TorchSharp;
using static Metamers.Models.Import.Onnx.OnnxOperator;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Operators;

/// <summary>Padding, or cutting off where it is negative.</summary>
internal static class Padding
{
    public static IEnumerable<OnnxOperator> All => [new("Pad", Pad, 2, 1, 2, 3)];

    private static Kernel Pad(OnnxNode node)
    {
        string mode = node.Word(
            "mode",
            "constant",
            ["constant", "reflect", "edge", .. node.Opset >= 19 ? ["wrap"] : Array.Empty<string>()]
        );
        if (node.Opset >= 11)
        {
            return One(call =>
                Padded(
                    call,
                    mode,
                    call.Longs(1),
                    call.Like(call[0], 2) is null ? 0 : call.Number(2),
                    call.Optional(3) is null ? null : call.Longs(3)
                )
            );
        }

        long[] pads = node.Ints("pads") ?? throw node.Refused("it has no pads.");
        double value = node.Float("value", 0);
        return One(call => Padded(call, mode, pads, value, null));
    }

    private static Tensor Padded(KernelCall call, string mode, long[] pads, double value, long[]? given)
    {
        Tensor x = call[0];
        long[] axes = given ?? [.. Enumerable.Range(0, (int)x.dim()).Select(i => (long)i)];
        if (pads.Length != 2 * axes.Length || pads.Any(pad => Math.Abs((decimal)pad) > int.MaxValue))
        {
            throw call.Node.Refused($"the pads {OnnxTensors.Text(pads)} do not fit {axes.Length} axes.");
        }

        long[] before = new long[x.dim()];
        long[] after = new long[x.dim()];
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = call.Axis(axes[i], x.dim());
            (before[axis], after[axis]) = (pads[i], pads[axes.Length + i]);
        }

        call.RequireSize(x.shape.Select((n, i) => n + before[i] + after[i]));
        if (mode == "constant")
        {
            long[] reversed =
            [
                .. Enumerable.Range(0, before.Length).Reverse().SelectMany(i => new[] { before[i], after[i] }),
            ];
            return nn.functional.pad(x, reversed, PaddingModes.Constant, value);
        }

        Tensor y = x;
        for (int axis = 0; axis < before.Length; axis++)
        {
            if (before[axis] != 0 || after[axis] != 0)
            {
                long[] from = Sources(call, mode, x.shape[axis], before[axis], after[axis]);
                y = y.index_select(axis, tensor(from, ScalarType.Int64, x.device));
            }
        }

        return ReferenceEquals(x, y) ? x.alias() : y;
    }

    /// <summary>For each unit along a padded axis, the unit of the input that it repeats.</summary>
    private static long[] Sources(KernelCall call, string mode, long length, long before, long after)
    {
        if (length == 0 || (mode == "reflect" && Math.Max(before, after) >= length))
        {
            throw call.Node.Refused($"{length} units cannot be padded by {before} and {after} in the mode {mode}.");
        }

        long[] from = new long[length + before + after];
        for (long i = 0; i < from.Length; i++)
        {
            long at = i - before;
            from[i] = mode switch
            {
                "edge" => Math.Clamp(at, 0, length - 1),
                "wrap" => ((at % length) + length) % length,
                _ => at < 0 ? -at
                : at >= length ? (2 * (length - 1)) - at
                : at,
            };
        }

        return from;
    }
}
