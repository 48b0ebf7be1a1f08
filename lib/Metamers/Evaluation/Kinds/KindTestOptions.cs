using Metamers.Runtime;

namespace Metamers.Evaluation.Kinds;

/// <summary>What a <see cref="KindTest"/> calls the same, and how it is computed. Fix these before looking.</summary>
/// <example>
/// <code>
/// new KindTestOptions() with { RecognitionMargin = 0.1 }
/// </code>
/// </example>
public sealed record KindTestOptions
{
    /// <summary>Largest p, after Holm's correction, of a difference. Above 0, below 1.</summary>
    public double Significance { get; init; } = 0.05;

    /// <summary>
    /// Difference in the judges' recognition (accuracy or probability of the true class) that does not matter.
    /// </summary>
    public double RecognitionMargin { get; init; } = 0.05;

    /// <summary>How far above chance a classifier may be without mattering.</summary>
    public double ClassifierMargin { get; init; } = 0.1;

    /// <summary>Share of a measure's value that does not matter, even if seeds differ by less.</summary>
    public double RelativeMargin { get; init; } = 0.02;

    /// <summary>
    /// Fewest stimuli by which two kinds can be called the same: with fewer, bootstrapped intervals are too narrow.
    /// </summary>
    public int LeastStimuli { get; init; } = 8;

    /// <summary>Number of bootstrap resamples, at least 100.</summary>
    public int Resamples { get; init; } = 2000;

    /// <summary>Number of random permutations if there are too many to try all, at least 100.</summary>
    public int Permutations { get; init; } = 10_000;

    /// <summary>Seed of resamples and permutations.</summary>
    public int Seed { get; init; }

    /// <summary>Refuses values out of range.</summary>
    /// <exception cref="MetamerException">Names each such value and what is allowed.</exception>
    internal void Check() =>
        Rules.Check(
            "These KindTestOptions cannot be used.",
            [
                (Significance is > 0 and < 1, FormattableString.Invariant($"Significance = {Significance}: 0 to 1")),
                (
                    RecognitionMargin is >= 0 and <= 1,
                    FormattableString.Invariant($"RecognitionMargin = {RecognitionMargin}: 0 to 1")
                ),
                (
                    ClassifierMargin is >= 0 and <= 0.5,
                    FormattableString.Invariant($"ClassifierMargin = {ClassifierMargin}: 0 to 0.5")
                ),
                (
                    RelativeMargin is >= 0 and <= 1,
                    FormattableString.Invariant($"RelativeMargin = {RelativeMargin}: 0 to 1")
                ),
                (LeastStimuli >= 2, $"LeastStimuli = {LeastStimuli}: at least 2"),
                (Resamples >= 100, $"Resamples = {Resamples}: at least 100"),
                (Permutations >= 100, $"Permutations = {Permutations}: at least 100"),
            ]
        );
}
