namespace Metamers.Experiments;

/// <summary>
/// A stimulus in one of its versions: natural, or a metamer of one stage of one network; or a stimulus for practice or
/// for a check.
/// </summary>
/// <param name="Stimulus">Name of the reference, the same for all its versions.</param>
/// <param name="Category">The correct answer.</param>
/// <param name="Condition">
/// <see cref="ExperimentDesign.Natural"/>; or network and stage of a metamer, e.g. "resnet20-standard-seed0/layer3"; or
/// <see cref="ExperimentDesign.Practice"/>, <see cref="ExperimentDesign.Screening"/> or
/// <see cref="ExperimentDesign.Catch"/>, which every participant gets and which need separate stimuli.
/// </param>
/// <param name="File">The picture or sound.</param>
/// <param name="Accepted">
/// Whether the metamer counts (see <c>Synthesis.MetamerVerdict.Accepted</c>); all other stimuli always count.
/// </param>
/// <example>
/// <code>
/// new ExperimentStimulus("cat_1", "cat", "resnet20-standard-seed0/layer3", "cat_1_layer3.png", Accepted: true)
/// </code>
/// </example>
public sealed record ExperimentStimulus(
    string Stimulus,
    string Category,
    string Condition,
    string File,
    bool Accepted = true
)
{
    /// <summary>
    /// The network and the stage of a condition: the parts before and after its last slash; without a slash, all are
    /// metamers of one network.
    /// </summary>
    internal static (string Model, string Stage) Parts(string condition) =>
        condition.LastIndexOf('/') is >= 0 and int at
            ? (condition[..at], condition[(at + 1)..])
            : ("metamers", condition);
}
