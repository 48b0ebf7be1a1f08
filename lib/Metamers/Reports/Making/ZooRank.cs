using Metamers.Reports.Records;

namespace Metamers.Reports.Making;

/// <summary>The place of a network among those of the zoo that were tested under the same conditions.</summary>
/// <param name="record">Its record.</param>
internal sealed class ZooRank(ReportRecord record)
{
    private readonly ReportRecord[] zoo =
    [
        .. ReportRecord
            .ShippedKeys.Select(ReportRecord.LoadShipped)
            .Where(other =>
                record.Conditions is not null
                && other.Conditions == record.Conditions
                && other.Network.WeightsSha256 != record.Network.WeightsSha256
            ),
    ];

    /// <summary>Number of networks of the zoo that it can be ranked with.</summary>
    public int Others => zoo.Length;

    /// <summary>Its place, 1 for the best; null if one cannot be said.</summary>
    /// <param name="number">Which of the three numbers.</param>
    /// <param name="smallestFirst">Whether a small number is the better one.</param>
    public string? Place(Func<ReportRecord, HeadlineNumber> number, bool smallestFirst = false)
    {
        double[] others = [.. zoo.Select(other => number(other).Found?.Value).OfType<double>()];
        return number(record).Found is { } own && others.Length > 0
            ? $"{1 + others.Count(other => smallestFirst ? other < own.Value : other > own.Value)} of "
                + $"{others.Length + 1}"
            : null;
    }
}
