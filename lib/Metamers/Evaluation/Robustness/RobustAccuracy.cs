using Metamers.Perturbations;

namespace Metamers.Evaluation.Robustness;

/// <summary>How a network does on stimuli that were perturbed to make it err.</summary>
/// <param name="Set">The allowed perturbations; a radius of 0 stands for none.</param>
/// <param name="Space">What was perturbed.</param>
/// <param name="Options">How hard the attack searched.</param>
/// <param name="Seed">Seed of the random starts.</param>
/// <param name="Accuracy">Share of the stimuli that it still classifies correctly, 0 to 1.</param>
/// <param name="Loss">Mean cross-entropy, nats.</param>
/// <param name="Stimuli">Number of stimuli.</param>
public sealed record RobustAccuracy(
    PerturbationSet Set,
    PerturbationSpace Space,
    AttackOptions Options,
    int Seed,
    double Accuracy,
    double Loss,
    int Stimuli
)
{
    /// <summary>Standard error of the accuracy, a proportion of that many stimuli.</summary>
    public double StandardError => Math.Sqrt(Accuracy * (1 - Accuracy) / Stimuli);
}
