namespace Metamers.Perturbations;

/// <summary>How the size of a perturbation is measured, over all values of one stimulus.</summary>
/// <example>
/// <code>
/// new PerturbationSet(PerturbationNorm.LInf, 8 / 255.0)
/// </code>
/// </example>
public enum PerturbationNorm
{
    /// <summary>Sum of the magnitudes.</summary>
    L1,

    /// <summary>Euclidean length.</summary>
    L2,

    /// <summary>Largest magnitude.</summary>
    LInf,
}
