using Metamers.Reports.Records;

namespace Metamers.Reports;

/// <summary>One network of a <see cref="Leaderboard"/>.</summary>
/// <param name="Record">Its record.</param>
/// <param name="BehindFirst">
/// How much its numbers differ from those of the network at the top; null for that network itself.
/// </param>
public sealed record LeaderboardRow(ReportRecord Record, ReportComparison? BehindFirst);
