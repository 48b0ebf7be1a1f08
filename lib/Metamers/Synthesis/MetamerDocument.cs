using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using static TorchSharp.torch;

namespace Metamers.Synthesis;

/// <summary>
/// What metamer.json says: everything of a <see cref="Metamer"/> but its values; besides, the version of the folder's
/// form, the schedule in words and the network's card for a reader, and the SHA-256 of the folder's other files by
/// name.
/// </summary>
internal sealed record MetamerDocument(
    int FormatVersion,
    string ReferenceName,
    string Stage,
    string Schedule,
    MetamerOptions Options,
    ModelIdentity Model,
    IReadOnlyList<LossReport> Losses,
    RunManifest Manifest,
    IReadOnlyDictionary<string, string> Files,
    JsonNode? ModelCard = null,
    Judgement? Judgement = null,
    DateTimeOffset? Created = null,
    int? SamplingRate = null
)
{
    /// <summary>
    /// Raised when older libraries could no longer read the folder, or would read it wrongly. Version 1 knew pictures
    /// alone; its exact values are called pixels and reference. Version 2 adds sounds; the values are called metamer
    /// and reference.
    /// </summary>
    public const int CurrentVersion = 2;

    private static readonly JsonSerializerOptions Form = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // the dB SNR of equal activations is Infinity
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>For a reader: the sampling rate says the same.</summary>
    public string Kind => SamplingRate is null ? "picture" : "sound";

    /// <summary>What the metamer's tensor is called in the file of exact values.</summary>
    [JsonIgnore]
    public string TensorName => FormatVersion == 1 ? "pixels" : "metamer";

    public static MetamerDocument From(Metamer metamer, IReadOnlyDictionary<string, string> files) =>
        new(
            CurrentVersion,
            metamer.ReferenceName,
            metamer.Stage,
            metamer.Options.Describe(),
            metamer.Options,
            metamer.Model,
            metamer.Losses,
            metamer.Manifest,
            files,
            CardOf(metamer.Model.Key),
            metamer.Judgement,
            metamer.Created,
            metamer.SamplingRate
        );

    public string ToJson() => JsonSerializer.Serialize(this, Form) + "\n";

    /// <exception cref="MetamerException">Not such a document, or one of another version.</exception>
    public static MetamerDocument FromJson(string json, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            int version = document.RootElement.GetProperty("format_version").GetInt32();
            if (version is < 1 or > CurrentVersion)
            {
                throw new MetamerException(
                    $"{path} has the format version {version}; this version of Metamers reads 1 to {CurrentVersion}. "
                        + (
                            version > CurrentVersion
                                ? "Update Metamers, or load it with the version that wrote it."
                                : "Make the metamer again."
                        )
                );
            }

            return document.RootElement.Deserialize<MetamerDocument>(Form)!;
        }
        catch (Exception error)
            when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new MetamerException(
                $"{path} does not describe a metamer: {error.Message} Make the metamer again, or restore the folder "
                    + "from a copy.",
                error
            );
        }
    }

    /// <summary>The metamer that is described.</summary>
    /// <param name="values">Its exact values.</param>
    /// <param name="reference">Those of its reference.</param>
    /// <param name="path">The document, for messages.</param>
    /// <exception cref="MetamerException">It lists no loss, or the values are no stimuli.</exception>
    public Metamer ToMetamer(Tensor values, Tensor reference, string path) =>
        new(values, reference, SamplingRate)
        {
            ReferenceName = ReferenceName,
            Stage = Stage,
            Options = Options,
            Model = Model,
            Losses =
                Losses.Count > 0
                    ? Losses
                    : throw new MetamerException($"{path} lists no loss, not even the last. Make the metamer again."),
            Manifest = Manifest,
            Judgement = Judgement,
            Created = Created,
        };

    /// <summary>Whose network it is, in words; null for one that is not from the zoo.</summary>
    private static JsonNode? CardOf(string? key) =>
        ModelZoo.Cards.FirstOrDefault(card => card.Key == key) is { } card
            ? JsonSerializer.SerializeToNode(
                new
                {
                    card.Name,
                    card.Classes,
                    card.TrainingData,
                    card.Accuracy,
                    card.Checkpoint,
                    card.CheckpointUrl,
                    card.Licence,
                    card.Citation,
                },
                Form
            )
            : null;
}
