namespace Metamers.Models.Zoo;

/// <summary>
/// What there is to know of a network of the <see cref="ModelZoo"/>: how it is built, what it was trained on, whose it
/// is.
/// </summary>
public sealed record ModelCard
{
    /// <summary>What <see cref="ModelZoo"/> is asked for, e.g. <c>resnet20-12fca82f</c>.</summary>
    public required string Key { get; init; }

    /// <summary>
    /// Name of the network in the paper's code and released data (<c>stages.csv</c>, <c>transfer.csv</c>); null for
    /// networks that are not the paper's.
    /// </summary>
    public string? PaperKey { get; init; }

    /// <summary>Name for people, e.g. <c>ResNet-20, CIFAR-10</c>.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Architecture, as <see cref="StagedModel.Name"/>: networks of one architecture have the same stages.
    /// </summary>
    public required string Architecture { get; init; }

    /// <summary>
    /// Builds the network with random weights, from torch's seed. <see cref="ModelZoo.Build"/> sets that seed.
    /// </summary>
    public required Func<StagedModel> Create { get; init; }

    /// <summary>Range of the input, and the mean and deviation that the network removes itself.</summary>
    public InputNormalization Input { get; init; } = InputNormalization.ImageNet;

    /// <summary>Number of classes of the last stage.</summary>
    public required int Classes { get; init; }

    /// <summary>Their names, in the order of the logits; null where this project does not ship them.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>
    /// Key of the data set (<see cref="Stimuli.Data.Sets.DataSet.Key"/>) whose classes it tells apart and on whose test
    /// part it is evaluated; null if the project has no such data set.
    /// </summary>
    public string? DataSet { get; init; }

    /// <summary>What the weights were trained on; null for an architecture without weights.</summary>
    public string? TrainingData { get; init; }

    /// <summary>Share of right answers, and of which pictures; null where it is not known.</summary>
    public string? Accuracy { get; init; }

    /// <summary>File name of the weights; null for an architecture without weights.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Public address of <see cref="Checkpoint"/>, where it has one.</summary>
    public string? CheckpointUrl { get; init; }

    /// <summary>
    /// File name of a readout that is kept beside <see cref="Checkpoint"/>; null where the checkpoint is complete.
    /// </summary>
    public string? ReadoutCheckpoint { get; init; }

    /// <summary>
    /// First digits of the SHA-256 of <see cref="Checkpoint"/>, where its name or its address tells it.
    /// </summary>
    public string? HashPrefix => CheckpointHash.PrefixOf(this);

    /// <summary>What else there is to know before one gets and loads the weights; null where that is nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Licence of the weights; null for an architecture without weights.</summary>
    public string? Licence { get; init; }

    /// <summary>What to cite for the architecture, and for the weights where they have a source of their own.</summary>
    public required string Citation { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Key}: {Name}";
}
