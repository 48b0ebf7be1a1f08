using System.Text.Json.Serialization;
using Metamers.Runtime;

namespace Metamers.Synthesis;

/// <summary>The network's outputs for a metamer and its reference, and how well their activations match.</summary>
/// <param name="ReferenceLogits">
/// Output of the last stage for the reference; empty if the network makes no decision.
/// </param>
/// <param name="MetamerLogits">Output of the last stage for the metamer; empty likewise.</param>
/// <param name="Stages">The match at every stage, in the order of the network.</param>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// var fast = MetamerOptions.Quick with { Repetitions = 1, StepsPerRepetition = 2 };
/// var metamer = new MetamerSynthesizer(model, fast).Synthesize(Photographs.Take(1), "layer1")[0];
/// metamer.Judgement!.Stages[^1].Measures.Spearman
/// </code>
/// </example>
public sealed record Judgement(
    IReadOnlyList<float> ReferenceLogits,
    IReadOnlyList<float> MetamerLogits,
    IReadOnlyList<StageMatch> Stages
)
{
    /// <summary>
    /// Whether the network makes decisions; one that ends in features, without a classifier, makes none.
    /// </summary>
    public bool HasDecision => ReferenceLogits.Count > 0;

    /// <summary>Index of the class that the network predicts for the reference; the first in a tie.</summary>
    /// <exception cref="MetamerException">The network makes no decision.</exception>
    [JsonIgnore]
    public int PredictedReference => ArgMax(ReferenceLogits);

    /// <summary>Index of the class that the network predicts for the metamer; the first in a tie.</summary>
    [JsonIgnore]
    public int PredictedMetamer => ArgMax(MetamerLogits);

    /// <summary>
    /// Whether the network predicts the same class for both: the first of the paper's two conditions for keeping a
    /// metamer. It asks for the network's own decision on the reference, whether or not that is the true class.
    /// </summary>
    [JsonIgnore]
    public bool DecisionKept => PredictedReference == PredictedMetamer;

    // The same for tables, and for a reader of a saved metamer; null if the network makes no decision.

    [
        JsonInclude,
        JsonPropertyName("predicted_reference"),
        JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)
    ]
    internal int? ReferenceDecision => HasDecision ? PredictedReference : null;

    [JsonInclude, JsonPropertyName("predicted_metamer"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal int? MetamerDecision => HasDecision ? PredictedMetamer : null;

    [JsonInclude, JsonPropertyName("decision_kept"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal bool? KeptIfAny => HasDecision ? DecisionKept : null;

    // MaxBy keeps the first.
    private static int ArgMax(IReadOnlyList<float> logits) =>
        logits.Count > 0
            ? Enumerable.Range(0, logits.Count).MaxBy(i => logits[i])
            : throw new MetamerException(
                "The network that this was compared with makes no decision: it ends in features, without a classifier. "
                    + "Compare it with a network that has one (metamers.Measure(model)), or use its Match alone."
            );
}
