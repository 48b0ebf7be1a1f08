using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Metamers.Tests.Models.Checkpoints;

/// <summary>Writes pickles instruction by instruction, and puts them into archives like those of torch.save.</summary>
internal sealed class PickleBytes
{
    private readonly MemoryStream bytes = new();

    public byte[] Content => bytes.ToArray();

    /// <summary>A dictionary with one weight "w": float32 values of storage "0".</summary>
    public static byte[] OneTensor(
        long[] size,
        long[] stride,
        long offset = 0,
        long count = 4,
        string storage = "torch FloatStorage"
    ) => new PickleBytes().Raw("}(").Text("w").Tensor(size, stride, offset, count, storage).Raw("u.").Content;

    public PickleBytes Raw(string instructions)
    {
        bytes.Write(Encoding.Latin1.GetBytes(instructions));
        return this;
    }

    public PickleBytes Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        bytes.WriteByte((byte)'X');
        bytes.Write(length);
        bytes.Write(utf8);
        return this;
    }

    public PickleBytes Integer(long value)
    {
        byte[] number = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, value);
        bytes.Write([0x8a, 8]);
        bytes.Write(number);
        return this;
    }

    public PickleBytes Tensor(long[] size, long[] stride, long offset, long count, string storage)
    {
        string[] type = storage.Split(' ');
        Raw("ctorch._utils\n_rebuild_tensor_v2\n((")
            .Text("storage")
            .Raw($"c{type[0]}\n{type[1]}\n")
            .Text("0")
            .Text("cpu")
            .Integer(count)
            .Raw("tQ");
        Integer(offset).Raw("(");
        Array.ForEach(size, n => Integer(n));
        Raw("t(");
        Array.ForEach(stride, n => Integer(n));
        return Raw("t\u0089}tR");
    }

    /// <summary>An archive as written by torch.save, with a pickle and one storage.</summary>
    public static byte[] Zip(
        byte[] pickle,
        byte[] storage,
        string? byteOrder = null,
        CompressionLevel level = CompressionLevel.NoCompression
    )
    {
        MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "archive/data.pkl", pickle, level);
            Add(archive, "archive/data/0", storage, level);
            if (byteOrder is not null)
            {
                Add(archive, "archive/byteorder", Encoding.ASCII.GetBytes(byteOrder), level);
            }
        }

        return stream.ToArray();
    }

    public static void Add(
        ZipArchive archive,
        string name,
        byte[] content,
        CompressionLevel level = CompressionLevel.NoCompression
    )
    {
        using Stream record = archive.CreateEntry(name, level).Open();
        record.Write(content);
    }

    /// <summary>
    /// A file in the format before PyTorch 1.6 with one storage; its third pickle states the machine's byte order.
    /// </summary>
    public static byte[] Legacy(byte[] pickle, byte[] countAndValues, bool littleEndian = true, string keys = "0")
    {
        PickleBytes file = new();
        file.Raw(
            "\u0080\u0002\u008a\u000a\u006c\u00fc\u009c\u0046\u00f9\u0020\u006a\u00a8\u0050\u0019."
                + "\u0080\u0002M\u00e9\u0003."
        );
        file.Raw("\u0080\u0002}").Text("little_endian").Raw(littleEndian ? "\u0088s." : "\u0089s.");
        file.bytes.Write(pickle);
        file.Raw("](").Text(keys).Raw("e.");
        file.bytes.Write(countAndValues);
        return file.Content;
    }
}
