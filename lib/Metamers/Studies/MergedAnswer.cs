namespace Metamers.Studies;

/// <summary>The answer of an evaluating network to one metamer or reference: a row of the merged tables.</summary>
/// <param name="Network">
/// Key of the network that the metamer was made for; <see cref="Evaluation.Transfer.Natural"/> for a reference, as its
/// stage and schedule are.
/// </param>
/// <param name="Stage">Its stage.</param>
/// <param name="Schedule">Name of the schedule.</param>
/// <param name="Stimulus">Name of the reference.</param>
/// <param name="Evaluator">Key of the network that was asked.</param>
/// <param name="ClassIndex">Index of the class of the reference.</param>
/// <param name="Predicted">Index of the class that was answered.</param>
internal sealed record MergedAnswer(
    string Network,
    string Stage,
    string Schedule,
    string Stimulus,
    string Evaluator,
    int ClassIndex,
    int Predicted
)
{
    public bool Correct => Predicted == ClassIndex;
}
