using Metamers.Models;

namespace Metamers.Reports.Records;

/// <summary>The network that a report is about: its card.</summary>
/// <param name="Label">What the report calls it: its key in the zoo, or the name of its file or architecture.</param>
/// <param name="Key">Its key in the zoo; null if it did not come from there.</param>
/// <param name="Architecture">Name of the architecture.</param>
/// <param name="WeightsSha256">Hash of the weights (<see cref="ModelIdentity.WeightsSha256"/>).</param>
/// <param name="InputShape">Shape of one stimulus.</param>
/// <param name="Input">Range of the input, and the mean and deviation that the network removes itself.</param>
/// <param name="SamplingRate">Hz; null for a vision model.</param>
/// <param name="Classes">Number of classes; null if it makes no decision.</param>
/// <param name="ClassNames">Their names; null if they are not known.</param>
/// <param name="Stages">The stages in the order of computation.</param>
/// <param name="TrainingData">What it was trained on; null if that is not known.</param>
/// <param name="Accuracy">What its card says of its accuracy; null if nothing.</param>
/// <param name="Licence">Licence of the weights; null if that is not known.</param>
/// <param name="Citation">What to cite for it; null if that is not known.</param>
public sealed record ReportedNetwork(
    string Label,
    string? Key,
    string Architecture,
    string WeightsSha256,
    IReadOnlyList<long> InputShape,
    InputNormalization Input,
    int? SamplingRate,
    long? Classes,
    IReadOnlyList<string>? ClassNames,
    IReadOnlyList<ReportedStage> Stages,
    string? TrainingData,
    string? Accuracy,
    string? Licence,
    string? Citation
)
{
    /// <summary>The card of a network.</summary>
    internal static ReportedNetwork From(StagedModel model, ModelIdentity identity, string label) =>
        new(
            label,
            model.Key,
            model.Name,
            identity.WeightsSha256,
            [.. model.InputShape],
            model.Input,
            model.SamplingRate,
            model.HasDecision ? model.Stages[^1].Units : null,
            model.Card.ClassNames,
            [.. model.Stages.Select(stage => new ReportedStage(stage.Name, [.. stage.Shape], stage.EndsInRelu))],
            model.Card.TrainingData,
            model.Card.Accuracy,
            model.Card.Licence,
            model.Card.Citation
        );
}
