using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Stimuli;
using static TorchSharp.torch;

namespace Metamers.Synthesis;

/// <summary>
/// What metamer.json says: everything in a <see cref="Metamer"/> except its values; also the version of the folder's
/// format, the schedule in words for a reader, and the SHA-256 of the folder's other files by name.
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
    int? SamplingRate = null,
    MetamerDocument.ReferenceFacts? Reference = null,
    NullMaximum? Null = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ModelIdentity>? Others = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Sample = 0
)
{
    /// <summary>
    /// Raised when older libraries could no longer read the folder, or would read it wrongly. Version 1 had only
    /// pictures; its exact values are called pixels and reference. Version 2 adds sounds; the values are called metamer
    /// and reference. Version 3 adds what the reference is, the network's whole card and what the match must exceed.
    /// Version 4 adds schedules of segments; metamers of the published form are still written as version 3. Version 5
    /// adds objectives, with the other networks that they name; metamers without one are still written as before.
    /// </summary>
    public const int CurrentVersion = 5;

    private static readonly JsonSerializerOptions Form = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // The dB SNR of equal activations is Infinity.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>For readers; the sampling rate implies it.</summary>
    public string Kind => StimulusKind.From(SamplingRate).Noun;

    /// <summary>What the metamer's tensor is called in the file of exact values.</summary>
    [JsonIgnore]
    public string TensorName => FormatVersion == 1 ? "pixels" : "metamer";

    public static MetamerDocument From(Metamer metamer, IReadOnlyDictionary<string, string> files) =>
        new(
            metamer.Options.Objective is not null ? CurrentVersion
                : metamer.Options.Segments is not null ? 4
                : 3,
            metamer.Reference.Name,
            metamer.Stage,
            metamer.Options.Describe(),
            metamer.Options,
            metamer.Model,
            metamer.Losses,
            metamer.Manifest,
            files,
            JsonSerializer.SerializeToNode<NetworkCard>(metamer.Card, Form),
            metamer.Judgement,
            metamer.Created,
            metamer.Reference.Kind.SamplingRate,
            new(
                metamer.Reference.Label,
                metamer.Reference.ClassIndex,
                metamer.Reference.Source,
                metamer.Reference.Licence
            ),
            metamer.Null,
            metamer.Others.Count == 0 ? null : metamer.Others,
            metamer.Sample
        );

    public string ToJson() => JsonSerializer.Serialize(this, Form) + "\n";

    /// <exception cref="MetamerException">It is not such a document, or is of another version.</exception>
    public static MetamerDocument FromJson(string json, string path)
    {
        try
        {
            using JsonDocument document = JsonText.Parse(json, Form);
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

            return JsonText.Checked(document.RootElement.Deserialize<MetamerDocument>(Form), Form);
        }
        catch (Exception error)
            when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Wrong(path, error);
        }
    }

    /// <summary>The metamer that is described.</summary>
    /// <param name="values">Its exact values.</param>
    /// <param name="reference">Those of its reference.</param>
    /// <param name="path">The document, for messages.</param>
    /// <exception cref="MetamerException">It lists no loss, or the values are not valid stimuli.</exception>
    public Metamer ToMetamer(Tensor values, Tensor reference, string path)
    {
        Stimulus stimulus = StimulusKind
            .From(SamplingRate)
            .Make(
                ReferenceName,
                Reference?.Label,
                Reference?.ClassIndex,
                reference,
                Reference?.Source ?? "not recorded"
            );
        return new(values, stimulus with { Licence = Reference?.Licence })
        {
            Stage = Stage,
            Options = Options,
            Model = Model,
            Card = CardFrom(path),
            Losses =
                Losses.Count > 0
                    ? Losses
                    : throw new MetamerException($"{path} lists no loss, not even the last. Make the metamer again."),
            Manifest = Manifest,
            Judgement = Judgement,
            Null = Null,
            Created = Created,
            Others = Others ?? [],
            Sample = Sample,
        };
    }

    /// <summary>Earlier versions saved less; the rest comes from the zoo's entry for the network's key.</summary>
    private NetworkCard CardFrom(string path)
    {
        try
        {
            NetworkCard? saved = ModelCard?.Deserialize<NetworkCard>(Form);
            if (saved is not null && FormatVersion >= 3)
            {
                return saved;
            }

            ModelCard? known = ModelZoo.Cards.FirstOrDefault(card => card.Key == Model.Key);
            return (saved ?? new NetworkCard { Name = Model.Name }) with
            {
                Input = known?.Input ?? (SamplingRate is null ? InputNormalization.ImageNet : InputNormalization.Sound),
                ClassNames = known?.ClassNames,
            };
        }
        catch (JsonException error)
        {
            throw Wrong(path, error);
        }
    }

    private static MetamerException Wrong(string path, Exception error) =>
        new(
            $"{path} does not describe a metamer: {error.Message} Make the metamer again, or restore the folder "
                + "from a copy.",
            error
        );

    /// <summary>What is known about the reference besides its name and values.</summary>
    internal sealed record ReferenceFacts(string? Label, int? ClassIndex, string Source, string? Licence);
}
