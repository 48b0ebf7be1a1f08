namespace Metamers.Experiments;

/// <summary>One trial of one participant.</summary>
/// <param name="Participant">From 0.</param>
/// <param name="Trial">Its position in the participant's order, from 0.</param>
/// <param name="Stimulus">Name of the reference.</param>
/// <param name="Category">The correct answer.</param>
/// <param name="Condition">The condition that the design assigns.</param>
/// <param name="Replaced">
/// Whether the natural stimulus is shown because the condition has no accepted metamer of this stimulus.
/// </param>
/// <param name="File">The picture or sound that is shown.</param>
/// <param name="Content">
/// Sixteen hexadecimal digits of the file's SHA-256, so that a design is the same wherever its files are.
/// </param>
public sealed record ExperimentTrial(
    int Participant,
    int Trial,
    string Stimulus,
    string Category,
    string Condition,
    bool Replaced,
    string File,
    string Content
)
{
    /// <summary>Whether it belongs to the experiment itself and is not a practice, screening or catch trial.</summary>
    public bool IsMain => !ExperimentDesign.Others.Contains(Condition);
}
