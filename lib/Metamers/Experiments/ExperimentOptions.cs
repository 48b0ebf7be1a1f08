using Metamers.Runtime;

namespace Metamers.Experiments;

/// <summary>The options of an experiment's design, and what participants must get right to be included.</summary>
public sealed record ExperimentOptions
{
    /// <summary>
    /// The words that participants choose from. At least two, each once; the category of every stimulus must be among
    /// them.
    /// </summary>
    public required IReadOnlyList<string> Choices { get; init; }

    /// <summary>Number of participants. At least 1; multiples of the number of conditions balance best.</summary>
    public int Participants { get; init; } = 20;

    /// <summary>
    /// Seed of which participant gets which stimuli in which condition and order, and of the order of the headphone
    /// check.
    /// </summary>
    public long Seed { get; init; }

    /// <summary>
    /// How many of the six trials of the headphone check must be correct, 0 to 6. As published: 5. Only experiments
    /// with sounds have the check.
    /// </summary>
    public int HeadphonesNeeded { get; init; } = 5;

    /// <summary>
    /// The share of the screening trials that must be correct, 0 to 1. As published for pictures: 7 of 12.
    /// </summary>
    public double ScreeningNeeded { get; init; } = 7.0 / 12;

    /// <summary>The share of the catch trials that must be correct, 0 to 1.</summary>
    public double CatchNeeded { get; init; } = 0.75;

    /// <summary>Proportion correct by chance: one divided by the number of choices.</summary>
    public double Chance => 1.0 / Choices.Count;

    internal void Check() =>
        Rules.Check(
            "Cannot design the experiment.",
            [
                (Choices.Count >= 2, $"{Choices.Count} choices, at least 2"),
                (Choices.Distinct().Count() == Choices.Count, $"the choices {string.Join(", ", Choices)}, each once"),
                (Participants >= 1, $"{Participants} participants, at least 1"),
                (
                    HeadphonesNeeded is >= 0 and <= HeadphoneCheck.Trials,
                    $"{HeadphonesNeeded} headphone trials needed, 0 to {HeadphoneCheck.Trials}"
                ),
                (
                    ScreeningNeeded is >= 0 and <= 1,
                    FormattableString.Invariant($"a share of {ScreeningNeeded} of the screening needed, 0 to 1")
                ),
                (
                    CatchNeeded is >= 0 and <= 1,
                    FormattableString.Invariant($"a share of {CatchNeeded} of the catch trials needed, 0 to 1")
                ),
            ]
        );

    /// <summary>The number of correct answers that a share of a number of trials requires, rounded up.</summary>
    internal static int Needed(double share, int trials) => (int)Math.Ceiling(share * trials - 1e-9);
}
