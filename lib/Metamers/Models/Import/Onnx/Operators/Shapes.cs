using Metamers.Models.Import.Onnx.Files;
using static Metamers.Models.Import.Onnx.OnnxOperator;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Operators;

/// <summary>Shapes as values, and changes of shape that leave the order of the units as it is.</summary>
internal static class Shapes
{
    public static IEnumerable<OnnxOperator> All =>
        [
            new("Shape", Shape),
            new("Size", _ => One(call => tensor(call[0].numel()))),
            new("Reshape", Reshape, 5, 1),
            new("Flatten", Flatten),
            new("Squeeze", Squeeze, 1, 1),
            new("Unsqueeze", Unsqueeze, 1, 1),
            new("Expand", _ => One(Expand), 8, 1),
        ];

    private static Kernel Shape(OnnxNode node)
    {
        long start = node.Int("start", 0);
        long? end = node.Has("end") ? node.Int("end", 0) : null;
        return One(call =>
        {
            long[] shape = call[0].shape;
            int from = Clamp(start, shape.Length);
            int to = Clamp(end ?? shape.Length, shape.Length);
            return tensor(from < to ? shape[from..to] : [], ScalarType.Int64);
        });
    }

    private static int Clamp(long axis, int dimensions) =>
        (int)Math.Clamp(axis < 0 ? axis + dimensions : axis, 0, dimensions);

    private static Kernel Reshape(OnnxNode node)
    {
        bool zeroIsZero = node.Flag("allowzero");
        return One(call =>
        {
            Tensor x = call[0];
            long[] shape = call.Longs(1);
            for (int i = 0; i < shape.Length && !zeroIsZero; i++)
            {
                shape[i] =
                    shape[i] != 0 ? shape[i]
                    : i < x.dim() ? x.shape[i]
                    : throw Unfit(call, shape);
            }

            Int128 known = 1;
            foreach (long length in shape)
            {
                known *= length == -1 ? 1 : length;
                if (length < -1 || known > long.MaxValue)
                {
                    throw Unfit(call, shape);
                }
            }

            int open = shape.Count(length => length == -1);
            return open <= 1 && (open == 1 ? known > 0 && x.numel() % known == 0 : x.numel() == known)
                ? x.reshape(shape)
                : throw Unfit(call, shape);
        });
    }

    private static Exception Unfit(KernelCall call, long[] shape) =>
        call.Node.Refused($"{OnnxTensors.Text(call[0].shape)} cannot take the shape {OnnxTensors.Text(shape)}.");

    private static Kernel Flatten(OnnxNode node)
    {
        long axis = node.Int("axis", 1);
        return One(call =>
        {
            Tensor x = call[0];
            int at = axis == x.dim() ? (int)axis : call.Axis(axis, x.dim());
            return x.reshape(Indexing.Product(x.shape[..at]), Indexing.Product(x.shape[at..]));
        });
    }

    private static Kernel Squeeze(OnnxNode node)
    {
        long[]? given = node.Opset < 13 ? node.Ints("axes") : null;
        return One(call =>
        {
            Tensor x = call[0];
            long[]? axes = given ?? (call.Optional(1) is null ? null : call.Longs(1));
            HashSet<int> gone = axes is null
                ? [.. Enumerable.Range(0, (int)x.dim()).Where(i => x.shape[i] == 1)]
                : [.. axes.Select(axis => call.Axis(axis, x.dim()))];
            return gone.All(axis => x.shape[axis] == 1)
                ? x.reshape([.. x.shape.Where((_, i) => !gone.Contains(i))])
                : throw call.Node.Refused($"{OnnxTensors.Text(x.shape)} is not 1 along its axes.");
        });
    }

    private static Kernel Unsqueeze(OnnxNode node)
    {
        long[]? given = node.Opset < 13 ? node.Ints("axes") : null;
        return One(call =>
        {
            Tensor x = call[0];
            long[] axes = given ?? call.Longs(1);
            long dimensions = x.dim() + axes.Length;
            HashSet<int> added = [.. axes.Select(axis => call.Axis(axis, dimensions))];
            if (added.Count != axes.Length || dimensions > 16)
            {
                throw call.Node.Refused($"the axes {OnnxTensors.Text(axes)} cannot be added.");
            }

            Queue<long> left = new(x.shape);
            return x.reshape([
                .. Enumerable.Range(0, (int)dimensions).Select(i => added.Contains(i) ? 1 : left.Dequeue()),
            ]);
        });
    }

    private static Tensor Expand(KernelCall call)
    {
        Tensor x = call[0];
        return x.broadcast_to(call.RequireBroadcast(x.shape, call.Longs(1)));
    }
}
