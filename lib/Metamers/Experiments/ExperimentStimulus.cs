namespace Metamers.Experiments;

/// <summary>A stimulus in one of its versions: natural, or a metamer of one stage of one network.</summary>
/// <param name="Stimulus">Name of the reference, the same for all its versions.</param>
/// <param name="Category">What a right answer names.</param>
/// <param name="Condition"><see cref="ExperimentDesign.Natural"/>, or the network and stage that the metamer was made for.</param>
/// <param name="File">The picture or sound.</param>
/// <param name="Accepted">Whether the metamer counts (see <c>Evaluation.MetamerVerdict.Accepted</c>); a natural stimulus always does.</param>
public sealed record ExperimentStimulus(string Stimulus, string Category, string Condition, string File, bool Accepted = true);
