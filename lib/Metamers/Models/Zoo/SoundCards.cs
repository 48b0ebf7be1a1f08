using Metamers.Models.Architectures;
using Metamers.Stimuli.Data.Sets;

namespace Metamers.Models.Zoo;

/// <summary>
/// Networks for spoken digits, with weights of this project or without weights, and the paper's CochCNN9 without
/// weights.
/// </summary>
internal static class SoundCards
{
    private const string OfRecordings =
        "of the 300 test recordings of the Free Spoken Digit Dataset, without background";

    public static IReadOnlyList<ModelCard> All { get; } =
    [
        Trained(CompactConvolutional(SpokenDigitsTask.Digit), "cochcnnsmall-digit-seed0", null, "99.00"),
        Trained(CompactConvolutional(SpokenDigitsTask.Digit), "cochcnnsmall-digit-seed1", "second seed", "99.33"),
        Trained(
            CompactConvolutional(SpokenDigitsTask.Digit),
            "cochcnnsmall-digit-waveform-l2-seed0",
            "waveform L2",
            "88.33",
            "adversarially trained (waveform, L2, ε = 0.5)"
        ),
        Trained(
            CompactConvolutional(SpokenDigitsTask.Digit),
            "cochcnnsmall-digit-cochleagram-l2-seed0",
            "cochleagram L2",
            "96.00",
            "adversarially trained (cochleagram, L2, ε = 0.5)"
        ),
        Trained(
            CompactConvolutional(SpokenDigitsTask.Digit),
            "cochcnnsmall-digit-cochleagram-random-l2-seed0",
            "random cochleagram L2",
            "99.67",
            "trained with random perturbations (cochleagram, L2, ε = 0.5)"
        ),
        Trained(CompactConvolutional(SpokenDigitsTask.Speaker), "cochcnnsmall-speaker-seed0", "speakers", "97.67"),
        ModelCards.Untrained(
            CompactConvolutional(SpokenDigitsTask.Digit),
            "cochcnnsmall-digit-untrained-seed0",
            OfRecordings,
            "10.00"
        ) with
        {
            ShortName = ModelCards.Short(nameof(CochCnnSmall), "untrained"),
        },
        CompactConvolutional(SpokenDigitsTask.Digit),
        CompactConvolutional(SpokenDigitsTask.Speaker),
        Trained(
            LowPassConvolutional,
            "lowpasscochcnnsmall-digit-seed0",
            "less aliasing",
            "86.00",
            "trained for 18 epochs"
        ),
        Trained(
            LowPassConvolutional,
            "lowpasscochcnnsmall-digit-long-seed0",
            "less aliasing, 54 epochs",
            "99.33",
            "trained for 54 epochs"
        ),
        LowPassConvolutional,
        Trained(CompactResidual(SpokenDigitsTask.Digit), "cochresnetsmall-digit-seed0", null, "98.33"),
        CompactResidual(SpokenDigitsTask.Digit),
        Hearing("cochcnn9", "CochCNN9 of the paper, untrained", "CochCnn9", () => new CochCnn9(), ModelCards.Kell),
    ];

    /// <summary>The compact convolutional network for spoken digits, without weights.</summary>
    private static ModelCard CompactConvolutional(SpokenDigitsTask task) =>
        Compact(task, nameof(CochCnnSmall), classes => new CochCnnSmall(classes), ModelCards.Kell);

    /// <summary>The same for digits with less aliasing; it has no weights.</summary>
    private static ModelCard LowPassConvolutional =>
        Compact(
            SpokenDigitsTask.Digit,
            "LowPassCochCnnSmall",
            classes => new CochCnnSmall(classes, lowPass: true),
            $"{ModelCards.Kell} {ModelCards.Feather}"
        );

    /// <summary>The compact residual network for spoken digits, without weights.</summary>
    private static ModelCard CompactResidual(SpokenDigitsTask task) =>
        Compact(task, nameof(CochResNetSmall), classes => new CochResNetSmall(classes), ModelCards.He);

    private static ModelCard Compact(
        SpokenDigitsTask task,
        string architecture,
        Func<int, StagedModel> create,
        string citation
    )
    {
        DataSet data = task == SpokenDigitsTask.Digit ? DataSets.SpokenDigit : DataSets.SpokenDigitSpeaker;
        IReadOnlyList<string> names = data.ClassNames;
        string taskName = task.ToString().ToLowerInvariant();
        return Hearing(
            $"{architecture.ToLowerInvariant()}-{taskName}",
            $"{architecture} for spoken digits ({taskName}), untrained",
            architecture,
            () => create(names.Count),
            citation
        ) with
        {
            Classes = names.Count,
            ClassNames = names,
            DataSet = data.Key,
        };
    }

    /// <summary>An architecture with weights that this project trained on spoken digits.</summary>
    /// <param name="architecture">Its card.</param>
    /// <param name="key">The network's key.</param>
    /// <param name="variant">What figures say besides the architecture; null for the standard training.</param>
    /// <param name="accuracy">Percentage correct.</param>
    /// <param name="training">How it was trained.</param>
    private static ModelCard Trained(
        ModelCard architecture,
        string key,
        string? variant,
        string accuracy,
        string training = "trained"
    ) =>
        architecture with
        {
            Key = key,
            ShortName = ModelCards.Short(
                architecture.Architecture.Replace("LowPass", "", StringComparison.Ordinal),
                variant
            ),
            Name =
                $"{architecture.Architecture}, spoken digits ({architecture.Key.Split('-')[1]}), {training} by "
                + "this project",
            TrainingData = $"Free Spoken Digit Dataset in babble and noise (recipe data/recipes/{key}.json)",
            Accuracy = $"{accuracy} % {OfRecordings}",
            Checkpoint = $"{key}.safetensors",
            Licence = "MIT", // the recordings are CC BY-SA 4.0; weights hold none of them
            Citation =
                $"{architecture.Citation} Recordings: Z. Jackson et al., Free Spoken Digit Dataset, 2018, "
                + "doi:10.5281/zenodo.1342401.",
        };

    /// <summary>An auditory architecture; those of the paper have 793 words and "none" as classes.</summary>
    private static ModelCard Hearing(
        string key,
        string name,
        string architecture,
        Func<StagedModel> create,
        string citation
    ) =>
        new()
        {
            Key = key,
            Name = name,
            Architecture = architecture,
            Create = create,
            Input = InputNormalization.Sound,
            Classes = 794,
            Citation = $"{citation} {ModelCards.Feather}",
        };
}
