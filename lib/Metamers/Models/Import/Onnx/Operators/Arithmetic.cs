using static Metamers.Models.Import.Onnx.OnnxOperator;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Operators;

/// <summary>Arithmetic on each unit, with broadcasting.</summary>
internal static class Arithmetic
{
    public static IEnumerable<OnnxOperator> All =>
        [
            Binary("Add", (a, b) => a + b),
            Binary("Sub", (a, b) => a - b),
            Binary("Mul", (a, b) => a * b),
            new("Div", _ => One(Divide)),
            new("Pow", _ => One(Power)),
            new("Mod", Modulo, 10),
            Many("Sum", (a, b) => a + b),
            Many("Min", minimum),
            Many("Max", maximum),
            new("Mean", _ => One(call => Fold(call, (a, b) => a + b) / call.Count)),
            Unary("Abs", x => x.abs()),
            Unary("Neg", x => x.neg()),
            Unary("Sign", x => x.sign(), since: 9),
            UnaryFloat("Exp", x => x.exp()),
            UnaryFloat("Log", x => x.log()),
            UnaryFloat("Sqrt", x => x.sqrt()),
            UnaryFloat("Reciprocal", x => x.reciprocal()),
            UnaryFloat("Floor", x => x.floor()),
            UnaryFloat("Ceil", x => x.ceil()),
            UnaryFloat("Round", x => x.round(), since: 11),
            UnaryFloat("Erf", x => x.erf(), since: 9),
            UnaryFloat("Sin", x => x.sin()),
            UnaryFloat("Cos", x => x.cos()),
            UnaryFloat("Tan", x => x.tan()),
            UnaryFloat("Asin", x => x.asin()),
            UnaryFloat("Acos", x => x.acos()),
            UnaryFloat("Atan", x => x.atan()),
            UnaryFloat("Sinh", x => x.sinh(), since: 9),
            UnaryFloat("Cosh", x => x.cosh(), since: 9),
            UnaryFloat("Asinh", x => x.asinh(), since: 9),
            UnaryFloat("Acosh", x => x.acosh(), since: 9),
            UnaryFloat("Atanh", x => x.atanh(), since: 9),
        ];

    private static OnnxOperator Binary(string name, Func<Tensor, Tensor, Tensor> compute) =>
        new(
            name,
            _ =>
                One(call =>
                {
                    (Tensor a, Tensor b) = call.Pair();
                    return a.dtype == ScalarType.Bool
                        ? throw call.Node.Refused("it cannot compute with Booleans.")
                        : compute(a, b);
                })
        );

    private static OnnxOperator Many(string name, Func<Tensor, Tensor, Tensor> compute) =>
        new(name, _ => One(call => Fold(call, compute)));

    private static Tensor Fold(KernelCall call, Func<Tensor, Tensor, Tensor> compute)
    {
        Tensor result = call[0];
        for (int i = 1; i < call.Count; i++)
        {
            call.RequireBroadcast(result.shape, call.Like(result, i)!.shape);
            result = compute(result, call[i]);
        }

        return call.Count == 1 ? result.alias() : result;
    }

    /// <summary>Whole numbers are divided towards zero.</summary>
    private static Tensor Divide(KernelCall call)
    {
        (Tensor a, Tensor b) = call.Pair();
        return a.is_floating_point() ? a / b : a.div(Divisor(call, a, b), RoundingMode.trunc);
    }

    /// <summary>A divisor of whole numbers, by which the processor can divide.</summary>
    private static Tensor Divisor(KernelCall call, Tensor a, Tensor b) =>
        b.eq(0).any().item<bool>() ? throw call.Node.Refused("it divides a whole number by zero.")
        : Least(a.dtype) is < 0 and var least && (b.eq(-1) & a.eq(least)).any().item<bool>()
            ? throw call.Node.Refused("it divides the least whole number by -1, whose result no number holds.")
        : b;

    private static long Least(ScalarType type) =>
        type switch
        {
            ScalarType.Int64 => long.MinValue,
            ScalarType.Int32 => int.MinValue,
            ScalarType.Int16 => short.MinValue,
            ScalarType.Int8 => sbyte.MinValue,
            _ => 0,
        };

    /// <summary>The result has the type of the base.</summary>
    private static Tensor Power(KernelCall call)
    {
        (Tensor a, Tensor b) = (call[0], call[1]);
        call.RequireBroadcast(a.shape, b.shape);
        if (a.is_floating_point())
        {
            return a.pow(b.to_type(a.dtype));
        }

        return a.to_type(ScalarType.Float64).pow(b.to_type(ScalarType.Float64)).to_type(a.dtype);
    }

    private static Kernel Modulo(OnnxNode node)
    {
        bool truncated = node.Flag("fmod");
        return One(call =>
        {
            (Tensor a, Tensor b) = call.Pair();
            return !truncated && a.is_floating_point() ? throw call.Node.Refused("floating point needs fmod = 1.")
                : a.is_floating_point() ? a.fmod(b)
                : truncated ? a.fmod(Divisor(call, a, b))
                : a.remainder(Divisor(call, a, b));
        });
    }
}
