using Metamers.Runtime;

namespace Metamers.Evaluation.Rivals;

/// <summary>How a <see cref="MadCompetition"/> is held.</summary>
/// <example>
/// <code>
/// new MadOptions() with { Steps = 50 }
/// </code>
/// </example>
public sealed record MadOptions
{
    /// <summary>Number of steps, at least 1.</summary>
    public int Steps { get; init; } = 300;

    /// <summary>
    /// L2 length of the first step, in units of the input; the steps shorten evenly to 0. Above 0.
    /// </summary>
    public double StepLength { get; init; } = 0.2;

    /// <summary>
    /// Standard deviation of the normal noise that makes the first version of the stimulus, as a share of the range of
    /// the input. Above 0: at the stimulus itself, the distances have no gradient.
    /// </summary>
    public double Deviation { get; init; } = 0.05;

    /// <summary>Seed of the noise.</summary>
    public long Seed { get; init; }

    /// <summary>Refuses values out of range.</summary>
    /// <exception cref="MetamerException">Names each such value and what is allowed.</exception>
    internal void Check() =>
        Rules.Check(
            "These MadOptions cannot be used.",
            [
                (Steps >= 1, $"Steps = {Steps}: at least 1"),
                (
                    StepLength > 0 && double.IsFinite(StepLength),
                    FormattableString.Invariant($"StepLength = {StepLength}: above 0")
                ),
                (
                    Deviation > 0 && double.IsFinite(Deviation),
                    FormattableString.Invariant($"Deviation = {Deviation}: above 0")
                ),
            ]
        );
}
