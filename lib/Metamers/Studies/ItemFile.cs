using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Metamers.Models.Checkpoints;
using Metamers.Runtime;
using Metamers.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Studies;

/// <summary>
/// The metamers of one piece of work as one safetensors file: the tensors <c>metamers</c> and <c>references</c> (N,
/// shape of a stimulus), float32, and as metadata the content of each one's metamer.json, without a time; also the
/// SHA-256 of everything. The same metamers give the same bytes.
/// </summary>
internal static class ItemFile
{
    private const string Metamers = "metamers";
    private const string References = "references";
    private const string Hash = "sha256";

    public static void Write(string path, MetamerSet metamers)
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> tensors = new()
        {
            [Metamers] = stack([.. metamers.Select(metamer => metamer.Values)]),
            [References] = stack([.. metamers.Select(metamer => metamer.Reference.Values)]),
        };
        Dictionary<string, string> metadata = metamers
            .Index()
            .ToDictionary(
                entry => Key(entry.Index),
                entry =>
                    (
                        MetamerDocument.From(entry.Item, new Dictionary<string, string>()) with
                        {
                            Created = null,
                        }
                    ).ToJson()
            );
        metadata[Hash] = HashOf(tensors, metadata);
        SafeTensors.Write(path, tensors, metadata);
    }

    /// <exception cref="MetamerException">
    /// The file is damaged, or holds other metamers than those of the item.
    /// </exception>
    public static MetamerSet Read(string path, StudyItem item)
    {
        using DisposeScope scope = NewDisposeScope();
        (IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata) = SafeTensors.Read(
            path
        );
        if (
            !tensors.TryGetValue(Metamers, out Tensor? values)
            || !tensors.TryGetValue(References, out Tensor? references)
            || metadata.GetValueOrDefault(Hash) != HashOf(tensors, metadata)
        )
        {
            throw new MetamerException($"{path} is not the file that was saved.");
        }

        MetamerSet metamers = new(
            Enumerable
                .Range(0, (int)values.shape[0])
                .Select(i => MetamerDocument.FromJson(metadata[Key(i)], path).ToMetamer(values[i], references[i], path))
        );
        return
            metamers.Count == item.Count
            && metamers.All(metamer => metamer.Stage == item.Stage && metamer.Model.Key == item.Network)
            ? metamers
            : throw new MetamerException($"{path} holds other metamers than its name says ({item}).");
    }

    private static string Key(int index) => string.Create(CultureInfo.InvariantCulture, $"metamer_{index:D4}");

    private static string HashOf(
        IReadOnlyDictionary<string, Tensor> tensors,
        IReadOnlyDictionary<string, string> metadata
    )
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, Tensor tensor) in tensors.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {string.Join(' ', tensor.shape)}\n"));
            TensorBytes.Write(tensor, hash.AppendData);
        }

        foreach (
            (string key, string value) in metadata
                .Where(entry => entry.Key != Hash)
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
        )
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{key} {value}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
