using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Metamers.Runtime;
using static TorchSharp.torch;

namespace Metamers.Models.Checkpoints;

/// <summary>
/// The safetensors format (https://github.com/huggingface/safetensors, "Format"): a little-endian 64-bit header length,
/// a JSON header with type, shape and byte offsets by name, then the raw little-endian values.
/// </summary>
internal static class SafeTensors
{
    /// <summary>The entry of the header that is not a tensor.</summary>
    internal const string Metadata = "__metadata__";

    /// <summary>The format's name of each type.</summary>
    internal static readonly IReadOnlyDictionary<ScalarType, string> Names = new Dictionary<ScalarType, string>
    {
        [ScalarType.Float64] = "F64",
        [ScalarType.Float32] = "F32",
        [ScalarType.Float16] = "F16",
        [ScalarType.BFloat16] = "BF16",
        [ScalarType.Int64] = "I64",
        [ScalarType.Int32] = "I32",
        [ScalarType.Int16] = "I16",
        [ScalarType.Int8] = "I8",
        [ScalarType.Byte] = "U8",
        [ScalarType.Bool] = "BOOL",
    };

    /// <summary>Writes tensors, ordered by name, under a temporary name and renames the file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="tensors">Any device; real-valued types.</param>
    /// <param name="metadata">Free text by key, stored in the header.</param>
    /// <exception cref="MetamerException">
    /// A type that the format does not have, or a disk that cannot be written.
    /// </exception>
    public static void Write(
        string path,
        IReadOnlyDictionary<string, Tensor> tensors,
        IReadOnlyDictionary<string, string>? metadata = null
    )
    {
        JsonObject header = [];
        if (metadata is { Count: > 0 })
        {
            header[Metadata] = new JsonObject(
                metadata
                    .OrderBy(m => m.Key, StringComparer.Ordinal)
                    .Select(m => KeyValuePair.Create(m.Key, (JsonNode?)JsonValue.Create(m.Value)))
            );
        }

        (string Name, Tensor Tensor)[] ordered =
        [
            .. tensors.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => (t.Key, t.Value)),
        ];
        long offset = 0;
        foreach ((string name, Tensor tensor) in ordered)
        {
            if (!Names.TryGetValue(tensor.dtype, out string? type))
            {
                throw new MetamerException(
                    $"Cannot write '{name}' to {path}: safetensors has no type {tensor.dtype}. "
                        + $"Allowed: {string.Join(", ", Names.Keys)}."
                );
            }

            long end = offset + tensor.numel() * tensor.element_size();
            header[name] = new JsonObject
            {
                ["dtype"] = type,
                ["shape"] = new JsonArray([.. tensor.shape.Select(length => (JsonNode?)JsonValue.Create(length))]),
                ["data_offsets"] = new JsonArray(offset, end),
            };
            offset = end;
        }

        byte[] json = Encoding.UTF8.GetBytes(header.ToJsonString());
        int padded = (json.Length + 7) / 8 * 8; // the values start 8-byte aligned
        AtomicFile.Write(
            path,
            stream =>
            {
                Span<byte> length = stackalloc byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(length, padded);
                stream.Write(length);
                stream.Write(json);
                stream.Write(Encoding.ASCII.GetBytes(new string(' ', padded - json.Length)));
                foreach ((_, Tensor tensor) in ordered)
                {
                    TensorBytes.Write(tensor, stream.Write);
                }
            }
        );
    }

    /// <summary>Reads a file; every offset is checked against the file's size before anything is allocated.</summary>
    /// <param name="path">A safetensors file.</param>
    /// <returns>The tensors, on the CPU, and the header's metadata.</returns>
    /// <exception cref="MetamerException">The file is missing or not well formed.</exception>
    public static (IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(
        string path
    ) => CheckpointSource.Open(path, SafeTensorsReader.Read);
}
