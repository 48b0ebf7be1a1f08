using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using Metamers.Models.Import;

namespace Metamers.Tests.Models.Import;

/// <summary>
/// Archives as PyTorch writes them, of both sizes of numbers, checked without reading them into memory.
/// </summary>
public sealed class ArchiveIntegrityTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whole_archives_pass_with_numbers_of_32_and_of_64_bits(bool large) => Require(Archive(large));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_bit_changed_in_content_name_list_or_end_is_noticed(bool large)
    {
        byte[] whole = Archive(large);
        Assert.All(
            new (string Part, string Message)[]
            {
                ("second content", "the record a/two does not have its checksum"),
                ("a/two", "record 2 is not where, or not called as, the list of records says"),
                ("PK\u0001\u0002", "breaks off after 0 of 2"),
                ("PK\u0005\u0006", "End of Central Directory"), // the framework's own words
            },
            change => AssertChanged(change.Message, Changed(whole, whole.AsSpan().IndexOf(Bytes(change.Part))))
        );
    }

    [Fact]
    public void Two_descriptions_of_the_list_that_differ_are_refused()
    {
        byte[] whole = Archive(large: true, masked: false);
        Require(whole);
        AssertChanged(
            "its two descriptions of the list of records differ",
            Changed(whole, whole.AsSpan().IndexOf(Bytes("PK\u0006\u0006")) + 48)
        );
    }

    [Fact]
    public void Records_that_overlap_or_claim_to_be_larger_than_they_can_be_are_refused()
    {
        byte[] overlap = Archive(large: false);
        int entry = overlap.AsSpan().IndexOf(Bytes("PK\u0001\u0002"));
        BinaryPrimitives.WriteInt32LittleEndian(overlap.AsSpan(entry + 20), overlap.Length);
        AssertChanged("its records overlap", overlap);

        using MemoryStream packed = new();
        using (ZipArchive archive = new(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream record = archive.CreateEntry("a/zeros", CompressionLevel.SmallestSize).Open();
            record.Write(new byte[5000]);
        }

        byte[] bomb = packed.ToArray();
        entry = bomb.AsSpan().IndexOf(Bytes("PK\u0001\u0002"));
        BinaryPrimitives.WriteInt32LittleEndian(bomb.AsSpan(entry + 24), int.MaxValue);
        AssertChanged("the record a/zeros claims 2147483647 bytes", bomb);
    }

    [Fact]
    public void A_large_archive_is_not_read_into_memory()
    {
        const int Zeros = 300 << 20;
        Crc32 checksum = new();
        byte[] piece = new byte[1 << 20];
        for (int i = 0; i < Zeros / piece.Length; i++)
        {
            checksum.Append(piece);
        }

        string path = temporary["large.pt"];
        using (FileStream file = File.Create(path))
        {
            Header(file, "a/one", Zeros, checksum.GetCurrentHashAsUInt32(), list: false, 0, large: false);
            file.SetLength(file.Length + Zeros); // a hole, which takes no space on the disk
            file.Position = file.Length;
            long at = file.Position;
            Header(file, "a/one", Zeros, checksum.GetCurrentHashAsUInt32(), list: true, 0, large: false);
            End(file, at, 1, large: false, masked: false);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Require(path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    private static byte[] Changed(byte[] whole, int at)
    {
        byte[] changed = [.. whole];
        changed[at] ^= 1;
        return changed;
    }

    private void AssertChanged(string message, byte[] archive) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Require(archive)).Message);

    private void Require(byte[] archive) => Require(temporary.Write("archive.pt", archive));

    private static void Require(string path)
    {
        using FileStream file = File.OpenRead(path);
        using ZipArchive archive = new(file, ZipArchiveMode.Read);
        ArchiveIntegrity.Require(file, archive);
    }

    /// <summary>Two records, not compressed.</summary>
    /// <param name="large">Whether all numbers that can have 64 bits have them.</param>
    /// <param name="masked">Whether the 32-bit end then names none, as is required of large archives alone.</param>
    private static byte[] Archive(bool large, bool masked = true)
    {
        using MemoryStream file = new();
        List<(string Name, byte[] Content, long At)> records = [];
        foreach ((string name, string text) in new[] { ("a/one", "first content"), ("a/two", "second content") })
        {
            byte[] content = Bytes(text);
            records.Add((name, content, file.Position));
            Header(file, name, content.Length, Crc32.HashToUInt32(content), list: false, 0, large);
            file.Write(content);
        }

        long list = file.Position;
        foreach ((string name, byte[] content, long at) in records)
        {
            Header(file, name, content.Length, Crc32.HashToUInt32(content), list: true, at, large);
        }

        End(file, list, records.Count, large, masked);
        return file.ToArray();
    }

    private static void Header(Stream file, string name, int bytes, uint checksum, bool list, long at, bool large)
    {
        using BinaryWriter writer = new(file, Encoding.ASCII, leaveOpen: true);
        writer.Write(Bytes(list ? "PK\u0001\u0002" : "PK\u0003\u0004"));
        writer.Write(list ? [45, 0, 45, 0] : (byte[])[45, 0]); // versions
        writer.Write(new byte[8]); // flags, method, time and date
        writer.Write(checksum);
        writer.Write(large ? uint.MaxValue : (uint)bytes);
        writer.Write(large ? uint.MaxValue : (uint)bytes);
        writer.Write((ushort)name.Length);
        writer.Write(
            (ushort)(
                !large ? 0
                : list ? 28
                : 20
            )
        );
        if (list)
        {
            writer.Write(new byte[10]); // comment, disk, attributes
            writer.Write(large ? uint.MaxValue : (uint)at);
        }

        writer.Write(Bytes(name));
        if (large)
        {
            writer.Write((ushort)1);
            writer.Write((ushort)(list ? 24 : 16));
            writer.Write((long)bytes);
            writer.Write((long)bytes);
            if (list)
            {
                writer.Write(at);
            }
        }
    }

    private static void End(Stream file, long list, int records, bool large, bool masked)
    {
        using BinaryWriter writer = new(file, Encoding.ASCII, leaveOpen: true);
        long end = file.Position;
        if (large)
        {
            writer.Write(Bytes("PK\u0006\u0006"));
            writer.Write(44L);
            writer.Write(new byte[12]);
            writer.Write((long)records);
            writer.Write((long)records);
            writer.Write(end - list);
            writer.Write(list);
            writer.Write(Bytes("PK\u0006\u0007"));
            writer.Write(0);
            writer.Write(end);
            writer.Write(1);
        }

        bool none = large && masked;
        writer.Write(Bytes("PK\u0005\u0006"));
        writer.Write(0);
        writer.Write(none ? ushort.MaxValue : (ushort)records);
        writer.Write(none ? ushort.MaxValue : (ushort)records);
        writer.Write(none ? uint.MaxValue : (uint)(end - list));
        writer.Write(none ? uint.MaxValue : (uint)list);
        writer.Write((ushort)0);
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
