namespace Metamers.Models.Zoo;

/// <summary>
/// What is known about a network of the <see cref="ModelZoo"/>: how it is built, what it was trained on, and who made
/// it.
/// </summary>
public sealed record ModelCard : NetworkCard
{
    /// <summary>The key with which <see cref="ModelZoo"/> finds it, e.g. <c>resnet20-12fca82f</c>.</summary>
    public required string Key { get; init; }

    /// <summary>
    /// What figures call it, e.g. <c>ResNet-20, L2-trained</c>; null for networks that no figure of a study shows.
    /// </summary>
    internal string? ShortName { get; init; }

    /// <summary>
    /// Name of the network in the paper's code and released data (<c>stages.csv</c>, <c>transfer.csv</c>); null for
    /// networks that are not the paper's.
    /// </summary>
    public string? PaperKey { get; init; }

    /// <summary>
    /// Architecture, the same as <see cref="StagedModel.Name"/>: networks of one architecture have the same stages.
    /// </summary>
    public required string Architecture { get; init; }

    /// <summary>
    /// Builds the network with random weights, from torch's seed. <see cref="ModelZoo.Build"/> sets that seed.
    /// </summary>
    public required Func<StagedModel> Create { get; init; }

    /// <summary>
    /// The NuGet package that contains the network as a trained file; null if the project's code builds it.
    /// </summary>
    public string? Package { get; init; }

    /// <summary>Number of classes of the last stage.</summary>
    public required int Classes { get; init; }

    /// <summary>
    /// Key of the data set (<see cref="Stimuli.Data.Sets.DataSet.Key"/>) whose classes it recognises and on whose test
    /// part it is evaluated; null if the project has no such data set.
    /// </summary>
    public string? DataSet { get; init; }

    /// <summary>File name of the weights; null for an architecture without weights.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Public address of <see cref="Checkpoint"/>, if it has one.</summary>
    public string? CheckpointUrl { get; init; }

    /// <summary>
    /// File name of a readout that is stored separately from <see cref="Checkpoint"/>; null if the checkpoint is
    /// complete.
    /// </summary>
    public string? ReadoutCheckpoint { get; init; }

    /// <summary>
    /// First digits of the SHA-256 of <see cref="Checkpoint"/>, if they are in its name, as in
    /// <c>resnet20-12fca82f.th</c>; otherwise null.
    /// </summary>
    public string? HashPrefix => CheckpointHash.PrefixOf(this);

    /// <summary>The perturbations of its training, as its name says.</summary>
    internal TrainingPerturbations Perturbations =>
        Name.Contains("adversarial", StringComparison.Ordinal) ? TrainingPerturbations.Adversarial
        : Name.Contains("random perturbations", StringComparison.Ordinal) ? TrainingPerturbations.Random
        : TrainingPerturbations.None;

    /// <summary>Further notes on downloading and loading the weights; null if there are none.</summary>
    public string? Note { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Key}: {Name}";
}
