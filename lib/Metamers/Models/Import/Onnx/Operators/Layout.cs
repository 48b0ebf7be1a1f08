using Metamers.Models.Import.Onnx.Files;
using static Metamers.Models.Import.Onnx.OnnxOperator;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Operators;

/// <summary>Changes of the order of axes and units, and joining and repeating of tensors.</summary>
internal static class Layout
{
    public static IEnumerable<OnnxOperator> All =>
        [
            new("Transpose", Transpose),
            new("Concat", Concat),
            new("Tile", _ => One(Tile), 6, 1),
            new("DepthToSpace", DepthToSpace),
            new("SpaceToDepth", SpaceToDepth),
        ];

    private static Kernel Transpose(OnnxNode node)
    {
        long[]? order = node.Ints("perm");
        return One(call =>
        {
            Tensor x = call[0];
            long[] axes = order ?? [.. Enumerable.Range(0, (int)x.dim()).Reverse().Select(i => (long)i)];
            return axes.Order().SequenceEqual(Enumerable.Range(0, (int)x.dim()).Select(i => (long)i))
                ? x.permute(axes)
                : throw call.Node.Refused($"{OnnxTensors.Text(axes)} is no order of {x.dim()} axes.");
        });
    }

    private static Kernel Concat(OnnxNode node)
    {
        long axis = node.Int("axis", 0);
        return One(call =>
        {
            Tensor first = call[0];
            Tensor[] parts = [.. Enumerable.Range(0, call.Count).Select(i => call.Like(first, i) ?? call[i])];
            int at = call.Axis(axis, first.dim());
            if (
                parts.Any(part =>
                    part.dim() != first.dim() || part.shape.Where((n, i) => i != at && n != first.shape[i]).Any()
                )
            )
            {
                throw call.Node.Refused(
                    $"shapes {string.Join(", ", parts.Select(part => OnnxTensors.Text(part.shape)))} cannot be joined "
                        + $"along axis {at}."
                );
            }

            call.RequireSize(first.shape.Select((n, i) => i == at ? parts.Sum(part => part.shape[at]) : n));
            return cat(parts, at);
        });
    }

    private static Tensor Tile(KernelCall call)
    {
        Tensor x = call[0];
        long[] repeats = call.Longs(1);
        if (repeats.Length != x.dim() || repeats.Any(n => n is < 0 or > int.MaxValue))
        {
            throw call.Node.Refused(
                $"{OnnxTensors.Text(x.shape)} cannot be repeated {OnnxTensors.Text(repeats)} times."
            );
        }

        call.RequireSize(x.shape.Select((n, i) => n * repeats[i]));
        return x.repeat(repeats);
    }

    private static Kernel DepthToSpace(OnnxNode node)
    {
        long block = node.Int("blocksize", 0);
        bool depthFirst = node.Word("mode", "DCR", "DCR", "CRD") == "DCR";
        return One(call =>
        {
            Tensor x = call[0];
            if (block is < 1 or > 1 << 15 || x.dim() != 4 || x.shape[1] % (block * block) != 0)
            {
                throw call.Node.Refused($"{OnnxTensors.Text(x.shape)} has no blocks of {block}.");
            }

            (long b, long c, long h, long w) = (x.shape[0], x.shape[1] / (block * block), x.shape[2], x.shape[3]);
            Tensor y = depthFirst
                ? x.reshape(b, block, block, c, h, w).permute(0, 3, 4, 1, 5, 2)
                : x.reshape(b, c, block, block, h, w).permute(0, 1, 4, 2, 5, 3);
            return y.reshape(b, c, h * block, w * block);
        });
    }

    private static Kernel SpaceToDepth(OnnxNode node)
    {
        long block = node.Int("blocksize", 0);
        return One(call =>
        {
            Tensor x = call[0];
            if (block is < 1 or > 1 << 15 || x.dim() != 4 || x.shape[2] % block != 0 || x.shape[3] % block != 0)
            {
                throw call.Node.Refused($"{OnnxTensors.Text(x.shape)} has no blocks of {block}.");
            }

            (long b, long c, long h, long w) = (x.shape[0], x.shape[1], x.shape[2] / block, x.shape[3] / block);
            return x.reshape(b, c, h, block, w, block).permute(0, 3, 5, 1, 2, 4).reshape(b, c * block * block, h, w);
        });
    }
}
