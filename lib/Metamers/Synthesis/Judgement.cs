namespace Metamers.Synthesis;

/// <summary>The network's outputs for a metamer and its reference, and how well their activations match.</summary>
/// <param name="ReferenceLogits">Output of the last stage for the reference.</param>
/// <param name="MetamerLogits">Output of the last stage for the metamer.</param>
/// <param name="Stages">The match at every stage, in the order of the network.</param>
public sealed record Judgement(
    IReadOnlyList<float> ReferenceLogits,
    IReadOnlyList<float> MetamerLogits,
    IReadOnlyList<StageMatch> Stages
)
{
    /// <summary>Index of the class that the network predicts for the reference; the first in a tie.</summary>
    public int PredictedReference => ArgMax(ReferenceLogits);

    /// <summary>Index of the class that the network predicts for the metamer; the first in a tie.</summary>
    public int PredictedMetamer => ArgMax(MetamerLogits);

    /// <summary>
    /// Whether the network predicts the same class for both: the first of the paper's two conditions for keeping a
    /// metamer. It asks for the network's own decision on the reference, whether or not that is the true class.
    /// </summary>
    public bool DecisionKept => PredictedReference == PredictedMetamer;

    // MaxBy keeps the first.
    private static int ArgMax(IReadOnlyList<float> logits) => Enumerable.Range(0, logits.Count).MaxBy(i => logits[i]);
}
