using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using Metamers.Models.Checkpoints;

namespace Metamers.Models.Import;

/// <summary>
/// Whether a TorchScript file is as it was written, which has to be known before libtorch reads it: at some programs
/// with a changed bit, or with a record of another name, libtorch ends the process. Files of any size are read piece by
/// piece.
/// </summary>
internal static class ArchiveIntegrity
{
    private const uint RecordMark = 0x04034b50;
    private const int RecordBytes = 30;
    private const int PieceBytes = 1 << 20;
    private const int MostExpansion = 1032; // the most that deflate can do

    /// <summary>
    /// Compares every record with its checksum, and its name in the list of records with the name beside its content.
    /// </summary>
    /// <param name="file">The file; its position changes.</param>
    /// <param name="archive">The same file as an archive.</param>
    /// <exception cref="InvalidDataException">They differ.</exception>
    public static void Require(Stream file, ZipArchive archive)
    {
        int records = RequireNames(file);
        if (records != archive.Entries.Count)
        {
            throw Changed($"it has {archive.Entries.Count} records, and lists {records}.");
        }

        if (archive.Entries.Aggregate((Int128)0, (sum, entry) => sum + entry.CompressedLength) > file.Length)
        {
            throw Changed("its records overlap.");
        }

        byte[] piece = new byte[PieceBytes];
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            RequireChecksum(entry, piece);
        }
    }

    private static void RequireChecksum(ZipArchiveEntry entry, byte[] piece)
    {
        string name = CheckpointSource.Shown(entry.FullName);
        if (entry.Length > (Int128)MostExpansion * entry.CompressedLength)
        {
            throw Changed($"the record {name} claims {entry.Length} bytes from {entry.CompressedLength}.");
        }

        using Stream stream = entry.Open();
        Crc32 checksum = new();
        long left = entry.Length;
        int read;
        while ((read = stream.Read(piece)) > 0)
        {
            checksum.Append(piece.AsSpan(0, read));
            left -= read;
            if (left < 0)
            {
                throw Changed(
                    $"the record {name} is longer than the {entry.Length} bytes that the list of records says."
                );
            }
        }

        if (left > 0 || checksum.GetCurrentHashAsUInt32() != entry.Crc32)
        {
            throw Changed($"the record {name} does not have its checksum.");
        }
    }

    /// <summary>Returns the number of records.</summary>
    private static int RequireNames(Stream file)
    {
        int records = 0;
        byte[] beside = new byte[RecordBytes];
        foreach ((byte[] name, long at) in ArchiveDirectory.Read(file))
        {
            records++;
            ArchiveDirectory.ReadAt(file, at, beside);
            byte[] nameBeside = new byte[BinaryPrimitives.ReadUInt16LittleEndian(beside.AsSpan(26))];
            ArchiveDirectory.ReadAt(file, at + RecordBytes, nameBeside);
            if (
                BinaryPrimitives.ReadUInt32LittleEndian(beside) != RecordMark
                || !nameBeside.AsSpan().SequenceEqual(name)
            )
            {
                throw Changed($"record {records} is not where, or not called as, the list of records says.");
            }
        }

        return records;
    }

    private static InvalidDataException Changed(string what) => new($"it was changed since it was written: {what}");
}
