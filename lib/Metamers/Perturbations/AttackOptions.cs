namespace Metamers.Perturbations;

/// <summary>
/// How hard an adversarial example is searched for. The defaults are those of the paper's evaluation, with one start.
/// </summary>
public sealed record AttackOptions
{
    /// <summary>The paper's evaluation: 64 steps of a quarter of the radius, the best iterate.</summary>
    public static AttackOptions Paper { get; } = new();

    /// <summary>
    /// What robust networks are usually compared by: 20 steps of an eighth of the radius (2.5 radii in all).
    /// </summary>
    public static AttackOptions TwentySteps { get; } = new() { Steps = 20, RelativeStepSize = 2.5 / 20 };

    /// <summary>Steps up the gradient, at least 1.</summary>
    public int Steps { get; init; } = 64;

    /// <summary>Size of a step as a share of the radius, above 0.</summary>
    public double RelativeStepSize { get; init; } = 0.25;

    /// <summary>Whether it begins at a random place of the set, and not at the stimulus.</summary>
    public bool RandomStart { get; init; } = true;

    /// <summary>Times that it begins anew; each stimulus keeps what the network does worst on. At least 1.</summary>
    public int Restarts { get; init; } = 1;

    /// <summary>Whether the iterate with the largest loss is given, and not the last; costs one more pass.</summary>
    public bool KeepBest { get; init; } = true;
}
