using System.Buffers.Binary;

namespace Metamers.Models.Import;

/// <summary>
/// The list of records at the end of a zip archive, with 32 or 64 bits (zip64). Only the list is read, however large
/// the records are.
/// </summary>
internal static class ArchiveDirectory
{
    private const uint EndMark = 0x06054b50;
    private const uint LongEndMark = 0x06064b50;
    private const uint LocatorMark = 0x07064b50;
    private const uint EntryMark = 0x02014b50;
    private const int EndBytes = 22;
    private const int LongEndBytes = 56;
    private const int LocatorBytes = 20;
    private const int EntryBytes = 46;
    private const int LongestComment = ushort.MaxValue;
    private const ushort LongSizes = 1; // the kind of an extra field that holds 64-bit numbers

    /// <summary>Name of each record, and where in the file it starts, in the order of the list.</summary>
    /// <param name="file">The archive; its position changes.</param>
    /// <exception cref="InvalidDataException">It has no such list, or the list contradicts itself.</exception>
    public static IEnumerable<(byte[] Name, long At)> Read(Stream file)
    {
        (long at, long bytes, long records) = Find(file);
        long end = checked(at + bytes);
        byte[] fixedPart = new byte[EntryBytes];
        for (long i = 0; i < records; i++)
        {
            Require(Room(EntryBytes), i);
            ReadAt(file, at, fixedPart);
            Require(Number4(fixedPart, 0) == EntryMark, i);
            int nameBytes = Number2(fixedPart, 28);
            int extraBytes = Number2(fixedPart, 30);
            long whole = EntryBytes + nameBytes + extraBytes + Number2(fixedPart, 32);
            Require(Room(whole), i);
            byte[] name = new byte[nameBytes];
            byte[] extra = new byte[extraBytes];
            ReadAt(file, at + EntryBytes, name);
            file.ReadExactly(extra);
            long record = Number4(fixedPart, 42);
            if (record == uint.MaxValue)
            {
                // The 64-bit field holds the sizes first, if they too do not fit.
                int before = new[] { 24, 20 }.Count(field => Number4(fixedPart, field) == uint.MaxValue);
                record = LongNumber(extra, before) ?? throw Broken(i);
            }

            yield return (name, record);
            at += whole;
        }

        if (at != end)
        {
            throw new InvalidDataException($"its list of records is longer than its {records} records.");
        }

        bool Room(long wanted) => at + wanted <= end;
        void Require(bool holds, long record)
        {
            if (!holds)
            {
                throw Broken(record);
            }
        }

        InvalidDataException Broken(long record) => new($"its list of records breaks off after {record} of {records}.");
    }

    /// <summary>Reads bytes at a place.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public static void ReadAt(Stream file, long at, Span<byte> bytes)
    {
        if (at < 0 || at > file.Length - bytes.Length)
        {
            throw new InvalidDataException("a record is not in the file.");
        }

        file.Position = at;
        file.ReadExactly(bytes);
    }

    private static (long At, long Bytes, long Records) Find(Stream file)
    {
        int tailBytes = (int)Math.Min(file.Length, EndBytes + LongestComment + LocatorBytes);
        byte[] tail = new byte[tailBytes];
        ReadAt(file, file.Length - tailBytes, tail);
        int end = tailBytes - EndBytes;
        while (end >= 0 && Number4(tail, end) != EndMark)
        {
            end--;
        }

        if (end < 0 || end + EndBytes + Number2(tail, end + 20) != tailBytes)
        {
            throw new InvalidDataException("it does not end in a list of records.");
        }

        (long At, long Bytes, long Records) found = (
            Number4(tail, end + 16),
            Number4(tail, end + 12),
            Number2(tail, end + 10)
        );
        if (end >= LocatorBytes && Number4(tail, end - LocatorBytes) == LocatorMark)
        {
            // Readers differ in which of the two they believe, so they must agree.
            (long At, long Bytes, long Records) large = LongEnd(file, Number8(tail, end - LocatorBytes + 8));
            if (
                !Agree(found.At, large.At, uint.MaxValue)
                || !Agree(found.Bytes, large.Bytes, uint.MaxValue)
                || !Agree(found.Records, large.Records, ushort.MaxValue)
            )
            {
                throw new InvalidDataException("its two descriptions of the list of records differ.");
            }

            found = large;
        }

        return found.At <= file.Length - found.Bytes
            ? found
            : throw new InvalidDataException("its list of records is not in the file.");
    }

    private static bool Agree(long small, long large, long tooLarge) => small == tooLarge || small == large;

    private static (long At, long Bytes, long Records) LongEnd(Stream file, long at)
    {
        byte[] end = new byte[LongEndBytes];
        ReadAt(file, at, end);
        return Number4(end, 0) == LongEndMark
            ? (Number8(end, 48), Number8(end, 40), Number8(end, 32))
            : throw new InvalidDataException("it does not end in a list of records.");
    }

    /// <summary>One of the 64-bit numbers of an entry.</summary>
    private static long? LongNumber(ReadOnlySpan<byte> extra, int index)
    {
        while (extra.Length >= 4)
        {
            int bytes = Math.Min(Number2(extra, 2), extra.Length - 4);
            if (Number2(extra, 0) == LongSizes)
            {
                return bytes >= 8 * (index + 1) ? Number8(extra, 4 + 8 * index) : null;
            }

            extra = extra[(4 + bytes)..];
        }

        return null;
    }

    private static ushort Number2(ReadOnlySpan<byte> bytes, int at) =>
        BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint Number4(ReadOnlySpan<byte> bytes, int at) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    /// <summary>No number of a file is larger than a signed one can be.</summary>
    private static long Number8(ReadOnlySpan<byte> bytes, int at) =>
        BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]) is >= 0 and var number
            ? number
            : throw new InvalidDataException("its list of records is not in the file.");
}
