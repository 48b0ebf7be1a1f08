using Metamers.Models.Import.Onnx.Files;
using static Metamers.Models.Import.Onnx.OnnxOperator;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Operators;

/// <summary>Units that are replaced, or added to, at given indices.</summary>
internal static class Scattering
{
    public static IEnumerable<OnnxOperator> All =>
        [
            new("ScatterND", ScatterNd, 11),
            new("ScatterElements", ScatterElements, 11),
            new("Scatter", ScatterElements, 9),
        ];

    private static Kernel ScatterNd(OnnxNode node)
    {
        bool adds = node.Word("reduction", "none", "none", "add") == "add";
        return One(call =>
        {
            Tensor x = call[0];
            Tensor indices = call[1].to(x.device);
            Tensor updates = call.Like(x, 2) ?? call[2];
            int depth = indices.dim() > 0 ? (int)Math.Min(indices.shape[^1], 16) : 0;
            if (
                depth < 1
                || depth > x.dim()
                || !updates.shape.SequenceEqual([.. indices.shape[..^1], .. x.shape[depth..]])
            )
            {
                throw call.Node.Refused(
                    $"indices of shape {OnnxTensors.Text(indices.shape)} and updates of shape "
                        + $"{OnnxTensors.Text(updates.shape)} do not fit {OnnxTensors.Text(x.shape)}."
                );
            }

            Tensor linear = Indexing.Linear(call, indices, x.shape[..depth]).reshape(-1);
            Tensor rows = x.reshape([Indexing.Product(x.shape[..depth]), .. x.shape[depth..]]);
            Tensor values = updates.reshape([linear.shape[0], .. x.shape[depth..]]);
            Tensor y = adds ? rows.index_add(0, linear, values, 1) : rows.index_copy(0, linear, values);
            return y.reshape(x.shape);
        });
    }

    private static Kernel ScatterElements(OnnxNode node)
    {
        long axis = node.Int("axis", 0);
        bool adds = node.Word("reduction", "none", "none", "add") == "add";
        return One(call =>
        {
            Tensor x = call[0];
            int at = call.Axis(axis, x.dim());
            Tensor indices = Indexing.FromFront(call, call[1], x.shape[at]).to(x.device);
            Tensor updates = call.Like(x, 2) ?? call[2];
            if (
                !updates.shape.SequenceEqual(indices.shape)
                || indices.dim() != x.dim()
                || indices.shape.Where((n, i) => i != at && n > x.shape[i]).Any()
            )
            {
                throw call.Node.Refused(
                    $"indices of shape {OnnxTensors.Text(indices.shape)} and updates of shape "
                        + $"{OnnxTensors.Text(updates.shape)} do not fit {OnnxTensors.Text(x.shape)}."
                );
            }

            return adds ? x.scatter_add(at, indices, updates) : x.scatter(at, indices, updates);
        });
    }
}
