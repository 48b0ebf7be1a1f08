using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using Metamers.Models.Checkpoints;

namespace Metamers.Models.Import;

/// <summary>
/// Whether a TorchScript file is as it was written, which has to be known before libtorch reads it: at some programs with
/// a changed bit, or with a record of another name, libtorch ends the process.
/// </summary>
internal static class ArchiveIntegrity
{
    private const uint EndMark = 0x06054b50;
    private const uint EntryMark = 0x02014b50;
    private const uint RecordMark = 0x04034b50;
    private const int EndBytes = 22;
    private const int EntryBytes = 46;
    private const int RecordBytes = 30;
    private const int LongestComment = ushort.MaxValue;

    /// <summary>
    /// Compares every record with its checksum, and its name in the list of records with the name beside its content.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="archive">The same file, opened.</param>
    /// <exception cref="InvalidDataException">They differ.</exception>
    public static void Require(string path, ZipArchive archive)
    {
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            using Stream stream = entry.Open();
            Crc32 checksum = new();
            checksum.Append(stream);
            if (checksum.GetCurrentHashAsUInt32() != entry.Crc32)
            {
                throw Changed($"the record {CheckpointSource.Shown(entry.FullName)} does not have its checksum.");
            }
        }

        RequireNames(File.ReadAllBytes(path), archive.Entries.Count);
    }

    private static void RequireNames(ReadOnlySpan<byte> file, int records)
    {
        int end = file.Length - EndBytes;
        while (end >= 0 && file.Length - end <= EndBytes + LongestComment && Mark(file, end) != EndMark)
        {
            end--;
        }

        if (end < 0 || Mark(file, end) != EndMark)
        {
            throw Changed("it does not end in a list of records.");
        }

        long at = BinaryPrimitives.ReadUInt32LittleEndian(file[(end + 16)..]);
        for (int i = 0; i < records; i++)
        {
            if (at + EntryBytes > file.Length || Mark(file, at) != EntryMark)
            {
                throw Changed($"its list of records breaks off after {i} of {records}.");
            }

            ReadOnlySpan<byte> entry = file[(int)at..];
            int name = BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]);
            long record = BinaryPrimitives.ReadUInt32LittleEndian(entry[42..]);
            if (
                at + EntryBytes + name > file.Length
                || record + RecordBytes + name > file.Length
                || Mark(file, record) != RecordMark
                || BinaryPrimitives.ReadUInt16LittleEndian(file[((int)record + 26)..]) != name
                || !file.Slice((int)record + RecordBytes, name).SequenceEqual(entry.Slice(EntryBytes, name))
            )
            {
                throw Changed($"record {i + 1} of {records} is not where, or not called as, the list of records says.");
            }

            at +=
                EntryBytes
                + name
                + BinaryPrimitives.ReadUInt16LittleEndian(entry[30..])
                + BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
        }
    }

    private static uint Mark(ReadOnlySpan<byte> file, long at) =>
        at + 4 <= file.Length ? BinaryPrimitives.ReadUInt32LittleEndian(file[(int)at..]) : 0;

    private static InvalidDataException Changed(string what) => new($"it was changed since it was written: {what}");
}
