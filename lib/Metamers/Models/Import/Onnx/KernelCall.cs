using Metamers.Models.Import.Onnx.Files;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx;

/// <summary>Computes the outputs of a node.</summary>
/// <param name="call">Its inputs.</param>
/// <returns>One tensor for each output, new or a view of an input.</returns>
internal delegate Tensor[] Kernel(KernelCall call);

/// <summary>
/// The inputs of a node in one pass. Types are checked here: libtorch ends the process for some of them.
/// </summary>
/// <param name="node">The node.</param>
/// <param name="inputs">Its inputs; parameters are on the CPU.</param>
/// <param name="floats">The type that takes the place of the graph's.</param>
/// <param name="batch">Number of stimuli.</param>
internal sealed class KernelCall(OnnxNode node, Tensor?[] inputs, OnnxFloats floats, long batch)
{
    /// <summary>The most units that a value has for one stimulus: 1 GiB in 32 bits.</summary>
    public const long MostUnits = 1L << 28;

    /// <summary>Number of inputs, those left out included.</summary>
    public int Count => inputs.Length;

    /// <summary>The node.</summary>
    public OnnxNode Node => node;

    /// <summary>An input that must be there.</summary>
    public Tensor this[int index] => Optional(index) ?? throw node.Refused($"its input {index + 1} is missing.");

    /// <summary>An input that may be left out.</summary>
    public Tensor? Optional(int index) => index < inputs.Length ? inputs[index] : null;

    /// <summary>An input that must be floating point.</summary>
    public Tensor Float(int index) =>
        this[index] is var x && x.is_floating_point()
            ? x
            : throw node.Refused($"its input {index + 1} is {x.dtype}; it must be floating point.");

    /// <summary>An input of at least some dimensions, floating point.</summary>
    public Tensor Float(int index, int dimensions) =>
        Float(index) is var x && x.dim() >= dimensions
            ? x
            : throw node.Refused(
                $"its input {index + 1} has the shape {OnnxTensors.Text(x.shape)}; it needs {dimensions} dimensions."
            );

    /// <summary>An optional input that must have the type of another one.</summary>
    public Tensor? Like(Tensor other, int index) =>
        Optional(index) is not { } x ? null
        : x.dtype == other.dtype ? x
        : throw MixedTypes(other, x);

    /// <summary>Two inputs of one type, whose shapes can be broadcast.</summary>
    public (Tensor A, Tensor B) Pair(int first = 0, int second = 1)
    {
        (Tensor a, Tensor b) = (this[first], this[second]);
        if (a.dtype != b.dtype)
        {
            throw MixedTypes(a, b);
        }

        RequireBroadcast(a.shape, b.shape);
        return (a, b);
    }

    /// <summary>The whole numbers of an input.</summary>
    public long[] Longs(int index)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = this[index];
        return x.is_floating_point()
            ? throw node.Refused($"its input {index + 1} is {x.dtype}; it must be whole numbers.")
            : [.. x.to_type(ScalarType.Int64).cpu().contiguous().data<long>()];
    }

    /// <summary>The numbers of an input.</summary>
    public double[] Doubles(int index)
    {
        using DisposeScope scope = NewDisposeScope();
        return [.. this[index].to_type(ScalarType.Float64).cpu().contiguous().data<double>()];
    }

    /// <summary>The only number of an input.</summary>
    public double Number(int index) =>
        Doubles(index) is [var number] ? number : throw node.Refused($"its input {index + 1} must be one number.");

    /// <summary>The only whole number of an input.</summary>
    public long Long(int index) =>
        Longs(index) is [var number] ? number : throw node.Refused($"its input {index + 1} must be one whole number.");

    /// <summary>An axis counted from the front.</summary>
    public int Axis(long axis, long dimensions) =>
        axis >= -dimensions && axis < dimensions
            ? (int)(axis < 0 ? axis + dimensions : axis)
            : throw node.Refused($"there is no axis {axis} among {dimensions}.");

    /// <summary>Throws if an output would not fit in memory.</summary>
    public void RequireSize(IEnumerable<long> shape)
    {
        long[] lengths = [.. shape];
        if (lengths.Any(length => length < 0) || !Fits(lengths, batch))
        {
            throw node.Refused($"its output would have the shape {OnnxTensors.Text(lengths)}.");
        }
    }

    /// <summary>Whether a shape has at most <see cref="MostUnits"/> for each stimulus.</summary>
    /// <param name="shape">Its lengths; one of 0 does not hide an absurd one beside it.</param>
    /// <param name="batch">Number of stimuli.</param>
    public static bool Fits(IEnumerable<long> shape, long batch = 1)
    {
        Int128 most = (Int128)MostUnits * Math.Max(1, batch);
        Int128 units = 1;
        foreach (long length in shape)
        {
            units *= Math.Max(length, 1);
            if (units > most)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The shape of two that are broadcast.</summary>
    public long[] RequireBroadcast(long[] a, long[] b)
    {
        long[] shape = new long[Math.Max(a.Length, b.Length)];
        for (int i = 1; i <= shape.Length; i++)
        {
            long x = i <= a.Length ? a[^i] : 1;
            long y = i <= b.Length ? b[^i] : 1;
            shape[^i] =
                x == y || y == 1 ? x
                : x == 1 ? y
                : throw node.Refused(
                    $"the shapes {OnnxTensors.Text(a)} and {OnnxTensors.Text(b)} cannot be broadcast."
                );
        }

        RequireSize(shape);
        return shape;
    }

    /// <summary>The type for a number of the format.</summary>
    public ScalarType TypeOf(long type) =>
        OnnxTypes.Find((int)type) is { } found ? floats.Of(found) : throw node.Refused(OnnxTypes.Refusal((int)type));

    private MetamerException MixedTypes(Tensor a, Tensor b) =>
        node.Refused($"it mixes {a.dtype} and {b.dtype}, which ONNX does not allow.");
}
