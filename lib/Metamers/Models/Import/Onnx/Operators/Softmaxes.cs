using static Metamers.Models.Import.Onnx.OnnxOperator;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Operators;

/// <summary>Softmax: before opset 13 over all axes from the given one on, since then over one axis.</summary>
internal static class Softmaxes
{
    public static IEnumerable<OnnxOperator> All =>
        [
            new("Softmax", node => Along(node, (x, axis) => nn.functional.softmax(x, axis))),
            new("LogSoftmax", node => Along(node, (x, axis) => nn.functional.log_softmax(x, axis))),
        ];

    private static Kernel Along(OnnxNode node, Func<Tensor, long, Tensor> compute)
    {
        bool oneAxis = node.Opset >= 13;
        long axis = node.Int("axis", oneAxis ? -1 : 1);
        return One(call =>
        {
            Tensor x = call.Float(0);
            int at = call.Axis(axis, x.dim());
            if (oneAxis || at == x.dim() - 1)
            {
                return compute(x, at);
            }

            return compute(x.flatten(at, -1), at).reshape(x.shape);
        });
    }
}
