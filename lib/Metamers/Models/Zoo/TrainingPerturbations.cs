namespace Metamers.Models.Zoo;

/// <summary>How the stimuli were perturbed on which a network was trained.</summary>
internal enum TrainingPerturbations
{
    /// <summary>Not at all, or not known.</summary>
    None,

    /// <summary>In random directions.</summary>
    Random,

    /// <summary>So as to mislead the network.</summary>
    Adversarial,
}
