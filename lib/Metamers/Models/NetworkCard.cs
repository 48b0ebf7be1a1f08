namespace Metamers.Models;

/// <summary>
/// What is known about a network besides its weights; a network carries it (<see cref="StagedModel.Card"/>), and
/// so does every metamer. Set what is known of your own: <c>model.Card = model.Card with { ClassNames = … }</c>.
/// </summary>
public record NetworkCard
{
    /// <summary>The <see cref="Decider"/> of a network that decides by itself.</summary>
    internal const string UsualDecider = "the network";

    /// <summary>Name for people, e.g. <c>ResNet-20, CIFAR-10</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Range of the input, and the mean and deviation that the network removes itself.</summary>
    public InputNormalization Input { get; init; } = InputNormalization.ImageNet;

    /// <summary>Names of the classes, in the order of the logits; null if they are not known.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>
    /// What makes the decisions, in words: the network itself, or something that was added to it, as a readout of its
    /// features. Figures and verdicts say it.
    /// </summary>
    public string Decider { get; init; } = UsualDecider;

    /// <summary>What the weights were trained on; null for random weights, or if it is not known.</summary>
    public string? TrainingData { get; init; }

    /// <summary>Share of right answers, and of which stimuli; null if it is not known.</summary>
    public string? Accuracy { get; init; }

    /// <summary>Licence of the weights; null if there are none, or it is not known.</summary>
    public string? Licence { get; init; }

    /// <summary>What to cite for the architecture, and for the weights if they have a source of their own.</summary>
    public string? Citation { get; init; }

    /// <summary>
    /// Whether one of the classes is that of a picture or sound with this label: true if the classes or the label are
    /// not known.
    /// </summary>
    /// <param name="label">What the stimulus is, e.g. "cat"; null if that is not known.</param>
    internal bool HasClassFor(string? label) =>
        label is null
        || ClassNames is null
        || ClassNames.Any(name => name.Contains(label, StringComparison.OrdinalIgnoreCase));

    /// <summary>Name of a class.</summary>
    /// <param name="index">Its index among the logits.</param>
    /// <returns>Its name, or "class 7" if the names are not known.</returns>
    public string ClassName(int index) =>
        ClassNames is not null && index < ClassNames.Count ? ClassNames[index] : $"class {index}";
}
