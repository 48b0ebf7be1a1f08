namespace Metamers.Statistics;

/// <summary>Match of two activations.</summary>
/// <param name="Spearman">Rank correlation.</param>
/// <param name="Pearson">Correlation.</param>
/// <param name="DecibelSnr">10·log10(‖A‖₂ / ‖A − A′‖₂).</param>
public readonly record struct MatchMeasures(double Spearman, double Pearson, double DecibelSnr);
