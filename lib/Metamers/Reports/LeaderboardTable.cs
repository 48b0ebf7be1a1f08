namespace Metamers.Reports;

/// <summary>Networks that were tested under the same conditions, in their order.</summary>
/// <param name="Conditions">Panel, stimuli, schedule and null distribution.</param>
/// <param name="Rows">The networks, the first at the top.</param>
public sealed record LeaderboardTable(string Conditions, IReadOnlyList<LeaderboardRow> Rows);
