using static Metamers.Models.Import.Onnx.OnnxOperator;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Operators;

/// <summary>Comparisons, logic, and choices between two tensors.</summary>
internal static class Comparisons
{
    public static IEnumerable<OnnxOperator> All =>
        [
            Binary("Equal", (a, b) => a.eq(b)),
            Binary("Greater", (a, b) => a.gt(b)),
            Binary("Less", (a, b) => a.lt(b)),
            Binary("GreaterOrEqual", (a, b) => a.ge(b), since: 12),
            Binary("LessOrEqual", (a, b) => a.le(b), since: 12),
            Logic("And", (a, b) => a.logical_and(b)),
            Logic("Or", (a, b) => a.logical_or(b)),
            Logic("Xor", (a, b) => a.logical_xor(b)),
            new("Not", _ => One(call => Boolean(call, 0).logical_not())),
            UnaryFloat("IsNaN", x => x.isnan(), since: 9),
            new("IsInf", IsInf, 10),
            new("Where", _ => One(Where), 9),
        ];

    private static OnnxOperator Binary(string name, Func<Tensor, Tensor, Tensor> compute, int since = 1) =>
        new(
            name,
            _ =>
                One(call =>
                {
                    (Tensor a, Tensor b) = call.Pair();
                    return compute(a, b);
                }),
            since
        );

    private static OnnxOperator Logic(string name, Func<Tensor, Tensor, Tensor> compute) =>
        new(
            name,
            _ =>
                One(call =>
                {
                    call.RequireBroadcast(Boolean(call, 0).shape, Boolean(call, 1).shape);
                    return compute(call[0], call[1]);
                })
        );

    private static Tensor Boolean(KernelCall call, int index) =>
        call[index] is var x && x.dtype == ScalarType.Bool
            ? x
            : throw call.Node.Refused($"its input {index + 1} is {x.dtype}; it must be Boolean.");

    private static Kernel IsInf(OnnxNode node)
    {
        (bool negative, bool positive) = (node.Flag("detect_negative", true), node.Flag("detect_positive", true));
        return One(call =>
            (negative, positive) switch
            {
                (true, true) => call.Float(0).isinf(),
                (true, false) => call.Float(0).isneginf(),
                (false, true) => call.Float(0).isposinf(),
                _ => zeros_like(call.Float(0), ScalarType.Bool),
            }
        );
    }

    private static Tensor Where(KernelCall call)
    {
        Tensor condition = Boolean(call, 0);
        (Tensor a, Tensor b) = call.Pair(1, 2);
        call.RequireBroadcast(condition.shape, call.RequireBroadcast(a.shape, b.shape));
        return where(condition, a, b);
    }
}
