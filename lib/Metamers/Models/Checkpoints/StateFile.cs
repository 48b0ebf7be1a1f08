using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Checkpoints;

/// <summary>
/// The state of unfinished work, from which it is resumed to the same bits: a safetensors file whose metadata hold a
/// SHA-256 over all the rest, so that a changed bit is noticed and never computed with.
/// </summary>
internal static class StateFile
{
    private const string Seal = "sha256";

    /// <summary>Writes a state; atomically.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Any device; real-valued types.</param>
    /// <param name="metadata">The rest of the state.</param>
    /// <exception cref="MetamerException">The file cannot be written.</exception>
    public static void Write(
        string path,
        IReadOnlyDictionary<string, Tensor> tensors,
        IReadOnlyDictionary<string, string> metadata
    ) =>
        SafeTensors.Write(path, tensors, new Dictionary<string, string>(metadata) { [Seal] = Hash(tensors, metadata) });

    /// <summary>Reads a state and brings the work to it.</summary>
    /// <param name="path">A file that <see cref="Write"/> wrote.</param>
    /// <param name="restore">Takes the tensors, which are on the CPU and disposed of afterwards, and the rest.</param>
    /// <exception cref="MetamerException">
    /// The file was changed or damaged, or is not such a state; or what <paramref name="restore"/> throws.
    /// </exception>
    public static void Restore(
        string path,
        Action<IReadOnlyDictionary<string, Tensor>, IReadOnlyDictionary<string, string>> restore
    )
    {
        using DisposeScope scope = NewDisposeScope();
        (IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata) = SafeTensors.Read(
            path
        );
        Dictionary<string, string> rest = metadata.Where(entry => entry.Key != Seal).ToDictionary();
        if (metadata.GetValueOrDefault(Seal) != Hash(tensors, rest))
        {
            throw Wrong("its SHA-256 is not that of its content", null);
        }

        try
        {
            restore(tensors, rest);
        }
        catch (Exception error)
            when (error
                    is KeyNotFoundException
                        or JsonException
                        or FormatException
                        or ArgumentException
                        or ExternalException
                        or IndexOutOfRangeException
            )
        {
            throw Wrong(error.Message, error);
        }

        MetamerException Wrong(string what, Exception? cause) =>
            new(
                $"{path} is not the state that was saved: {what}. It was changed, damaged, or written by another "
                    + "version of Metamers. Restore it from a backup, or delete it to start afresh.",
                cause
            );
    }

    private static string Hash(
        IReadOnlyDictionary<string, Tensor> tensors,
        IReadOnlyDictionary<string, string> metadata
    )
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string key, string value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            Add($"{key.Length} {value.Length} {key}{value}");
        }

        foreach ((string name, Tensor tensor) in tensors.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            Add($"{name.Length} {name} {tensor.dtype} {string.Join(',', tensor.shape)} ");
            TensorBytes.Write(tensor, hash.AppendData);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));
    }
}
