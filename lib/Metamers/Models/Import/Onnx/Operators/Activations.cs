using static Metamers.Models.Import.Onnx.OnnxOperator;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Operators;

/// <summary>Nonlinearities that act on each unit alone.</summary>
internal static class Activations
{
    public static IEnumerable<OnnxOperator> All =>
        [
            UnaryFloat("Relu", x => x.relu()),
            UnaryFloat("Sigmoid", x => x.sigmoid()),
            UnaryFloat("Tanh", x => x.tanh()),
            UnaryFloat("Softplus", x => nn.functional.softplus(x)),
            UnaryFloat("Softsign", x => x / (1 + x.abs())),
            UnaryFloat("HardSwish", x => x * ((x / 6) + 0.5).clamp(0, 1), since: 14),
            UnaryFloat("Mish", x => x * nn.functional.softplus(x).tanh(), since: 18),
            new("LeakyRelu", LeakyRelu),
            new("PRelu", _ => One(PRelu)),
            new("Elu", node => Exponential(node.Float("alpha", 1), scale: 1, gamma: 1)),
            new("Celu", node => node.Float("alpha", 1) is var alpha ? Exponential(alpha, alpha, gamma: 1) : null!, 12),
            new("Selu", Selu),
            new("HardSigmoid", HardSigmoid),
            new("ThresholdedRelu", ThresholdedRelu, 10),
            new("Gelu", Gelu, 20),
            new("Clip", Clip, 1, 1, 2),
        ];

    private static Kernel LeakyRelu(OnnxNode node)
    {
        double alpha = node.Float("alpha", 0.01);
        return One(call => nn.functional.leaky_relu(call.Float(0), alpha));
    }

    private static Tensor PRelu(KernelCall call)
    {
        (Tensor x, Tensor slope) = call.Pair();
        return where(x < 0, slope * x, x);
    }

    private static Kernel Selu(OnnxNode node)
    {
        double alpha = node.Float("alpha", 1.67326319217681884765625);
        return Exponential(alpha, scale: 1, node.Float("gamma", 1.05070102214813232421875));
    }

    /// <summary><c>γ·x</c> for positive x, otherwise <c>γ·α·(exp(x / scale) − 1)</c>.</summary>
    private static Kernel Exponential(double alpha, double scale, double gamma) =>
        One(call =>
        {
            Tensor x = call.Float(0);
            Tensor y = where(x > 0, x, alpha * (x.clamp_max(0) / scale).expm1());
            return gamma == 1 ? y : gamma * y;
        });

    private static Kernel HardSigmoid(OnnxNode node)
    {
        (double alpha, double beta) = (node.Float("alpha", 0.2f), node.Float("beta", 0.5));
        return One(call => ((call.Float(0) * alpha) + beta).clamp(0, 1));
    }

    private static Kernel ThresholdedRelu(OnnxNode node)
    {
        double alpha = node.Float("alpha", 1);
        return One(call => where(call.Float(0) > alpha, call[0], zeros_like(call[0])));
    }

    private static Kernel Gelu(OnnxNode node) =>
        node.Word("approximate", "none", "none", "tanh") == "none"
            ? One(call => 0.5 * call.Float(0) * (1 + (call[0] * Math.Sqrt(0.5)).erf()))
            : One(call =>
            {
                Tensor x = call.Float(0);
                return 0.5 * x * (1 + (Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))).tanh());
            });

    private static Kernel Clip(OnnxNode node)
    {
        if (node.Opset >= 11)
        {
            return One(call => Clamp(call, call.Like(call[0], 1), call.Like(call[0], 2)));
        }

        double least = node.Float("min", float.MinValue);
        double most = node.Float("max", float.MaxValue);
        return One(call => call.Float(0).clamp(least, most));
    }

    /// <summary>Clamps to the limits that are given.</summary>
    private static Tensor Clamp(KernelCall call, Tensor? least, Tensor? most)
    {
        Tensor x = call[0];
        if (!x.is_floating_point())
        {
            x = least is null ? x : x.clamp_min(call.Long(1));
            return most is null ? x.alias() : x.clamp_max(call.Long(2));
        }

        return (least, most) switch
        {
            (null, null) => x.alias(),
            (null, _) => x.clamp_max(call.Number(2)),
            (_, null) => x.clamp_min(call.Number(1)),
            _ => x.clamp(call.Number(1), call.Number(2)),
        };
    }
}
