using static TorchSharp.torch;

namespace Metamers.Models.Checkpoints;

/// <summary>A type of values in PyTorch's files.</summary>
/// <param name="Name">What PyTorch calls it, e.g. <c>FloatStorage</c>.</param>
/// <param name="Element">
/// The same in TorchSharp; null if it has none, and then a tensor of this type is refused.
/// </param>
/// <param name="Bytes">Size of one value.</param>
internal sealed record StorageType(string Name, ScalarType? Element, int Bytes)
{
    private static readonly Dictionary<string, StorageType> Known = new StorageType[]
    {
        new("DoubleStorage", ScalarType.Float64, 8),
        new("FloatStorage", ScalarType.Float32, 4),
        new("HalfStorage", ScalarType.Float16, 2),
        new("BFloat16Storage", ScalarType.BFloat16, 2),
        new("LongStorage", ScalarType.Int64, 8),
        new("IntStorage", ScalarType.Int32, 4),
        new("ShortStorage", ScalarType.Int16, 2),
        new("CharStorage", ScalarType.Int8, 1),
        new("ByteStorage", ScalarType.Byte, 1),
        new("BoolStorage", ScalarType.Bool, 1),
        new("ComplexDoubleStorage", ScalarType.ComplexFloat64, 16),
        new("ComplexFloatStorage", ScalarType.ComplexFloat32, 8),
        new("ComplexHalfStorage", null, 4),
        new("QInt8Storage", null, 1),
        new("QUInt8Storage", null, 1),
        new("QInt32Storage", null, 4),
        new("QUInt4x2Storage", null, 1),
        new("QUInt2x4Storage", null, 1),
        new("UntypedStorage", null, 1), // of the types PyTorch added since 2.1: float8, uint16 to uint64
    }.ToDictionary(type => type.Name);

    /// <summary>Size of the numbers whose bytes are reversed on a machine with the other byte order.</summary>
    public int NumberBytes => Name.StartsWith("Complex", StringComparison.Ordinal) ? Bytes / 2 : Bytes;

    /// <summary>
    /// Whether the values are integers that represent numbers only together with a scale and a zero point.
    /// </summary>
    public bool IsQuantised => Name[0] == 'Q';

    /// <summary>
    /// The type that a global names, e.g. <c>torch.FloatStorage</c> or <c>torch.cuda.FloatStorage</c>.
    /// </summary>
    public static StorageType? Find(string global) =>
        global.StartsWith("torch.", StringComparison.Ordinal)
            ? Known.GetValueOrDefault(global[(global.LastIndexOf('.') + 1)..])
            : null;
}
