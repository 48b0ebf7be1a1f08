using System.Security.Cryptography;
using System.Text;
using Metamers.Models.Checkpoints;
using Metamers.Runtime;
using Metamers.Stimuli.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Zoo;

/// <summary>The networks that this project knows, by key.</summary>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// Console.WriteLine(ModelZoo.Find("resnet20-standard-seed0").Accuracy);
/// model
/// </code>
/// </example>
public static class ModelZoo
{
    private const string Subfolder = "checkpoints";

    /// <summary>All networks: first those for CIFAR-10 and spoken digits, last those of the paper.</summary>
    public static IReadOnlyList<ModelCard> Cards { get; } = [.. ModelCards.All, .. PaperCards.All];

    /// <summary>The card of a network.</summary>
    /// <param name="key">Its key, e.g. <c>resnet50</c>, or its name in the paper's data, e.g. <c>vgg_19</c>.</param>
    /// <exception cref="MetamerException">There is no such key; the message names the nearest ones.</exception>
    public static ModelCard Find(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (Cards.FirstOrDefault(card => card.Key == key || card.PaperKey == key) is { } found)
        {
            return found;
        }

        string[] keys = [.. Cards.Select(card => card.Key)];
        IEnumerable<string> nearest = keys.OrderBy(other => EditDistance.Between(key, other)).Take(3);
        throw new MetamerException(
            $"There is no network '{key}'. Did you mean {string.Join(", ", nearest)}? "
                + $"All keys: {string.Join(", ", keys)}."
        );
    }

    /// <summary>
    /// A network with random weights, ready to be trained or frozen. Torch's own random state does not change.
    /// </summary>
    /// <param name="key">Key of a card.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <exception cref="MetamerException">There is no such key.</exception>
    public static StagedModel Build(string key, long seed)
    {
        ModelCard card = Find(key);
        if (card.Package is not null)
        {
            throw new MetamerException(
                $"'{key}' exists only with its trained weights, in the package {card.Package}. Call "
                    + $"ModelZoo.Load(\"{key}\")."
            );
        }

        using SeededTorch seeded = new(seed);
        StagedModel model = card.Create();
        model.Card = new NetworkCard
        {
            Name = $"{card.Architecture}, random weights of seed {seed}",
            Input = model.Input,
            ClassNames = card.ClassNames,
            Citation = card.Citation,
        };
        return model;
    }

    /// <summary>A network with its trained weights, frozen (<see cref="StagedModel.Freeze"/>).</summary>
    /// <param name="key">Key of a card.</param>
    /// <param name="device">The device to load it onto; the CPU if null.</param>
    /// <exception cref="MetamerException">
    /// There is no such key; the network has no weights; their file is not found or is damaged (the message says where
    /// it was looked for and how to get it); or the file does not fit the network.
    /// </exception>
    public static StagedModel Load(string key, Device? device = null)
    {
        ModelCard card = Find(key);
        if (card.Package is not null)
        {
            return LoadPackaged(card, device);
        }

        string path = RequireCheckpoint(card);
        string[] readout = card.ReadoutCheckpoint is string file ? [RequireReadout(card, file)] : [];
        StagedModel model = Build(key, seed: 0);
        try
        {
            CheckpointOptions asOnCard = new() { Normalization = NormalizationSource.Network };
            Checkpoint.Load(model, asOnCard, [path, .. readout]);
            using FileStream stream = File.OpenRead(path);
            model.Card = card;
            (model.Key, model.CheckpointSha256) = (card.Key, Convert.ToHexStringLower(SHA256.HashData(stream)));
            return model.to(device ?? CPU).Freeze();
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Path of a network's weights; null if they are not on this computer or the card has none.</summary>
    /// <param name="card">A card.</param>
    /// <exception cref="MetamerException">The only copies found are damaged.</exception>
    public static string? FindCheckpoint(ModelCard card) =>
        card.Package is not null ? PackagedNetwork.Find()
        : card.Checkpoint is not string file ? null
        : InManifest(file) ? DataFiles.Find(file)
        : Places(file).FirstOrDefault(File.Exists) is string path ? CheckpointHash.Verified(path, card)
        : null;

    /// <summary>Path of a readout that is stored separately; null if it is not on this computer.</summary>
    internal static string? FindReadout(string file) => Places(file).FirstOrDefault(File.Exists);

    private static StagedModel LoadPackaged(ModelCard card, Device? device)
    {
        StagedModel model = card.Create();
        try
        {
            using FileStream stream = File.OpenRead(PackagedNetwork.Find()!);
            model.Card = model.HasDecision ? card : PackagedCards.WithoutReadout(card);
            (model.Key, model.CheckpointSha256) = (card.Key, Convert.ToHexStringLower(SHA256.HashData(stream)));
            return model.to(device ?? CPU).Freeze();
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static string RequireCheckpoint(ModelCard card)
    {
        if (card.Checkpoint is not string file)
        {
            string[] trained =
            [
                .. Cards.Where(c => c.Architecture == card.Architecture && c.Checkpoint is not null).Select(c => c.Key),
            ];
            throw new MetamerException(
                $"'{card.Key}' is an architecture without trained weights. "
                    + (
                        trained.Length > 0
                            ? $"Trained networks of this architecture: {string.Join(", ", trained)}. "
                            : ""
                    )
                    + $"For random weights call ModelZoo.Build(\"{card.Key}\", seed), for your own build it and call "
                    + "Checkpoint.Load."
            );
        }

        return FindCheckpoint(card) ?? (InManifest(file) ? DataFiles.Require(file) : throw Missing(card));
    }

    private static string RequireReadout(ModelCard card, string file) =>
        FindReadout(file) ?? throw Missing(card with { Checkpoint = file });

    internal static MetamerException Missing(ModelCard card)
    {
        string file = card.Checkpoint!;
        StringBuilder text = new($"The weights of '{card.Key}' ({file}) were not found. Looked for:\n");
        text.AppendJoin('\n', Places(file).Select(place => $"  {place}"));
        text.Append(
            card.CheckpointUrl is string url
                ? (
                    "\nDownload them "
                    + $"from {url}{(url.EndsWith(".tar", StringComparison.Ordinal) ? (", an archive that contains this "
 + "file among others,") : "")} and put them at one of these places."
                )
                : (
                    "\nThey are part of the project: get that file from its repository (git checkout "
                    + "data/checkpoints), or put it at one of these places. A program elsewhere finds them if the "
                    + "environment variable METAMERS_DATA names the folder data of the project."
                )
        );
        text.Append(card.Note is string note ? $"\n{note}" : "");
        return new MetamerException(text.ToString());
    }

    private static bool InManifest(string file) => DataFiles.All.Any(entry => entry.Name == file);

    private static IEnumerable<string> Places(string file) =>
        DataFiles.Folders.Select(folder => Path.Combine(folder.Path, Subfolder, file));
}
