using System.Security.Cryptography;
using Metamers.Models;
using Metamers.Models.Checkpoints;
using Metamers.Runtime;
using Metamers.Stimuli;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Synthesis;

/// <summary>
/// Metamers as folders: <c>metamer.png</c> and <c>reference.png</c> (8 bits, value × 255 truncated, as published; to
/// look at), or <c>metamer.wav</c> and <c>reference.wav</c> (float32 at the original level, as published; to listen
/// to); <c>exact.safetensors</c> (both as float32, for computing) and <c>metamer.json</c> (how it was made, how well it
/// matches, and the SHA-256 of the other files). A folder is written whole or not at all (<see cref="AtomicFolder"/>).
/// Folders of all earlier versions are read.
/// </summary>
internal static class MetamerStore
{
    internal const string Description = "metamer.json";
    private const string Exact = "exact.safetensors";

    private static readonly string[] Known =
    [
        Description,
        Exact,
        .. Copies(StimulusKind.Picture),
        .. Copies(StimulusKind.Sound(1)),
    ];

    /// <summary>Writes a metamer to a folder.</summary>
    /// <param name="metamer">The metamer, judged or not.</param>
    /// <param name="folder">The folder to make; it may exist if it is empty.</param>
    /// <param name="overwrite">
    /// Whether an existing metamer is replaced. A folder that holds anything else is never replaced.
    /// </param>
    /// <exception cref="MetamerException">
    /// The folder is already used or cannot be written; nothing was changed.
    /// </exception>
    public static void Save(Metamer metamer, string folder, bool overwrite = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        AtomicFolder.Recover(folder);
        CheckFree(folder, overwrite);
        Write(metamer, folder, null);
    }

    /// <summary>
    /// Saves a metamer unless, when no other process writes there, the folder already holds what it should.
    /// </summary>
    internal static void SaveUnless(Func<bool> isDone, Metamer metamer, string folder) =>
        Write(metamer, folder, isDone);

    private static void Write(Metamer metamer, string folder, Func<bool>? isDone) =>
        AtomicFolder.Write(
            folder,
            place =>
            {
                string[] copies = Copies(metamer.Reference.Kind);
                metamer.Reference.Kind.Write(Path.Combine(place, copies[0]), metamer.Values);
                metamer.Reference.Kind.Write(Path.Combine(place, copies[1]), metamer.Reference.Values);
                Dictionary<string, Tensor> exact = new()
                {
                    ["metamer"] = metamer.Values,
                    ["reference"] = metamer.Reference.Values,
                };
                SafeTensors.Write(Path.Combine(place, Exact), exact);
                Dictionary<string, string> hashes = copies
                    .Append(Exact)
                    .ToDictionary(name => name, name => Hash(Path.Combine(place, name)));
                AtomicFile.WriteText(Path.Combine(place, Description), MetamerDocument.From(metamer, hashes).ToJson());
            },
            isDone
        );

    /// <summary>Reads a metamer and checks that nothing in its folder was changed.</summary>
    /// <param name="folder">A folder that <see cref="Save"/> wrote.</param>
    /// <param name="expected">
    /// The network that the metamer must belong to (<see cref="ModelIdentity.Compute"/>), or null for any.
    /// </param>
    /// <returns>The metamer, bit for bit as it was saved.</returns>
    /// <exception cref="MetamerException">
    /// A file is missing or was changed, a picture or sound disagrees with its exact values, or the format or the
    /// network is not the expected one.
    /// </exception>
    public static Metamer Load(string folder, ModelIdentity? expected = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        AtomicFolder.Recover(folder);
        MetamerDocument document = ReadDescription(folder);
        CheckModel(folder, document.Model, expected);
        string[] copies = Copies(StimulusKind.From(document.SamplingRate));
        foreach (string name in copies.Prepend(Exact))
        {
            CheckHash(folder, name, document.Files);
        }

        using DisposeScope scope = NewDisposeScope();
        IReadOnlyDictionary<string, Tensor> exact = SafeTensors.Read(Path.Combine(folder, Exact)).Tensors;
        if (
            !exact.TryGetValue(document.TensorName, out Tensor? values)
            || !exact.TryGetValue("reference", out Tensor? reference)
        )
        {
            throw new MetamerException(
                $"{Path.Combine(folder, Exact)} holds {string.Join(", ", exact.Keys)}; a metamer's file "
                    + $"holds {document.TensorName} and reference. Make the metamer again."
            );
        }

        Metamer metamer = document.ToMetamer(values, reference, Path.Combine(folder, Description));
        metamer.Reference.Kind.CheckFile(Path.Combine(folder, copies[0]), metamer.Values);
        metamer.Reference.Kind.CheckFile(Path.Combine(folder, copies[1]), metamer.Reference.Values);
        return metamer;
    }

    private static void CheckFree(string folder, bool overwrite)
    {
        if (File.Exists(folder))
        {
            throw new MetamerException($"{folder} is a file; a metamer is saved as a folder. Name another place.");
        }

        string[] inside = Directory.Exists(folder)
            ? [.. Directory.GetFileSystemEntries(folder).Select(path => Path.GetFileName(path)!)]
            : [];
        string[] foreign = [.. inside.Except(Known)];
        if (foreign.Length > 0)
        {
            throw new MetamerException(
                $"{folder} holds {foreign.Length} other file{(foreign.Length == 1 ? "" : "s")} or folders "
                    + $"({string.Join(", ", foreign.Order(StringComparer.Ordinal).Take(3))}) "
                    + "and would be replaced whole. Name a folder for this metamer alone."
            );
        }

        if (inside.Length > 0 && !overwrite)
        {
            throw new MetamerException(
                $"{folder} already holds a metamer. Name another folder, or replace it with overwrite: true."
            );
        }
    }

    private static MetamerDocument ReadDescription(string folder)
    {
        string path = Path.Combine(folder, Description);
        if (!File.Exists(path))
        {
            throw new MetamerException(
                Directory.Exists(folder)
                    ? (
                        $"The folder {folder} has no {Description}, so it is not a saved metamer. Name the folder that "
                        + "was given to Save."
                    )
                    : $"There is no folder {Path.GetFullPath(folder)}. Name the folder that was given to Save."
            );
        }

        return MetamerDocument.FromJson(JsonText.FromFile(path), path);
    }

    private static void CheckModel(string folder, ModelIdentity found, ModelIdentity? expected)
    {
        if (expected is not null && !expected.IsSameNetworkAs(found))
        {
            throw new MetamerException(
                $"The metamer in {folder} was made for {found.Name} with the weights {found.WeightsSha256}; it "
                    + "should have been made for "
                    + $"{expected.Name} with the weights {expected.WeightsSha256}. Load the network that it was made "
                    + "for, or make the metamer again."
            );
        }
    }

    private static void CheckHash(string folder, string name, IReadOnlyDictionary<string, string> hashes)
    {
        string path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            throw new MetamerException(
                $"{name} is missing in {folder}. Restore the folder from a copy, or make the metamer again."
            );
        }

        string actual = Hash(path);
        if (hashes.GetValueOrDefault(name) != actual)
        {
            throw new MetamerException(
                $"{path} is not the file that was saved: its SHA-256 is {actual}, and {Description} "
                    + $"says {hashes.GetValueOrDefault(name) ?? "nothing about it"}. "
                    + "Restore the folder from a copy, or make the metamer again."
            );
        }
    }

    private static string[] Copies(StimulusKind kind) => ["metamer" + kind.Extension, "reference" + kind.Extension];

    private static string Hash(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
