namespace Metamers.Synthesis;

/// <summary>The loss of one metamer at one moment of its synthesis.</summary>
/// <param name="Step">Steps done by then; 0 is the start noise.</param>
/// <param name="Loss">
/// ‖A′ − A‖₂ / ‖A‖₂ at the matched stage (<see cref="InversionLoss"/>); with an objective of its own (<see
/// cref="MetamerOptions.Objective"/>), the weighted sum of its terms.
/// </param>
public sealed record LossReport(int Step, double Loss);
