namespace Metamers.Reports.Records;

/// <summary>
/// What is measured beside the metamers, so that a reader need not look for it elsewhere. It enters none of the three
/// numbers.
/// </summary>
/// <param name="StimulusSet">Where its stimuli were taken from.</param>
/// <param name="Stimuli">How many.</param>
/// <param name="Accuracy">
/// Accuracy without perturbations, then under attack; empty without decisions, or if too few stimuli have a class.
/// </param>
/// <param name="RobustnessChecks">
/// What the checks against false robustness say, of how many of the stimuli, and which network the perturbations of
/// another network were made for; null if they were not made.
/// </param>
/// <param name="Sensitivity">How strongly each stage can react to a small change.</param>
/// <param name="Similarity">How alike the representations are to those of the judges; empty without them.</param>
public sealed record BesideMetamers(
    string StimulusSet,
    int Stimuli,
    IReadOnlyList<AttackedAccuracy> Accuracy,
    string? RobustnessChecks,
    IReadOnlyList<StageSensitivity> Sensitivity,
    IReadOnlyList<StageSimilarity> Similarity
)
{
    /// <summary>Why such scores are kept apart.</summary>
    internal const string Caution =
        "None of this enters the three numbers. Scores of similarity can be raised without any information that the "
        + "task needs (arXiv 2407.07059, 2411.14633), and networks that are alike by them can have different "
        + "invariances.";
}
