using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Metamers.Models.Checkpoints;
using Metamers.Runtime;
using Metamers.Stimuli;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models;

/// <summary>The networks that this project knows, by key.</summary>
public static partial class ModelZoo
{
    private const string Subfolder = "checkpoints";

    /// <summary>All networks, those of the CIFAR-10 family first.</summary>
    public static IReadOnlyList<ModelCard> Cards => ModelCards.All;

    /// <summary>The card of a network.</summary>
    /// <param name="key">Its key, e.g. <c>resnet50</c>.</param>
    /// <exception cref="MetamerException">No such key; the message names the nearest ones.</exception>
    public static ModelCard Find(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Cards.FirstOrDefault(card => card.Key == key) ?? throw new MetamerException(
            $"There is no network '{key}'. Did you mean {string.Join(", ", Cards.Select(card => card.Key).OrderBy(k => EditDistance.Between(key, k)).Take(3))}? "
            + $"All keys: {string.Join(", ", Cards.Select(card => card.Key))}.");
    }

    /// <summary>A network with random weights, ready to be trained or frozen. Torch's own random state stays as it was.</summary>
    /// <param name="key">Key of a card.</param>
    /// <param name="seed">The weights follow from it.</param>
    /// <exception cref="MetamerException">No such key.</exception>
    public static StagedModel Build(string key, long seed)
    {
        ModelCard card = Find(key);
        using Tensor state = random.get_rng_state();
        try
        {
            manual_seed(seed);
            return card.Create();
        }
        finally
        {
            random.set_rng_state(state);
        }
    }

    /// <summary>A network with its trained weights, frozen (<see cref="StagedModel.Freeze"/>).</summary>
    /// <param name="key">Key of a card.</param>
    /// <param name="device">Where it shall live; the CPU where null.</param>
    /// <exception cref="MetamerException">
    /// No such key; no weights belong to it; their file is not found or damaged (the message says where it was looked for
    /// and how to get it); or it does not fit.
    /// </exception>
    public static StagedModel Load(string key, Device? device = null)
    {
        string path = RequireCheckpoint(Find(key));
        StagedModel model = Build(key, seed: 0);
        try
        {
            Checkpoint.Load(model, path);
            using FileStream stream = File.OpenRead(path);
            (model.Key, model.CheckpointSha256) = (key, Convert.ToHexStringLower(SHA256.HashData(stream)));
            return model.to(device ?? CPU).Freeze();
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Path of a network's weights, or null where they are not on this computer or the card has none.</summary>
    /// <param name="card">A card.</param>
    /// <exception cref="MetamerException">The only copies found are damaged.</exception>
    public static string? FindCheckpoint(ModelCard card) =>
        card.Checkpoint is not string file ? null
        : InManifest(file) ? DataFiles.Find(file)
        : Places(file).FirstOrDefault(File.Exists) is string path ? WithRightHash(path, card) : null;

    private static string RequireCheckpoint(ModelCard card)
    {
        if (card.Checkpoint is not string file)
        {
            string[] trained = [.. Cards.Where(c => c.Architecture == card.Architecture && c.Checkpoint is not null).Select(c => c.Key)];
            throw new MetamerException($"'{card.Key}' is an architecture without trained weights. "
                + (trained.Length > 0 ? $"Trained networks of this architecture: {string.Join(", ", trained)}. " : "")
                + $"For random weights call ModelZoo.Build(\"{card.Key}\", seed), for your own build it and call Checkpoint.Load.");
        }

        return FindCheckpoint(card) ?? (InManifest(file) ? DataFiles.Require(file) : throw Missing(card));
    }

    internal static MetamerException Missing(ModelCard card)
    {
        string file = card.Checkpoint!;
        StringBuilder text = new($"The weights of '{card.Key}' ({file}) were not found. Looked for:\n");
        text.AppendJoin('\n', Places(file).Select(place => $"  {place}"));
        text.Append(card.CheckpointUrl is string url
            ? $"\nFetch them from {url} and put them at one of these places."
            : "\nThey are part of the project: get that file from its repository (git checkout data/checkpoints), or put it at one of these places.");
        return new MetamerException(text.ToString());
    }

    private static bool InManifest(string file) => DataFiles.All.Any(entry => entry.Name == file);

    private static IEnumerable<string> Places(string file) =>
        DataFiles.Folders.Select(folder => Path.Combine(folder.Path, Subfolder, file));

    /// <summary>The name of a published file ends in the first digits of its SHA-256, by which a bad download shows.</summary>
    private static string WithRightHash(string path, ModelCard card)
    {
        if (HashInName().Match(Path.GetFileName(path)) is { Success: true } match)
        {
            using FileStream stream = File.OpenRead(path);
            string hash = Convert.ToHexStringLower(SHA256.HashData(stream));
            if (!hash.StartsWith(match.Groups[1].Value, StringComparison.Ordinal))
            {
                throw new MetamerException(
                    $"{path} ({stream.Length:N0} bytes) is damaged or another file: its SHA-256 starts with {hash[..8]}, its name says {match.Groups[1].Value}. "
                    + $"Delete it and fetch it again{(card.CheckpointUrl is string url ? $" from {url}" : "")}.");
            }
        }

        return path;
    }

    [GeneratedRegex("-([0-9a-f]{8})\\.")]
    private static partial Regex HashInName();
}
