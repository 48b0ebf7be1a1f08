using Metamers.Runtime;

namespace Metamers.Experiments;

/// <summary>What an experiment's design is drawn from.</summary>
public sealed record ExperimentOptions
{
    /// <summary>The words that participants choose from. At least two, each once; every stimulus' category is among them.</summary>
    public required IReadOnlyList<string> Choices { get; init; }

    /// <summary>Number of participants. At least 1; multiples of the number of conditions balance best.</summary>
    public int Participants { get; init; } = 20;

    /// <summary>Sets who sees what, and in which order.</summary>
    public long Seed { get; init; }

    /// <summary>Proportion correct of guessing: one over the number of choices.</summary>
    public double Chance => 1.0 / Choices.Count;

    internal void Check() => Rules.Check("Cannot design the experiment.",
    [
        (Choices.Count >= 2, $"{Choices.Count} choices, at least 2"),
        (Choices.Distinct().Count() == Choices.Count, $"the choices {string.Join(", ", Choices)}, each once"),
        (Participants >= 1, $"{Participants} participants, at least 1"),
    ]);
}
