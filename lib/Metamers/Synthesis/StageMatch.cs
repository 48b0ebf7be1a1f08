using Metamers.Statistics;

namespace Metamers.Synthesis;

/// <summary>How well a metamer's activations match its reference's at one stage.</summary>
/// <param name="Stage">The stage that is compared, not always the one that the metamer was made for.</param>
/// <param name="Measures">Spearman rho, Pearson r and dB SNR over all units of that stage.</param>
public sealed record StageMatch(string Stage, MatchMeasures Measures);
