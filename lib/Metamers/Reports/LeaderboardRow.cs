using Metamers.Reports.Records;

namespace Metamers.Reports;

/// <summary>One network of a <see cref="Leaderboard"/>.</summary>
/// <param name="Record">Its record.</param>
/// <param name="BehindFirst">
/// How much its numbers differ from those of the network at the top; null for that network itself.
/// </param>
/// <param name="Place">
/// Its place by the column that the table is sorted by, 1 for the best, shared by equal networks; null if it has no
/// such number, or if the table is sorted by names.
/// </param>
public sealed record LeaderboardRow(ReportRecord Record, ReportComparison? BehindFirst, int? Place);
