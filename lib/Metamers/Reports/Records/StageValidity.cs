using Metamers.Statistics;

namespace Metamers.Reports.Records;

/// <summary>Did it work? The metamers of one stage.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Depth">
/// Its relative depth: its place among the network's stages, 0 for the input and 1 for the last stage.
/// </param>
/// <param name="Made">Number of metamers made.</param>
/// <param name="DecisionsKept">Those with the network's decision on their reference; null without decisions.</param>
/// <param name="BetterThanNull">
/// Those that match better than all unrelated pairs in all measures that are not <see cref="Saturated"/>; null without
/// a null distribution.
/// </param>
/// <param name="Accepted">
/// Those for which both of the paper's conditions hold, or the one that could be tested; null if neither could.
/// </param>
/// <param name="Refused">Those that a condition refuses or that could not be compared, each with its reason.</param>
/// <param name="MedianMatch">
/// Median over the metamers of each measure of the match; null if none could be compared.
/// </param>
/// <param name="NullMaximum">What unrelated pairs reached at most; null without a null distribution.</param>
/// <param name="Saturated">
/// Measures that are left out because unrelated pairs reach 1, their largest possible value, so that no metamer could
/// exceed it: rank correlations of few units, such as ten class scores.
/// </param>
/// <param name="DistanceToStart">
/// Median root mean square of the difference between a metamer and the noise that it was made from, in units of the
/// input.
/// </param>
/// <param name="TotalVariation">Median of the mean absolute difference of neighbouring pixels or samples.</param>
/// <param name="Invisible">
/// Names of the references whose metamer is an invisible change of the start: a picture that changed by less than the
/// deviation of the start noise itself, or a sound that changed by less than a twentieth of its reference's level.
/// </param>
/// <param name="Problem">Why there are no metamers of this stage; null if there are.</param>
public sealed record StageValidity(
    string Stage,
    double Depth,
    int Made,
    int? DecisionsKept,
    int? BetterThanNull,
    int? Accepted,
    IReadOnlyList<RefusedMetamer> Refused,
    MatchMeasures? MedianMatch,
    MatchMeasures? NullMaximum,
    IReadOnlyList<string> Saturated,
    double? DistanceToStart,
    double? TotalVariation,
    IReadOnlyList<string> Invisible,
    string? Problem
);
