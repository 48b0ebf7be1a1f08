using static Metamers.Models.Import.Onnx.OnnxOperator;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Operators;

/// <summary>
/// Sums, means, extrema and norms along axes; the axes are an attribute until opset 17, then an input.
/// </summary>
internal static class Reductions
{
    public static IEnumerable<OnnxOperator> All =>
        [
            Reduction("ReduceMean", (x, axes, keep) => x.mean(axes, keep)),
            Reduction("ReduceSum", (x, axes, keep) => x.sum(axes, keep, x.dtype), asInput: 13),
            Reduction("ReduceMax", (x, axes, keep) => x.amax(axes, keep)),
            Reduction("ReduceMin", (x, axes, keep) => x.amin(axes, keep)),
            Reduction("ReduceProd", Products),
            Reduction("ReduceL1", (x, axes, keep) => x.abs().sum(axes, keep, x.dtype)),
            Reduction("ReduceL2", (x, axes, keep) => linalg.vector_norm(x, 2, axes, keep)),
            Reduction("ReduceLogSum", (x, axes, keep) => x.sum(axes, keep).log()),
            Reduction("ReduceLogSumExp", (x, axes, keep) => LogSumExp(x, axes, keep)),
            Reduction("ReduceSumSquare", (x, axes, keep) => x.square().sum(axes, keep, x.dtype)),
        ];

    private static OnnxOperator Reduction(string name, Func<Tensor, long[], bool, Tensor> compute, int asInput = 18) =>
        new(
            name,
            node =>
            {
                bool keep = node.Flag("keepdims", true);
                bool input = node.Opset >= asInput;
                long[]? attribute = input ? null : node.Ints("axes");
                bool nothing = input && node.Flag("noop_with_empty_axes");
                return One(call =>
                {
                    Tensor x = call[0];
                    long[] axes = attribute ?? (input && call.Optional(1) is not null ? call.Longs(1) : []);
                    if (axes.Length == 0 && nothing)
                    {
                        return name is "ReduceMean" or "ReduceSum" or "ReduceMax" or "ReduceMin" or "ReduceProd"
                            ? x.alias()
                            : throw call.Node.Refused("noop_with_empty_axes is not supported for it.");
                    }

                    axes =
                        axes.Length == 0
                            ? [.. Enumerable.Range(0, (int)x.dim()).Select(i => (long)i)]
                            : [.. axes.Select(axis => (long)call.Axis(axis, x.dim()))];
                    if (x.dtype == ScalarType.Bool || (!x.is_floating_point() && name is "ReduceMean" or "ReduceL2"))
                    {
                        throw call.Node.Refused($"it does not support {x.dtype}.");
                    }

                    return axes.Length == 0 ? compute(x.unsqueeze(0), [0], false) : compute(x, axes, keep);
                });
            },
            1,
            1
        );

    private static Tensor Products(Tensor x, long[] axes, bool keep)
    {
        foreach (long axis in axes.OrderDescending())
        {
            x = x.prod(axis, keep, x.dtype);
        }

        return x;
    }

    private static Tensor LogSumExp(Tensor x, long[] axes, bool keep)
    {
        Tensor most = x.detach().amax(axes, keepdim: true);
        Tensor largest = most.where(most.isfinite(), zeros_like(most)); // so that a row of -∞ gives -∞
        Tensor y = (x - largest).exp().sum(axes, keepdim: true).log() + largest;
        return keep ? y : y.reshape([.. x.shape.Where((_, i) => !axes.Contains(i))]);
    }
}
