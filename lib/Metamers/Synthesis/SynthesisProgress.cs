namespace Metamers.Synthesis;

/// <summary>How far a synthesis has come.</summary>
/// <param name="Stage">The stage that is matched.</param>
/// <param name="Step">Steps done.</param>
/// <param name="TotalSteps">Steps of the whole schedule.</param>
/// <param name="Losses">Loss of each item before the next step.</param>
/// <param name="StepsPerSecond">Steps of the whole batch per second since this run began or resumed.</param>
/// <param name="TimeLeft">Estimated time to the end.</param>
public sealed record SynthesisProgress(
    string Stage,
    int Step,
    int TotalSteps,
    IReadOnlyList<double> Losses,
    double StepsPerSecond,
    TimeSpan TimeLeft
);
