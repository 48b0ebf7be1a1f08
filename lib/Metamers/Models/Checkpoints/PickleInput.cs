using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace Metamers.Models.Checkpoints;

/// <summary>
/// The arguments of pickle instructions; no length is trusted before the stream is known to contain that much.
/// </summary>
/// <param name="stream">Seekable; read from its position.</param>
/// <param name="source">Named in errors.</param>
internal sealed class PickleInput(Stream stream, CheckpointSource source)
{
    private const int LongestLine = 1 << 20;

    // Decimal digits, or bytes; the time to read or show a number grows with their square.
    private const int LongestNumber = 400;

    private readonly long length = stream.Length;

    /// <summary>Where the next byte is read.</summary>
    public long Position => stream.Position;

    public byte Byte() => stream.ReadByte() is >= 0 and int value ? (byte)value : throw Ended();

    public long UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    public long Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    public long UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(8));

    public double BigEndianDouble() => BinaryPrimitives.ReadDoubleBigEndian(Bytes(8));

    public byte[] Bytes(long count)
    {
        if (count < 0 || count > length - stream.Position || count > Array.MaxLength)
        {
            throw source.Damaged($"{count} bytes are announced at byte {stream.Position} of {length}.");
        }

        byte[] bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public string Text(long count) => Encoding.UTF8.GetString(Bytes(count));

    /// <summary>The text up to the next line feed, as in the instructions of protocol 0.</summary>
    public string Line()
    {
        List<byte> line = [];
        for (byte next = Byte(); next != '\n'; next = Byte())
        {
            line.Add(next);
            if (line.Count > LongestLine)
            {
                throw source.Damaged($"a line of text before byte {stream.Position} does not end.");
            }
        }

        return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
    }

    /// <summary>A whole number in decimal digits, with or without Python 2's final L.</summary>
    public object Integer()
    {
        string text = Line().TrimEnd('L');
        return
            text.Length <= LongestNumber
            && BigInteger.TryParse(
                text,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out BigInteger value
            )
            ? Smallest(value)
            : throw source.Damaged($"'{CheckpointSource.Shown(text)}' is not a whole number.");
    }

    /// <summary>A whole number as little-endian two's complement of <paramref name="count"/> bytes.</summary>
    public object Integer(long count) =>
        Bytes(count) is { Length: <= LongestNumber } bytes ? Smallest(new BigInteger(bytes)) : throw Mistyped();

    public double Real()
    {
        string text = Line();
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw source.Damaged($"'{CheckpointSource.Shown(text)}' is not a number.");
    }

    /// <summary>A text of protocol 0 without its backslashes.</summary>
    public string Unescaped(string text)
    {
        try
        {
            return text.Contains('\\') ? Regex.Unescape(text) : text;
        }
        catch (ArgumentException)
        {
            throw Mistyped();
        }
    }

    public Exception Mistyped() => source.Damaged($"its pickle makes no sense before byte {Position}.");

    private static object Smallest(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;

    private Exception Ended() => source.Damaged("a pickle ends in the middle of an instruction.");
}
