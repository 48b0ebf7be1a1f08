using System.IO.Compression;
using System.Text;
using Metamers.Models.Checkpoints.Parts;
using static TorchSharp.torch;

namespace Metamers.Models.Checkpoints;

/// <summary>
/// PyTorch's format since 1.6: an archive of one folder, with the pickle <c>data.pkl</c>, a record <c>data/KEY</c> for
/// each storage and, since 2.1, <c>byteorder</c>. Its records are not compressed; those of a repacked archive may be.
/// </summary>
internal static class PyTorchZip
{
    private const string Pickle = "data.pkl";
    private const int LargestPickle = 256 << 20;
    private const int MostExpansion = 1032; // the most that deflate can do

    /// <summary>The weights of a file, by the names in the file.</summary>
    public static IReadOnlyDictionary<string, Tensor> Read(
        FileStream stream,
        CheckpointSource source,
        Func<IReadOnlyList<WeightGroup>, WeightGroup> choose
    )
    {
        using ZipArchive archive = Open(stream, source);
        Dictionary<string, ZipArchiveEntry> records = Records(archive, source);
        string[] pickles =
        [
            .. records.Keys.Where(name =>
                name == Pickle
                || (name.EndsWith("/" + Pickle, StringComparison.Ordinal) && name.Count(c => c == '/') == 1)
            ),
        ];
        if (pickles.Length != 1)
        {
            throw source.Refused(
                $"it is a zip archive with {pickles.Length} records named {Pickle}, not one; it was not written by "
                    + "torch.save. "
                    + "If it is a packed folder, unpack it and name the file in it."
            );
        }

        string folder = pickles[0][..^Pickle.Length];
        if (records.ContainsKey(folder + "constants.pkl"))
        {
            throw source.Refused(
                "it is a TorchScript program, not a checkpoint. In Python: "
                    + "torch.save(torch.jit.load(path).state_dict(), new_path)."
            );
        }

        bool bigEndian =
            records.TryGetValue(folder + "byteorder", out ZipArchiveEntry? order)
            && Encoding.ASCII.GetString(Content(order, 16, source)).Trim() == "big";
        object? root = new PickleReader(
            new MemoryStream(Content(records[pickles[0]], LargestPickle, source)),
            source
        ).Read();
        TensorBuilder builder = new(
            storage => (Storage(records.GetValueOrDefault($"{folder}data/{storage.Key}"), storage, source), bigEndian),
            source
        );
        return WeightDictionary
            .Find(root, source, choose)
            .ToDictionary(weight => weight.Key, weight => builder.Build(weight.Key, weight.Value));
    }

    private static ZipArchive Open(FileStream stream, CheckpointSource source)
    {
        try
        {
            return new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException error)
        {
            throw source.Damaged("the list of its records, at the end of the file, is missing or broken.", error);
        }
    }

    private static Dictionary<string, ZipArchiveEntry> Records(ZipArchive archive, CheckpointSource source)
    {
        Dictionary<string, ZipArchiveEntry> records = [];
        Int128 packed = 0;
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            packed += entry.CompressedLength;
            if (!records.TryAdd(entry.FullName, entry))
            {
                throw source.Damaged($"it has two records named '{CheckpointSource.Shown(entry.FullName)}'.");
            }

            if (entry.Length > (Int128)MostExpansion * entry.CompressedLength)
            {
                throw source.Damaged(
                    $"its record '{CheckpointSource.Shown(entry.FullName)}' claims {entry.Length} bytes "
                        + $"from {entry.CompressedLength}."
                );
            }
        }

        return packed <= source.Length ? records : throw source.Damaged("its records overlap.");
    }

    /// <summary>Reads a small record as a whole.</summary>
    private static byte[] Content(ZipArchiveEntry entry, long most, CheckpointSource source)
    {
        if (entry.Length > Math.Min(most, source.Budget))
        {
            throw source.Refused(
                $"its record '{CheckpointSource.Shown(entry.FullName)}' is {entry.Length} bytes long; at "
                    + $"most {most} are allowed."
            );
        }

        byte[] content = new byte[entry.Length];
        using Stream stream = entry.Open();
        stream.ReadExactly(content);
        return content;
    }

    private static Stream Storage(ZipArchiveEntry? entry, StorageReference storage, CheckpointSource source)
    {
        long expected = storage.Count * storage.Type.Bytes; // bounded by the builder
        return entry is not null && entry.Length == expected
            ? entry.Open()
            : throw source.Damaged(
                $"storage '{CheckpointSource.Shown(storage.Key)}' should have {expected} bytes and "
                    + (entry is null ? "is missing." : $"has {entry.Length}.")
            );
    }
}
