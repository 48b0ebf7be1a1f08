namespace Metamers.Reports.Records;

/// <summary>How strongly a stage can react to a small change of the stimulus.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="LargestEigenvalue">
/// The largest eigenvalue of JᵀJ, J being the Jacobian of the activations: the squared change of the activations for a
/// change of unit L2 length in the most noticeable direction. Median over the stimuli; null if it could not be found.
/// </param>
/// <param name="Relative">
/// The root of it over the L2 norm of the activations themselves, by which stages and networks can be compared. Median
/// over the stimuli.
/// </param>
/// <param name="Stimuli">Number of stimuli.</param>
public sealed record StageSensitivity(string Stage, double? LargestEigenvalue, double? Relative, int Stimuli);
