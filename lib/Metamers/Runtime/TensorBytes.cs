using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Runtime;

/// <summary>
/// The values of tensors as bytes, in pieces: a span of bytes is limited to 2 GB, and a layer of a large network may be
/// larger.
/// </summary>
internal static class TensorBytes
{
    private const int PieceBytes = 1 << 26;

    /// <summary>
    /// A contiguous tensor on the CPU. The caller has checked that the file contains that many bytes.
    /// </summary>
    /// <param name="stream">Read from its position.</param>
    /// <param name="shape">Lengths of the dimensions.</param>
    /// <param name="type">Type of the values; for a Boolean, every byte except 0 is true.</param>
    /// <param name="reversedBytes">
    /// Size of the numbers whose bytes are to be reversed, since they have the other byte order; 1 leaves them as they
    /// are.
    /// </param>
    public static Tensor Read(Stream stream, long[] shape, ScalarType type, int reversedBytes = 1)
    {
        Tensor values = empty(shape, type == ScalarType.Bool ? ScalarType.Byte : type);
        using Tensor flat = values.view(-1);
        long count = flat.numel();
        long piece = PieceBytes / values.element_size();
        for (long start = 0; start < count; start += piece)
        {
            using Tensor part = flat.narrow(0, start, Math.Min(piece, count - start));
            Span<byte> bytes = part.bytes;
            stream.ReadExactly(bytes);
            for (int i = 0; reversedBytes > 1 && i < bytes.Length; i += reversedBytes)
            {
                bytes.Slice(i, reversedBytes).Reverse();
            }
        }

        return type == ScalarType.Bool ? values.to(ScalarType.Bool) : values;
    }

    /// <summary>Hands all values on, in their order.</summary>
    /// <param name="values">On any device.</param>
    /// <param name="take">Called with each piece, which is valid until it returns.</param>
    /// <param name="pieceBytes">The most bytes of a piece.</param>
    public static void Write(Tensor values, Action<ReadOnlySpan<byte>> take, int pieceBytes = PieceBytes)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor flat = values.detach().cpu().contiguous().view(-1);
        long count = flat.numel();
        long piece = pieceBytes / flat.element_size();
        for (long start = 0; start < count; start += piece)
        {
            using Tensor part = flat.narrow(0, start, Math.Min(piece, count - start));
            take(part.bytes);
        }
    }
}
