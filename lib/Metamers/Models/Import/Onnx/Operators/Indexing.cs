using Metamers.Models.Import.Onnx.Files;
using static Metamers.Models.Import.Onnx.OnnxOperator;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Operators;

/// <summary>Choice of units by their indices.</summary>
internal static class Indexing
{
    public static IEnumerable<OnnxOperator> All =>
        [
            new("Gather", Gather),
            new("GatherElements", GatherElements, 11),
            new("GatherND", GatherNd, 11),
            new("ArgMax", node => ArgBest(node, largest: true)),
            new("ArgMin", node => ArgBest(node, largest: false)),
            new("NonZero", _ => One(call => call[0].nonzero().t()), 9, 0),
        ];

    /// <summary>Indices counted from the front, as 64-bit numbers; throws if one is out of range.</summary>
    public static Tensor FromFront(KernelCall call, Tensor indices, long length)
    {
        if (indices.is_floating_point())
        {
            throw call.Node.Refused($"its indices are {indices.dtype}; they must be whole numbers.");
        }

        Tensor whole = indices.to_type(ScalarType.Int64);
        Tensor front = where(whole < 0, whole + length, whole);
        return front.numel() == 0 || (front.min().item<long>() >= 0 && front.max().item<long>() < length)
            ? front
            : throw call.Node.Refused($"an index is out of the range of {length} units.");
    }

    private static Kernel Gather(OnnxNode node)
    {
        long axis = node.Int("axis", 0);
        return One(call =>
        {
            Tensor x = call[0];
            int at = call.Axis(axis, x.dim());
            Tensor indices = FromFront(call, call[1], x.shape[at]).to(x.device);
            long[] shape = [.. x.shape[..at], .. indices.shape, .. x.shape[(at + 1)..]];
            call.RequireSize(shape);
            return x.index_select(at, indices.reshape(-1)).reshape(shape);
        });
    }

    private static Kernel GatherElements(OnnxNode node)
    {
        long axis = node.Int("axis", 0);
        return One(call =>
        {
            Tensor x = call[0];
            int at = call.Axis(axis, x.dim());
            Tensor indices = FromFront(call, call[1], x.shape[at]).to(x.device);
            return indices.dim() == x.dim() && !indices.shape.Where((n, i) => i != at && n > x.shape[i]).Any()
                ? x.gather(at, indices)
                : throw call.Node.Refused(
                    $"indices of shape {OnnxTensors.Text(indices.shape)} do not fit {OnnxTensors.Text(x.shape)}."
                );
        });
    }

    private static Kernel GatherNd(OnnxNode node)
    {
        int batch = (int)Math.Clamp(node.Int("batch_dims", 0), 0, 16);
        return One(call =>
        {
            (Tensor x, Tensor indices) = (call[0], call[1]);
            int depth = indices.dim() > batch ? (int)Math.Min(indices.shape[^1], 16) : 0;
            if (depth < 1 || batch + depth > x.dim() || !x.shape[..batch].SequenceEqual(indices.shape[..batch]))
            {
                throw call.Node.Refused(
                    $"indices of shape {OnnxTensors.Text(indices.shape)} do not fit {OnnxTensors.Text(x.shape)}."
                );
            }

            long items = Product(x.shape[..batch]);
            long units = Product(x.shape[batch..(batch + depth)]);
            Tensor linear = Linear(call, indices, x.shape[batch..(batch + depth)]).reshape(items, -1);
            linear = linear + (arange(items, ScalarType.Int64, linear.device) * units).unsqueeze(1);
            long[] shape = [.. indices.shape[..^1], .. x.shape[(batch + depth)..]];
            call.RequireSize(shape);
            return x.reshape([items * units, .. x.shape[(batch + depth)..]])
                .index_select(0, linear.reshape(-1).to(x.device))
                .reshape(shape);
        });
    }

    /// <summary>Rows of indices (…, axes) as positions in a flat tensor (…).</summary>
    public static Tensor Linear(KernelCall call, Tensor indices, long[] lengths)
    {
        Tensor linear = zeros(indices.shape[..^1], ScalarType.Int64, indices.device);
        for (int i = 0; i < lengths.Length; i++)
        {
            linear = (linear * lengths[i]) + FromFront(call, indices.select(-1, i), lengths[i]);
        }

        return linear;
    }

    /// <summary>Product of lengths.</summary>
    public static long Product(long[] lengths) => lengths.Aggregate(1L, (product, length) => product * length);

    private static Kernel ArgBest(OnnxNode node, bool largest)
    {
        long axis = node.Int("axis", 0);
        bool keep = node.Flag("keepdims", true);
        bool last = node.Opset >= 12 && node.Flag("select_last_index");
        return One(call =>
        {
            Tensor x = call[0];
            int at = call.Axis(axis, x.dim());
            Tensor best = largest ? x.amax([at], keepdim: true) : x.amin([at], keepdim: true);
            Tensor found = x.eq(best);
            Tensor y = last
                ? x.shape[at] - 1 - found.flip(at).to_type(ScalarType.Byte).argmax(at, keepdim: true)
                : found.to_type(ScalarType.Byte).argmax(at, keepdim: true);
            return keep ? y : y.squeeze(at);
        });
    }
}
