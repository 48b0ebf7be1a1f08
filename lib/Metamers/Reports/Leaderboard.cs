using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Statistics;

namespace Metamers.Reports;

/// <summary>
/// Several networks beside one another, from the records of their reports. Records with another panel, other stimuli,
/// another schedule, start or null distribution are not ranked together: there is one table for each kind of
/// conditions.
/// </summary>
/// <param name="SortedBy">The column by which each table is sorted.</param>
/// <param name="Tables">The tables.</param>
/// <param name="NotRanked">Records without recognition by a panel, and records of broken networks.</param>
/// <example>
/// <code>
/// try { Leaderboard.Make([]); }
/// catch (MetamerException error) { Console.WriteLine(error.Message); }
/// </code>
/// </example>
public sealed record Leaderboard(
    string SortedBy,
    IReadOnlyList<LeaderboardTable> Tables,
    IReadOnlyList<ReportRecord> NotRanked
)
{
    private static readonly Dictionary<string, Func<ReportRecord, double>> Orders = new()
    {
        ["reach"] = record => -(record.Reach.Found?.Value ?? double.NegativeInfinity),
        ["idiosyncrasy"] = record => record.Idiosyncrasy.Found?.Value ?? double.PositiveInfinity,
        ["yield"] = record => -(record.Yield.Found?.Value ?? double.NegativeInfinity),
        ["accuracy"] = record => -(record.Beside?.Accuracy.FirstOrDefault()?.Accuracy ?? double.NegativeInfinity),
        ["attacked"] = record => -(record.Beside?.Accuracy.LastOrDefault()?.Accuracy ?? double.NegativeInfinity),
        ["network"] = _ => double.PositiveInfinity, // no place
    };

    /// <summary>The columns by which tables can be sorted.</summary>
    public static IReadOnlyList<string> Columns => [.. Orders.Keys];

    /// <summary>
    /// Which of the three numbers the differences from the network at the top are of: the one that the tables are
    /// sorted by, or reach if they are sorted by another column.
    /// </summary>
    internal string Compared => SortedBy is "idiosyncrasy" or "yield" ? SortedBy : "reach";

    /// <summary>How much a network differs in that number from the one at the top; null if it cannot be said.</summary>
    internal Estimate? Difference(ReportComparison behindFirst) =>
        Compared switch
        {
            "idiosyncrasy" => behindFirst.Idiosyncrasy,
            "yield" => behindFirst.Yield,
            _ => behindFirst.Reach,
        };

    /// <summary>The tables and curves for a cell of a notebook.</summary>
    public string ToHtml() => Shown.ToHtml(this);

    /// <summary>Ranks records, in tables by the conditions of their reports, that of most networks first.</summary>
    /// <param name="records">At least one.</param>
    /// <param name="sortedBy">
    /// One of <see cref="Columns"/>: the largest reach, yield, accuracy or accuracy under attack first, the smallest
    /// idiosyncrasy, or networks by their names. Differences from the first are of that number, or of reach if it is
    /// none of the three.
    /// </param>
    /// <exception cref="MetamerException">
    /// There are no records, a network is given twice under the same conditions, or there is no such column.
    /// </exception>
    public static Leaderboard Make(IReadOnlyList<ReportRecord> records, string sortedBy = "reach")
    {
        if (records.Count == 0)
        {
            throw new MetamerException("There are no records to rank. Give the files record.json of some reports.");
        }

        if (!Orders.TryGetValue(sortedBy, out Func<ReportRecord, double>? order))
        {
            throw new MetamerException($"There is no column '{sortedBy}'. Sort by {string.Join(", ", Columns)}.");
        }

        return new(
            sortedBy,
            [
                .. records
                    .Where(IsRanked)
                    .GroupBy(record => record.Conditions!)
                    .OrderByDescending(conditions => conditions.Count())
                    .Select(group =>
                        Rank(group.Key, [.. group.OrderBy(order).ThenBy(Name, StringComparer.Ordinal)], order)
                    ),
            ],
            [.. records.Where(record => !IsRanked(record))]
        );
    }

    private static bool IsRanked(ReportRecord record) => record.Problem is null && record.Conditions is not null;

    private static string Name(ReportRecord record) => record.Network.Label;

    private static LeaderboardTable Rank(string conditions, ReportRecord[] records, Func<ReportRecord, double> order) =>
        records.CountBy(record => record.Network.WeightsSha256).FirstOrDefault(count => count.Value > 1)
            is { Key: { } twice }
            ? throw new MetamerException(
                $"{string.Join(" and ", records.Where(record => record.Network.WeightsSha256 == twice).Select(Name))} "
                    + $"are one network, tested twice under the same conditions. Give each network once."
            )
            : new(
                conditions,
                [
                    .. records.Select(
                        (record, place) =>
                            new LeaderboardRow(
                                record,
                                place == 0 ? null : ReportComparison.Measure(record, records[0]),
                                double.IsFinite(order(record))
                                    ? 1 + records.Count(other => order(other) < order(record))
                                    : null
                            )
                    ),
                ]
            );
}
