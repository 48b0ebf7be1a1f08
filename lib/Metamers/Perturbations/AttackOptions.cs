namespace Metamers.Perturbations;

/// <summary>
/// Options of the search for adversarial examples. The defaults are those of the paper's evaluation, with one start.
/// </summary>
/// <example>
/// <code>
/// var tenSteps = AttackOptions.TwentySteps with { Steps = 10 };
/// tenSteps.RelativeStepSize
/// </code>
/// </example>
public sealed record AttackOptions
{
    /// <summary>The paper's evaluation: 64 steps of a quarter of the radius, the best iterate.</summary>
    public static AttackOptions Paper { get; } = new();

    /// <summary>
    /// The usual options for comparing robust networks: 20 steps of an eighth of the radius (2.5 radii in total).
    /// </summary>
    public static AttackOptions TwentySteps { get; } = new() { Steps = 20, RelativeStepSize = 2.5 / 20 };

    /// <summary>Steps up the gradient, at least 1.</summary>
    public int Steps { get; init; } = 64;

    /// <summary>Size of a step as a share of the radius, above 0.</summary>
    public double RelativeStepSize { get; init; } = 0.25;

    /// <summary>Whether the search starts at a random point of the set; otherwise it starts at the stimulus.</summary>
    public bool RandomStart { get; init; } = true;

    /// <summary>Number of starts; for each stimulus, the result with the largest loss is kept. At least 1.</summary>
    public int Restarts { get; init; } = 1;

    /// <summary>
    /// Whether the result is the iterate with the largest loss; otherwise it is the last one. Costs one more pass.
    /// </summary>
    public bool KeepBest { get; init; } = true;
}
