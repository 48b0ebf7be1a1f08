using Metamers.Synthesis;

namespace Metamers.Notebook.Exercises;

/// <summary>One case of an exercise.</summary>
/// <param name="Fault">What is wrong and a hint, as a sentence; null if the answer gives what it should.</param>
/// <param name="Made">The metamer that the answer made, if it is to be shown.</param>
internal readonly record struct Finding(string? Fault, Metamer? Made = null)
{
    private const double Tolerance = 1e-4;

    /// <summary>A number that must be right to four digits.</summary>
    public static Finding Number(double given, double expected, string of, string hint) =>
        That(
            Math.Abs(given - expected) <= Tolerance * Math.Max(1, Math.Abs(expected)),
            FormattableString.Invariant($"For {of} it gives {given:G5} where {expected:G5} is right: {hint}.")
        );

    /// <summary>A condition with what to say if it does not hold.</summary>
    public static Finding That(bool holds, string fault) => new(holds ? null : fault);

    /// <summary>Whether something is the right answer of two.</summary>
    public static Finding Truth(bool given, bool expected, string of, string hint) =>
        That(given == expected, $"For {of} it says {(given ? "yes" : "no")}: {hint}.");
}
