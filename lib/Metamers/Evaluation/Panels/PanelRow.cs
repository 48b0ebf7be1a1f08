namespace Metamers.Evaluation.Panels;

/// <summary>What a panel makes of one set of metamers.</summary>
/// <param name="Name">What the set is called.</param>
/// <param name="Recognised">For each reference, the share of the panel that recognises its metamer, 0 to 1.</param>
/// <param name="Losses">
/// ‖A′ − A‖₂ / ‖A‖₂ of each metamer at the stage that was asked for; empty for the references.
/// </param>
/// <param name="Kept">Number of metamers for which their own network decides as for the reference.</param>
/// <param name="Accepted">
/// Number of those that count: by both of the paper's conditions if they were compared with a null distribution.
/// </param>
public sealed record PanelRow(
    string Name,
    IReadOnlyList<double> Recognised,
    IReadOnlyList<double> Losses,
    int Kept,
    int Accepted
)
{
    /// <summary>Whether each network of the panel recognises each metamer, 1 or 0: by network and reference.</summary>
    internal IReadOnlyList<double[]> ByJudge { get; init; } = [];
}
