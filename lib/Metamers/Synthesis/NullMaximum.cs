using Metamers.Statistics;

namespace Metamers.Synthesis;

/// <summary>
/// What a metamer's match must exceed: the largest values that unrelated stimuli reached at its stage.
/// </summary>
/// <param name="Measures">The largest value of each measure.</param>
/// <param name="Pairs">Number of pairs of unrelated stimuli.</param>
public sealed record NullMaximum(MatchMeasures Measures, long Pairs);
