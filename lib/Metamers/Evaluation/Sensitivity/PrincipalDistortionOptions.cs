using Metamers.Runtime;

namespace Metamers.Evaluation.Sensitivity;

/// <summary>How <see cref="PrincipalDistortions"/> are searched for.</summary>
/// <example>
/// <code>
/// new PrincipalDistortionOptions() with { Steps = 20 }
/// </code>
/// </example>
public sealed record PrincipalDistortionOptions
{
    /// <summary>Number of steps of gradient ascent, at least 1.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>
    /// Least sensitivity that a network is taken to have in any direction, as a share of its sensitivity to random
    /// directions: 0 or more, below 1. With 0, as in the paper, there is no largest spread if a stage has fewer units
    /// than the stimulus has values: a direction that one network does not notice at all has a log ratio without limit,
    /// and the result says how far the ascent came.
    /// </summary>
    public double Floor { get; init; } = 0.01;

    /// <summary>Seed of the random start.</summary>
    public int Seed { get; init; }

    /// <summary>Refuses values out of range.</summary>
    /// <exception cref="MetamerException">Names each such value and what is allowed.</exception>
    internal void Check() =>
        Rules.Check(
            "These PrincipalDistortionOptions cannot be used.",
            [
                (Steps >= 1, $"Steps = {Steps}: at least 1"),
                (Floor is >= 0 and < 1, FormattableString.Invariant($"Floor = {Floor}: 0 or more, below 1")),
            ]
        );
}
