using System.Runtime.InteropServices;
using Google.Protobuf.Collections;
using Metamers.Models.Import.Onnx.Files.Schema;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Files;

/// <summary>
/// Makes tensors of the values in an ONNX file; their sizes are checked before anything is allocated.
/// </summary>
internal static class OnnxTensors
{
    private const int MostDimensions = 16;

    /// <summary>Reads a tensor to the CPU.</summary>
    /// <param name="proto">As it is in the file.</param>
    /// <param name="source">The file.</param>
    /// <param name="name">What the tensor is called in errors.</param>
    /// <exception cref="MetamerException">
    /// Its type is not supported, its values are missing, their number does not fit its shape, or too much was read.
    /// </exception>
    public static Tensor Read(TensorProto proto, OnnxSource source, string name)
    {
        name = OnnxSource.Shown(name);
        ScalarType type =
            OnnxTypes.Find(proto.DataType) ?? throw source.Refused($"'{name}': {OnnxTypes.Refusal(proto.DataType)}");
        long[] shape = [.. proto.Dims];
        long count = Count(shape, source, name);
        if (proto.DataLocation == TensorProto.Types.DataLocation.External)
        {
            return ExternalData.Read(proto, shape, type, source, name);
        }

        if (proto.RawData.Length > 0 || (count == 0 && Typed(proto) == 0))
        {
            return Raw(proto, shape, type, count, source, name);
        }

        return type switch
        {
            ScalarType.Float32 => From(proto.FloatData, f => f),
            ScalarType.Float64 => From(proto.DoubleData, d => d),
            ScalarType.Int64 => From(proto.Int64Data, i => i),
            ScalarType.Int32 => From(proto.Int32Data, i => i),
            ScalarType.Int16 => From(proto.Int32Data, i => (short)i),
            ScalarType.Int8 => From(proto.Int32Data, i => (sbyte)i),
            ScalarType.Byte => From(proto.Int32Data, i => (byte)i),
            _ => From(proto.Int32Data, i => (byte)(i != 0 ? 1 : 0)).to_type(ScalarType.Bool),
        };

        Tensor From<TIn, TOut>(RepeatedField<TIn> values, Func<TIn, TOut> convert)
            where TOut : unmanaged
        {
            if (values.Count != count)
            {
                throw source.Damaged($"'{name}' has {values.Count} values for the shape {Text(shape)}.");
            }

            source.Charge(count * type.ElementSize(), $"the weights '{name}'");
            TOut[] converted = [.. values.Select(convert)];
            Tensor result = empty(shape, type == ScalarType.Bool ? ScalarType.Byte : type);
            MemoryMarshal.AsBytes<TOut>(converted).CopyTo(result.bytes);
            return result;
        }
    }

    /// <summary>A shape as text, for errors.</summary>
    public static string Text(IEnumerable<long> shape) => $"({string.Join(", ", shape)})";

    /// <summary>Number of elements of a shape in a file.</summary>
    private static long Count(long[] shape, OnnxSource source, string name)
    {
        Int128 count = 1;
        foreach (long length in shape)
        {
            count *= length;
            if (length < 0 || count > int.MaxValue || shape.Length > MostDimensions)
            {
                throw source.Damaged($"'{name}' would have the shape {Text(shape.Take(MostDimensions))}.");
            }
        }

        return (long)count;
    }

    private static int Typed(TensorProto proto) =>
        proto.FloatData.Count + proto.DoubleData.Count + proto.Int64Data.Count + proto.Int32Data.Count;

    private static Tensor Raw(
        TensorProto proto,
        long[] shape,
        ScalarType type,
        long count,
        OnnxSource source,
        string name
    )
    {
        if (proto.RawData.Length != count * type.ElementSize())
        {
            throw source.Damaged(
                $"'{name}' has {proto.RawData.Length} bytes for the shape {Text(shape)} of "
                    + $"{OnnxTypes.NameOf(proto.DataType)}."
            );
        }

        source.Charge(proto.RawData.Length, $"the weights '{name}'");
        using MemoryStream stream = new();
        proto.RawData.WriteTo(stream);
        stream.Position = 0;
        return TensorBytes.Read(stream, shape, type);
    }
}
