using System.Buffers.Binary;
using System.Text.Json;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Checkpoints;

/// <summary>Reads the safetensors format; the whole header is checked before the first tensor is made.</summary>
internal static class SafeTensorsReader
{
    private const int LengthBytes = 8;
    private const int LongestHeader = 100_000_000; // the reference implementation's limit
    private const int MostDimensions = 64;

    /// <summary>The tensors, in the order of the header, and the metadata.</summary>
    public static (IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(
        FileStream stream,
        CheckpointSource source
    )
    {
        (Entry[] entries, Dictionary<string, string> metadata) = ReadHeader(stream, source);
        long start = stream.Position;
        CheckLayout(entries, source.Length - start, source);
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> tensors = [];
        foreach (Entry entry in entries)
        {
            stream.Position = start + entry.Begin;
            tensors[entry.Name] = TensorBytes.Read(stream, entry.Shape, entry.Type).MoveToOuterDisposeScope();
        }

        return (tensors, metadata);
    }

    private static (Entry[] Entries, Dictionary<string, string> Metadata) ReadHeader(
        FileStream stream,
        CheckpointSource source
    )
    {
        byte[] start = new byte[LengthBytes];
        stream.ReadExactly(start);
        long length = BinaryPrimitives.ReadInt64LittleEndian(start);
        if (length < 2 || length > Math.Min(source.Length - LengthBytes, LongestHeader))
        {
            throw source.Damaged($"its header would be {length} bytes long.");
        }

        byte[] json = new byte[length];
        stream.ReadExactly(json);
        try
        {
            using JsonDocument header = JsonDocument.Parse(
                json,
                new JsonDocumentOptions { AllowDuplicateProperties = false }
            );
            List<Entry> entries = [];
            Dictionary<string, string> metadata = [];
            foreach (JsonProperty property in header.RootElement.EnumerateObject())
            {
                if (property.Name == SafeTensors.Metadata)
                {
                    metadata = ReadMetadata(property.Value);
                }
                else
                {
                    entries.Add(ReadEntry(property, source));
                }
            }

            return ([.. entries], metadata);
        }
        catch (Exception error)
            when (error is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw source.Damaged($"its header is not the JSON of a safetensors file: {error.Message}", error);
        }
    }

    /// <summary>
    /// Texts, as the format says; some programs write numbers, nested values or nothing at all, which are kept as JSON.
    /// </summary>
    private static Dictionary<string, string> ReadMetadata(JsonElement metadata) =>
        metadata.ValueKind == JsonValueKind.Null
            ? []
            : metadata
                .EnumerateObject()
                .ToDictionary(
                    m => m.Name,
                    m =>
                        m.Value.ValueKind switch
                        {
                            JsonValueKind.String => m.Value.GetString()!,
                            JsonValueKind.Null => "",
                            _ => m.Value.GetRawText(),
                        }
                );

    private static Entry ReadEntry(JsonProperty property, CheckpointSource source)
    {
        string name = CheckpointSource.Shown(property.Name);
        if (property.Name.Length > CheckpointSource.LongestName)
        {
            throw source.Damaged(
                $"the name '{name}' has {property.Name.Length} characters; at most {CheckpointSource.LongestName} are "
                    + "read."
            );
        }

        string typeName = property.Value.GetProperty("dtype").GetString() ?? "";
        (ScalarType type, string known) = SafeTensors.Names.FirstOrDefault(n => n.Value == typeName);
        if (known is null)
        {
            throw source.Refused(
                $"'{name}' has the type '{CheckpointSource.Shown(typeName)}'. "
                    + $"Allowed: {string.Join(", ", SafeTensors.Names.Values)}."
            );
        }

        long[] shape = [.. property.Value.GetProperty("shape").EnumerateArray().Select(n => n.GetInt64())];
        long[] offsets = [.. property.Value.GetProperty("data_offsets").EnumerateArray().Select(n => n.GetInt64())];
        Int128 size = type.ElementSize();
        Int128 dimensions = size; // as size, but an empty dimension does not hide an absurd one next to it
        foreach (long n in shape)
        {
            size *= n;
            dimensions *= Math.Max(n, 1);
            if (n < 0 || dimensions > long.MaxValue)
            {
                throw Impossible();
            }
        }

        return offsets is [>= 0 and var begin, var end] && (Int128)end - begin == size && shape.Length <= MostDimensions
            ? new Entry(property.Name, type, shape, begin, end)
            : throw Impossible();

        Exception Impossible() =>
            source.Damaged(
                $"'{name}' claims bytes [{string.Join(", ", offsets)}] for the shape "
                    + $"[{string.Join(", ", shape.Take(MostDimensions))}] of {typeName}."
            );
    }

    /// <summary>
    /// Each tensor starts where the previous one ends, and the last ends with the file, as the format requires.
    /// </summary>
    private static void CheckLayout(Entry[] entries, long bytes, CheckpointSource source)
    {
        long end = 0;
        foreach (Entry entry in entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin != end || entry.End > bytes)
            {
                throw source.Damaged(
                    $"'{CheckpointSource.Shown(entry.Name)}' claims bytes {entry.Begin} to {entry.End} of {bytes}, "
                        + $"but the previous tensor ends at {end}."
                );
            }

            end = entry.End;
        }

        if (end != bytes)
        {
            throw source.Damaged($"it contains {bytes} bytes of values, but its header describes {end}.");
        }
    }

    private sealed record Entry(string Name, ScalarType Type, long[] Shape, long Begin, long End);
}
