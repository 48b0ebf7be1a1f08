using Metamers.Runtime;

namespace Metamers.Experiments;

/// <summary>What an experiment's design is drawn from, and what participants must get right to be kept.</summary>
public sealed record ExperimentOptions
{
    /// <summary>
    /// The words that participants choose from. At least two, each once; every stimulus' category is among them.
    /// </summary>
    public required IReadOnlyList<string> Choices { get; init; }

    /// <summary>Number of participants. At least 1; multiples of the number of conditions balance best.</summary>
    public int Participants { get; init; } = 20;

    /// <summary>Sets who sees what, and in which order, and the order of the headphone check.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// How many of the six trials of the headphone check must be right, 0 to 6. As published: 5. Sounds alone have the
    /// check.
    /// </summary>
    public int HeadphonesNeeded { get; init; } = 5;

    /// <summary>
    /// Which share of the screening trials must be right, 0 to 1. As published for pictures: 7 of 12.
    /// </summary>
    public double ScreeningNeeded { get; init; } = 7.0 / 12;

    /// <summary>Which share of the catch trials must be right, 0 to 1.</summary>
    public double CatchNeeded { get; init; } = 0.75;

    /// <summary>Proportion correct of guessing: one over the number of choices.</summary>
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
                (ScreeningNeeded is >= 0 and <= 1, $"a share of {ScreeningNeeded} of the screening needed, 0 to 1"),
                (CatchNeeded is >= 0 and <= 1, $"a share of {CatchNeeded} of the catch trials needed, 0 to 1"),
            ]
        );

    /// <summary>How many right answers a share of a number of trials is, rounded up.</summary>
    internal static int Needed(double share, int trials) => (int)Math.Ceiling(share * trials - 1e-9);
}
