using System.Text.Json;
using System.Text.Json.Serialization;
using Metamers.Runtime;
using Metamers.Stimuli.Data.Sets;

namespace Metamers.Training;

/// <summary>
/// How a network is trained: stochastic gradient descent with Nesterov momentum and weight decay on the cross-entropy,
/// a learning rate that rises linearly and falls along a half cosine; random crops and mirror images of pictures,
/// random times and backgrounds of words. Everything random follows from <see cref="Seed"/>. The recipes are JSON files
/// in <c>data/recipes</c>.
/// </summary>
/// <example>
/// <code>
/// var recipe = new TrainingRecipe { Name = "mine", Architecture = "ResNet8", Data = "my pictures", Epochs = 6 };
/// recipe.ToJson()
/// </code>
/// </example>
public sealed record TrainingRecipe
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Name of the trained network; names its files.</summary>
    public required string Name { get; init; }

    /// <summary>Architecture, e.g. <c>ResNet20</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>
    /// Key of the data set (<see cref="DataSet.Key"/>), e.g. <c>cifar10-jpeg</c> or <c>spoken-digits-speaker</c>; any
    /// name for stimuli of your own.
    /// </summary>
    public required string Data { get; init; }

    /// <summary>
    /// Passes over the training set; 0 keeps the random weights of <see cref="Seed"/>, an untrained network to compare
    /// with.
    /// </summary>
    public int Epochs { get; init; } = 16;

    /// <summary>Stimuli per step.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Largest learning rate.</summary>
    public double LearningRate { get; init; } = 0.2;

    /// <summary>Share of all steps during which the learning rate rises, 0 to 1.</summary>
    public double WarmUp { get; init; } = 0.15;

    /// <summary>Momentum (Nesterov), 0 to 1.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weight decay, for all parameters.</summary>
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>Zero pixels around a picture from which crops of its size are taken.</summary>
    public int CropPadding { get; init; } = 4;

    /// <summary>Whether half of the pictures are mirrored left to right.</summary>
    public bool Mirror { get; init; } = true;

    /// <summary>
    /// How words are placed and mixed with backgrounds; null if the network is trained on pictures.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SoundTraining? Sound { get; init; }

    /// <summary>How this recipe changes the stimuli, regardless of what is usual for its data set.</summary>
    [JsonIgnore]
    public Augmentation Augmentation =>
        new()
        {
            CropPadding = CropPadding,
            Mirror = Mirror,
            Sound = Sound?.Mixing,
        };

    /// <summary>How the stimuli are perturbed; null if they are not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Adversary? Adversary { get; init; }

    /// <summary>Seed of the start weights, the order of the stimuli and all random changes to them.</summary>
    public long Seed { get; init; }

    /// <summary>Learning rate at a step: linear rise over the warm-up, then half a cosine to 0.</summary>
    /// <param name="step">Step from 0.</param>
    /// <param name="totalSteps">Number of steps of the whole training.</param>
    /// <returns>From 0 to <see cref="LearningRate"/>.</returns>
    public double LearningRateAt(long step, long totalSteps)
    {
        double warm = WarmUp * totalSteps;
        return step < warm
            ? LearningRate * (step + 1) / Math.Max(warm, step + 1)
            : LearningRate * 0.5 * (1 + Math.Cos(Math.PI * (step - warm) / (totalSteps - warm)));
    }

    /// <summary>Reads a recipe.</summary>
    /// <param name="path">A JSON file.</param>
    /// <returns>The recipe, checked.</returns>
    /// <exception cref="MetamerException">
    /// The file is missing or is not such JSON, or a value is out of range.
    /// </exception>
    public static TrainingRecipe Read(string path)
    {
        try
        {
            TrainingRecipe recipe = JsonText.Read<TrainingRecipe>(JsonText.FromFile(path), Format);
            recipe.Check();
            return recipe;
        }
        catch (Exception error) when (error is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new MetamerException(
                $"Cannot read the training recipe {path}: {error.Message} See data/recipes for examples.",
                error
            );
        }
    }

    /// <summary>The recipe as JSON.</summary>
    /// <returns>Indented JSON that <see cref="Read"/> takes.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, Format);

    /// <summary>Refuses values out of range.</summary>
    /// <exception cref="MetamerException">Names each such value and what is allowed.</exception>
    internal void Check() =>
        Rules.Check(
            "The training recipe cannot be used.",
            [
                (
                    FileName.Fault(Name) is null
                        && Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'),
                    $"name '{Name}': letters, digits, '-', '_' and '.', as a file can be called"
                ),
                (Epochs >= 0, $"epochs {Epochs}: at least 0"),
                (BatchSize >= 2, $"batchSize {BatchSize}: at least 2, which batch norm needs"),
                (LearningRate > 0, FormattableString.Invariant($"learningRate {LearningRate}: above 0")),
                (WarmUp is >= 0 and < 1, FormattableString.Invariant($"warmUp {WarmUp}: 0 to below 1")),
                (Momentum is >= 0 and < 1, FormattableString.Invariant($"momentum {Momentum}: 0 to below 1")),
                (WeightDecay >= 0, FormattableString.Invariant($"weightDecay {WeightDecay}: 0 or more")),
                (CropPadding >= 0, $"cropPadding {CropPadding}: 0 or more"),
                (
                    Sound is null || Sound.LowestSnr <= Sound.HighestSnr,
                    FormattableString.Invariant(
                        $"sound.lowestSnr {Sound?.LowestSnr}: at most highestSnr {Sound?.HighestSnr}"
                    )
                ),
                (
                    Sound is null || Sound.CleanShare is >= 0 and <= 1,
                    FormattableString.Invariant($"sound.cleanShare {Sound?.CleanShare}: 0 to 1")
                ),
                (
                    Sound is null || Sound.Oversampling >= 2,
                    FormattableString.Invariant($"sound.oversampling {Sound?.Oversampling}: at least 2")
                ),
                .. Adversary?.Limits() ?? [],
            ]
        );
}
