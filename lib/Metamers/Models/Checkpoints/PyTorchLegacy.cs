using System.Buffers.Binary;
using System.Numerics;
using Metamers.Models.Checkpoints.Parts;
using static TorchSharp.torch;

namespace Metamers.Models.Checkpoints;

/// <summary>
/// PyTorch's format before 1.6: the pickles of a magic number, a version, the machine that wrote the file, the saved
/// object and the storages' keys; then each storage as its number of values (64 bits) and its values. PyTorch writes
/// both little-endian on every machine; a file whose counts are big-endian is read as big-endian throughout.
/// </summary>
internal static class PyTorchLegacy
{
    private const long Version = 1001;

    private static readonly BigInteger Magic = BigInteger.Parse(
        "1950a86a20f9469cfc6c",
        System.Globalization.NumberStyles.HexNumber
    );

    /// <summary>The weights of a file, by the names in the file.</summary>
    public static IReadOnlyDictionary<string, Tensor> Read(
        FileStream stream,
        CheckpointSource source,
        Func<IReadOnlyList<WeightGroup>, WeightGroup> choose
    )
    {
        if (!Magic.Equals(new PickleReader(stream, source).Read()))
        {
            throw source.Refused(
                "it is a Python pickle, but not one written by torch.save. Allowed are safetensors and files "
                    + "written by torch.save."
            );
        }

        if (new PickleReader(stream, source).Read() is not Version)
        {
            throw source.Refused(
                $"it has another version of PyTorch's old format than {Version}. Save it again with a later PyTorch."
            );
        }

        bool bigEndianMachine =
            new PickleReader(stream, source).Read() is PickleDictionary machine
            && machine.Entries.GetValueOrDefault("little_endian") is false;
        PickleReader pickle = new(stream, source);
        object? root = pickle.Read();
        Dictionary<string, (long Position, bool BigEndian)> places = Places(
            stream,
            pickle.Storages,
            bigEndianMachine,
            source
        );
        TensorBuilder builder = new(
            storage =>
            {
                FileStream bytes = File.OpenRead(source.Path);
                bytes.Position = places[storage.Key].Position;
                return (bytes, places[storage.Key].BigEndian);
            },
            source
        );
        return WeightDictionary
            .Find(root, source, choose)
            .ToDictionary(weight => weight.Key, weight => builder.Build(weight.Key, weight.Value));
    }

    /// <summary>The position of each storage's values, all of them checked to be inside the file.</summary>
    private static Dictionary<string, (long Position, bool BigEndian)> Places(
        FileStream stream,
        IReadOnlyDictionary<string, StorageReference> storages,
        bool bigEndianMachine,
        CheckpointSource source
    )
    {
        if (new PickleReader(stream, source).Read() is not List<object?> keys || keys.Count != storages.Count)
        {
            throw source.Damaged($"it does not list the {storages.Count} storages that it refers to.");
        }

        Dictionary<string, (long, bool)> places = [];
        byte[] written = new byte[8];
        foreach (object? key in keys)
        {
            if (key is not string name || !storages.TryGetValue(name, out StorageReference? storage))
            {
                throw source.Damaged($"it lists a storage '{CheckpointSource.Shown($"{key}")}' that nothing uses.");
            }

            stream.ReadExactly(written);
            bool little = BinaryPrimitives.ReadInt64LittleEndian(written) == storage.Count;
            bool big = bigEndianMachine && BinaryPrimitives.ReadInt64BigEndian(written) == storage.Count;
            Int128 end = stream.Position + (Int128)storage.Count * storage.Type.Bytes;
            if (!(little || big) || end > source.Length || !places.TryAdd(name, (stream.Position, !little)))
            {
                throw source.Damaged(
                    $"storage '{CheckpointSource.Shown(name)}' should have {storage.Count} values "
                        + $"of {storage.Type.Bytes} bytes "
                        + $"from byte {stream.Position}, but does not."
                );
            }

            stream.Position = (long)end;
        }

        return places;
    }
}
