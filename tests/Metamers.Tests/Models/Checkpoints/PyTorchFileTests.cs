using System.Buffers.Binary;
using System.IO.Compression;
using Metamers.Models.Checkpoints;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Checkpoints;

/// <summary>
/// The two containers of torch.save: byte orders, compression, records that are missing, duplicated or wrong.
/// </summary>
public class PyTorchFileTests
{
    private static readonly float[] Values = [1, -2, 3.5f, 4];
    private static readonly byte[] Pickle = PickleBytes.OneTensor([2, 2], [1, 2]);

    [Theory]
    [InlineData(null, false)]
    [InlineData("little", false)]
    [InlineData("big", true)]
    public void Zip_follows_the_byte_order_that_it_states(string? stated, bool big) =>
        Holds(PickleBytes.Zip(Pickle, Bytes(big), stated), CheckpointFormat.PyTorchZip);

    [Fact]
    public void Zip_that_was_packed_anew_with_compression_is_read() =>
        Holds(PickleBytes.Zip(Pickle, Bytes(false), level: CompressionLevel.Optimal), CheckpointFormat.PyTorchZip);

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, false, false)] // as PyTorch writes on a big-endian machine
    [InlineData(false, true, true)]
    public void Legacy_is_read_in_the_byte_order_of_its_counts(
        bool littleEndianMachine,
        bool bigCount,
        bool bigValues
    ) =>
        Holds(
            PickleBytes.Legacy(Pickle, [.. Count(4, bigCount), .. Bytes(bigValues)], littleEndianMachine),
            CheckpointFormat.PyTorchLegacy
        );

    [Fact]
    public void Legacy_takes_a_part_of_a_storage_as_PyTorch_before_0_4_shared_them()
    {
        byte[] pickle = new PickleBytes()
            .Raw("}(")
            .Text("w")
            .Raw("ctorch._utils\n_rebuild_tensor\n((")
            .Text("storage")
            .Raw("ctorch.cuda\nFloatStorage\n")
            .Text("0")
            .Text("cuda:0")
            .Integer(4)
            .Raw("(")
            .Text("part")
            .Integer(1)
            .Integer(2)
            .Raw("ttQK\0K\u0002\u0085K\u0001\u0085tRu.")
            .Content;
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = Checkpoint.Read(
            folder.Write("view.pt", PickleBytes.Legacy(pickle, [.. Count(4, false), .. Bytes(false)]))
        );
        Assert.Equal([-2, 3.5f], checkpoint.Tensors["w"].data<float>().ToArray());
    }

    [Fact]
    public void Legacy_with_false_counts_keys_or_sizes_is_refused()
    {
        Refused(PickleBytes.Legacy(Pickle, [.. Count(5, false), .. Bytes(false)]), "should have 4 values");
        Refused(PickleBytes.Legacy(Pickle, [.. Count(4, true), .. Bytes(false)]), "should have 4 values");
        Refused(PickleBytes.Legacy(Pickle, [.. Count(4, false), .. Bytes(false)[1..]]), "should have 4 values");
        Refused(PickleBytes.Legacy(Pickle, [.. Count(4, false), .. Bytes(false)], keys: "1"), "lists a storage '1'");
        Refused([0x80, 2, (byte)'K', 1, (byte)'.'], "not one written by torch.save");
    }

    [Fact]
    public void Zip_without_a_pickle_or_with_doubled_records_is_refused()
    {
        Refused(Archive(("readme.txt", [])), "was not written by torch.save");
        Refused(Archive(("a/data.pkl", Pickle), ("b/data.pkl", Pickle)), "2 records named data.pkl");
        Refused(
            Archive(("a/data.pkl", Pickle), ("a/data/0", Bytes(false)), ("a/data/0", Bytes(true))),
            "two records named 'a/data/0'"
        );
        Refused(Archive(("a/data.pkl", Pickle)), "storage '0' should have 16 bytes and is missing");
        Refused(Archive(("a/data.pkl", Pickle), ("a/constants.pkl", [])), "TorchScript");
    }

    [Fact]
    public void Zip_that_expands_far_beyond_its_size_is_refused()
    {
        byte[] pickle = PickleBytes.OneTensor([1], [1], 0, 100_000_000);
        byte[] bomb = PickleBytes.Zip(pickle, new byte[400_000_000], level: CompressionLevel.Fastest);
        Refused(bomb, "far more than the file can hold");
    }

    [Fact]
    public void A_dictionary_of_settings_under_a_key_of_weights_does_not_hide_them()
    {
        byte[] pickle = new PickleBytes()
            .Raw("}(")
            .Text("model")
            .Raw("}")
            .Text("depth")
            .Raw("K\u0014s")
            .Text("w")
            .Tensor([2, 2], [1, 2], 0, 4, "torch FloatStorage")
            .Raw("u.")
            .Content;
        Holds(PickleBytes.Zip(pickle, Bytes(false)), CheckpointFormat.PyTorchZip);
    }

    [Fact]
    public void A_record_that_claims_more_than_its_bytes_can_expand_to_is_refused()
    {
        byte[] zip = PickleBytes.Zip(Pickle, Bytes(false));
        int directory = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8); // the entry of the storage
        BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(directory + 24), 1_000_000);
        Refused(zip, "claims 1000000 bytes from 16");
    }

    [Fact]
    public void Large_storages_are_read_in_pieces()
    {
        const int count = 17_000_000; // 68 MB, more than one piece
        byte[] storage = new byte[4 * count];
        BinaryPrimitives.WriteSingleLittleEndian(storage.AsSpan(^4..), 7);
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = Checkpoint.Read(
            folder.Write("large.pt", PickleBytes.Zip(PickleBytes.OneTensor([count], [1], 0, count), storage))
        );
        Assert.Equal(7, checkpoint.Tensors["w"][count - 1].item<float>());
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("\n <html><body>Not found", "it is an HTML page")]
    [InlineData("<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "it is an HTML page")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:00", "git lfs pull")]
    [InlineData("{\"weights\": []}", "starts with the bytes 7B22776569676874")]
    public void What_is_often_found_in_a_checkpoints_place_is_named(string content, string reason) =>
        Refused(System.Text.Encoding.UTF8.GetBytes(content), reason);

    [Fact]
    public void A_missing_file_and_a_folder_are_named()
    {
        using TemporaryFolder folder = new();
        Assert.Contains(
            "does not exist",
            Assert.Throws<MetamerException>(() => Checkpoint.Read(folder["none.pt"])).Message
        );
        Assert.Contains("is a folder", Assert.Throws<MetamerException>(() => Checkpoint.Read(folder.Path)).Message);
        Assert.Contains(
            "does not exist",
            Assert.Throws<MetamerException>(() => Checkpoint.Read(folder["no/such/folder.pt"])).Message
        );
    }

    [Fact]
    public void A_refused_file_is_closed_and_leaves_no_tensor()
    {
        using TemporaryFolder folder = new();
        using DisposeScope scope = NewDisposeScope();
        byte[] pickle = new PickleBytes()
            .Raw("}(")
            .Text("good")
            .Tensor([4], [1], 0, 4, "torch FloatStorage")
            .Text("bad")
            .Tensor([5], [1], 0, 4, "torch FloatStorage")
            .Raw("u.")
            .Content;
        string path = folder.Write("half.pt", PickleBytes.Zip(pickle, Bytes(false)));
        Assert.Throws<MetamerException>(() => Checkpoint.Read(path));
        Assert.Equal(0, scope.DisposablesCount);
        File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
    }

    private static void Holds(byte[] file, CheckpointFormat format)
    {
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = Checkpoint.Read(folder.Write("file.bin", file));
        Assert.Equal(format, checkpoint.Format);
        Assert.Equal([1, 3.5f, -2, 4], checkpoint.Tensors["w"].data<float>().ToArray()); // stored transposed
    }

    private static void Refused(byte[] file, string reason)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("file.bin", file);
        MetamerException error = Assert.Throws<MetamerException>(() => Checkpoint.Read(path));
        Assert.Contains(path, error.Message);
        Assert.Contains(reason, error.Message);
    }

    private static byte[] Bytes(bool big)
    {
        byte[] bytes = new byte[4 * Values.Length];
        for (int i = 0; i < Values.Length; i++)
        {
            Span<byte> place = bytes.AsSpan(4 * i);
            if (big)
            {
                BinaryPrimitives.WriteSingleBigEndian(place, Values[i]);
            }
            else
            {
                BinaryPrimitives.WriteSingleLittleEndian(place, Values[i]);
            }
        }

        return bytes;
    }

    private static byte[] Count(long count, bool big)
    {
        byte[] bytes = BitConverter.GetBytes(count);
        return big ? [.. bytes.Reverse()] : bytes;
    }

    private static byte[] Archive(params (string Name, byte[] Content)[] records)
    {
        MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Array.ForEach(records, record => PickleBytes.Add(archive, record.Name, record.Content));
        }

        return stream.ToArray();
    }
}
