using Metamers.Statistics;

namespace Metamers.Synthesis;

/// <summary>
/// What a metamer's match must exceed: the largest values that unrelated stimuli reached at its stage.
/// </summary>
/// <param name="Measures">The largest value of each measure.</param>
/// <param name="Pairs">Number of pairs of unrelated stimuli.</param>
public sealed record NullMaximum(MatchMeasures Measures, long Pairs)
{
    private const double Rounding = 1e-9;

    /// <summary>
    /// Whether unrelated pairs reach the largest possible value of a measure, so that no metamer could exceed it, as
    /// the ranks of ten class scores do.
    /// </summary>
    internal bool Saturates(MatchMeasure measure) =>
        measure != MatchMeasure.DecibelSnr && Measures[measure] >= 1 - Rounding;

    /// <summary>The measures by which a match is no better than unrelated pairs.</summary>
    internal IEnumerable<MatchMeasure> NotExceededBy(MatchMeasures match) =>
        Enum.GetValues<MatchMeasure>().Where(measure => !(match[measure] > Measures[measure]));
}
