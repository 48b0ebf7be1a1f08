using Metamers.Reports.Records;
using Metamers.Statistics;

namespace Metamers.Reports;

/// <summary>One network of a <see cref="Leaderboard"/>.</summary>
/// <param name="Record">Its record.</param>
/// <param name="BehindFirst">
/// How much its reach differs from that of the network at the top, over the same stimuli and the judges that both have;
/// null for that network itself, and if one of the two has no reach.
/// </param>
public sealed record LeaderboardRow(ReportRecord Record, Estimate? BehindFirst);
