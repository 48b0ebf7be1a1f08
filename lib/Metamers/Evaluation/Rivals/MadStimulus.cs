using Metamers.Stimuli;

namespace Metamers.Evaluation.Rivals;

/// <summary>A version of a stimulus, and how far two networks find it from the stimulus.</summary>
/// <param name="Stimulus">The version.</param>
/// <param name="FirstDistance">‖A′ − A‖₂ / ‖A‖₂ at the stage of the first network.</param>
/// <param name="SecondDistance">The same at the stage of the second network.</param>
public sealed record MadStimulus(Stimulus Stimulus, double FirstDistance, double SecondDistance);
