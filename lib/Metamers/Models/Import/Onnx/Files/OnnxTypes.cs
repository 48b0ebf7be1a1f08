using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Files;

/// <summary>ONNX's element types by their numbers in the format.</summary>
internal static class OnnxTypes
{
    /// <summary>The number of 32-bit floating point.</summary>
    public const int Float = 1;

    private static readonly string[] Names =
    [
        "undefined",
        "float",
        "uint8",
        "int8",
        "uint16",
        "int16",
        "int32",
        "int64",
        "string",
        "bool",
        "float16",
        "double",
        "uint32",
        "uint64",
        "complex64",
        "complex128",
        "bfloat16",
    ];

    /// <summary>The type of a tensor that has it; null if it is not supported.</summary>
    public static ScalarType? Find(int type) =>
        type switch
        {
            1 => ScalarType.Float32,
            2 => ScalarType.Byte,
            3 => ScalarType.Int8,
            5 => ScalarType.Int16,
            6 => ScalarType.Int32,
            7 => ScalarType.Int64,
            9 => ScalarType.Bool,
            11 => ScalarType.Float64,
            _ => null,
        };

    /// <summary>Its name in the format.</summary>
    public static string NameOf(int type) => type >= 0 && type < Names.Length ? Names[type] : $"type {type}";

    /// <summary>Why a type is refused, and what to do.</summary>
    public static string Refusal(int type) =>
        type is 10 or 16
            ? $"it computes with half precision ({NameOf(type)}), too coarse for the gradients of metamers. Export it "
                + "in 32 bits: model.float() before torch.onnx.export."
            : $"it contains values of the type {NameOf(type)}; float, double, bool and integers up to 64 bits (not "
                + "uint16, uint32 and uint64) are read.";
}
