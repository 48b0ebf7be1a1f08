namespace Metamers.Synthesis;

/// <summary>What the network makes of a metamer and of its reference.</summary>
/// <param name="ReferenceLogits">Output of the last stage for the reference.</param>
/// <param name="MetamerLogits">Output of the last stage for the metamer.</param>
/// <param name="Stages">The match at every stage, in the order of the network.</param>
public sealed record Judgement(
    IReadOnlyList<float> ReferenceLogits,
    IReadOnlyList<float> MetamerLogits,
    IReadOnlyList<StageMatch> Stages
)
{
    /// <summary>Index of the class that the network sees in the reference; the first of equals.</summary>
    public int PredictedReference => ArgMax(ReferenceLogits);

    /// <summary>Index of the class that the network sees in the metamer; the first of equals.</summary>
    public int PredictedMetamer => ArgMax(MetamerLogits);

    /// <summary>
    /// Whether both are seen as the same class: the first of the paper's two conditions for keeping a metamer. It asks
    /// for the network's own decision on the reference, whether or not that is the true class.
    /// </summary>
    public bool DecisionKept => PredictedReference == PredictedMetamer;

    private static int ArgMax(IReadOnlyList<float> logits) => Enumerable.Range(0, logits.Count).MaxBy(i => logits[i]); // MaxBy keeps the first
}
