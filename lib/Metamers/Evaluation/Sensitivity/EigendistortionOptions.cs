using Metamers.Runtime;

namespace Metamers.Evaluation.Sensitivity;

/// <summary>How hard <see cref="Eigendistortions"/> are searched for.</summary>
/// <example>
/// <code>
/// new EigendistortionOptions() with { MaximumSteps = 50 }
/// </code>
/// </example>
public sealed record EigendistortionOptions
{
    /// <summary>
    /// Largest residual ‖JᵀJe − λe‖ of an eigenvector, as a share of the largest eigenvalue. Above 0, below 1.
    /// </summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>Most products with JᵀJ, at least 2.</summary>
    public int MaximumSteps { get; init; } = 200;

    /// <summary>Seed of the random start.</summary>
    public int Seed { get; init; }

    /// <summary>Refuses values out of range.</summary>
    /// <exception cref="MetamerException">Names each such value and what is allowed.</exception>
    internal void Check() =>
        Rules.Check(
            "These EigendistortionOptions cannot be used.",
            [
                (Tolerance is > 0 and < 1, FormattableString.Invariant($"Tolerance = {Tolerance}: above 0, below 1")),
                (MaximumSteps >= 2, $"MaximumSteps = {MaximumSteps}: at least 2"),
            ]
        );
}
