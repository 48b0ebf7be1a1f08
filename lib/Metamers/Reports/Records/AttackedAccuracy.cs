namespace Metamers.Reports.Records;

/// <summary>Accuracy for stimuli that were perturbed to make the network err.</summary>
/// <param name="Radius">Largest L2 length of the perturbation, in units of the input; 0 for none.</param>
/// <param name="Steps">Steps of the attack.</param>
/// <param name="Accuracy">Proportion correct, 0 to 1.</param>
/// <param name="StandardError">Its standard error over the stimuli.</param>
public sealed record AttackedAccuracy(double Radius, int Steps, double Accuracy, double StandardError);
