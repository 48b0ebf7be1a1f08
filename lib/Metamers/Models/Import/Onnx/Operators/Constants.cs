using TorchSharp;
using static Metamers.Models.Import.Onnx.OnnxOperator;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Operators;

/// <summary>Tensors that are written in the graph, or follow from a shape.</summary>
internal static class Constants
{
    /// <summary>Name of the operator whose tensor is written in the graph, so that nothing is computed.</summary>
    public const string Written = "Constant";

    public static IEnumerable<OnnxOperator> All =>
        [
            new("ConstantOfShape", ConstantOfShape, 9, 0),
            new("Range", _ => One(Range), 11, 0, 1, 2),
            new("EyeLike", EyeLike, 9),
            new("OneHot", OneHot, 9, 1, 2),
        ];

    /// <summary>The tensor that is written in a node.</summary>
    public static Tensor Read(OnnxNode node)
    {
        if (node.Tensor("value") is { } shared)
        {
            return shared;
        }

        Tensor value =
            node.Has("value_float") ? tensor((float)node.Float("value_float", 0))
            : node.Has("value_int") ? tensor(node.Int("value_int", 0))
            : node.Floats("value_floats") is { } numbers ? tensor(numbers.Select(n => (float)n).ToArray())
            : node.Ints("value_ints") is { } whole ? tensor(whole)
            : throw node.Refused("it has none of the attributes value, value_float(s) and value_int(s).");
        node.Charge(value.numel() * value.element_size());
        return value.DetachFromDisposeScope();
    }

    private static Kernel ConstantOfShape(OnnxNode node)
    {
        Tensor? given = node.Tensor("value");
        double value = 0;
        ScalarType type = ScalarType.Float32;
        if (given is not null)
        {
            type = given.dtype;
            value =
                given.numel() == 1
                    ? given.to_type(ScalarType.Float64).item<double>()
                    : throw node.Refused("its value must be one number.");
        }

        return One(call =>
        {
            long[] shape = call.Longs(0);
            call.RequireSize(shape);
            return full(shape, value, type);
        });
    }

    private static Tensor Range(KernelCall call)
    {
        (double start, double limit, double delta) = (call.Number(0), call.Number(1), call.Number(2));
        double count = Math.Max(Math.Ceiling((limit - start) / delta), 0);
        if (delta == 0 || !(count <= int.MaxValue))
        {
            throw call.Node.Refused(FormattableString.Invariant($"it would count from {start} to {limit} by {delta}."));
        }

        call.RequireSize([(long)count]);
        ScalarType type = call[0].dtype;
        return (arange((long)count, ScalarType.Float64) * delta + start).to_type(type);
    }

    private static Kernel EyeLike(OnnxNode node)
    {
        long type = node.Int("dtype", 0);
        long diagonal = node.Int("k", 0);
        return One(call =>
        {
            if (call[0].dim() != 2)
            {
                throw call.Node.Refused("its input must be a matrix.");
            }

            using DisposeScope scope = NewDisposeScope();
            Tensor rows = arange(call[0].shape[0]).unsqueeze(1);
            Tensor columns = arange(call[0].shape[1]).unsqueeze(0);
            Tensor eye = (columns - rows).eq(diagonal);
            return eye.to_type(type == 0 ? call[0].dtype : call.TypeOf(type))
                .to(call[0].device)
                .MoveToOuterDisposeScope();
        });
    }

    /// <summary>
    /// Indices out of range give a row of the "off" value alone; since opset 11, negative ones count from the end.
    /// </summary>
    private static Kernel OneHot(OnnxNode node)
    {
        long axis = node.Int("axis", -1);
        return One(call =>
        {
            long depth = (long)call.Number(1);
            Tensor indices = call[0].to_type(ScalarType.Int64);
            Tensor values = call[2];
            int at = call.Axis(axis, indices.dim() + 1);
            long[] shape = [.. indices.shape];
            call.RequireSize([.. shape, depth]);
            Tensor classes = arange(depth, device: indices.device)
                .view([.. Enumerable.Range(0, shape.Length + 1).Select(i => i == at ? -1L : 1L)]);
            Tensor position = indices.unsqueeze(at);
            if (node.Opset < 11 && (indices < 0).any().item<bool>())
            {
                throw call.Node.Refused(
                    "it has negative indices, which give no class by ONNX's opsets 9 and 10 and count from the end in "
                        + "ONNX Runtime. Export it with opset_version=11 or later."
                );
            }

            Tensor hot = where(position < 0, position + depth, position).eq(classes);
            Tensor shown = values.to(indices.device);
            return where(hot, shown[1], shown[0]);
        });
    }
}
