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
    /// The measures of which unrelated pairs reach the largest possible value, as the ranks of ten class scores do: no
    /// metamer could exceed them, so that they decide nothing. If it is all measures, as where a stimulus was paired
    /// with itself, none is left out, and no match exceeds them.
    /// </summary>
    internal IReadOnlyList<MatchMeasure> Saturated => [.. Enum.GetValues<MatchMeasure>().Where(Saturates)];

    /// <summary>The measures that decide and by which a match is no better than unrelated pairs.</summary>
    internal IReadOnlyList<MatchMeasure> FailedBy(MatchMeasures match) =>
        [
            .. Enum.GetValues<MatchMeasure>()
                .Where(measure => !Saturates(measure) && !(match[measure] > Measures[measure])),
        ];

    private bool Saturates(MatchMeasure measure) =>
        IsLargest(measure) && !Enum.GetValues<MatchMeasure>().All(IsLargest);

    private bool IsLargest(MatchMeasure measure) =>
        Measures[measure] >= (measure == MatchMeasure.DecibelSnr ? double.PositiveInfinity : 1 - Rounding);
}
