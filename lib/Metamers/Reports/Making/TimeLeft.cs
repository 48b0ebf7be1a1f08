namespace Metamers.Reports.Making;

/// <summary>
/// The time that is left, by the pace of the work that was done. Parts that were kept from an earlier run and take no
/// time are not work: only what lies between two reports of the same part counts.
/// </summary>
internal sealed class TimeLeft
{
    private const double LeastShare = 0.01; // of the whole; less tells too little of the pace
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(2);

    private (string Part, double Share, TimeSpan At)? last;
    private double worked;
    private TimeSpan took;

    /// <summary>The time left after a report; null if too little was done to tell.</summary>
    /// <param name="part">The part that is worked on.</param>
    /// <param name="share">Finished share of the whole, 0 to 1.</param>
    /// <param name="now">Time since the beginning.</param>
    public TimeSpan? After(string part, double share, TimeSpan now)
    {
        if (last is { } before && before.Part == part)
        {
            worked += share - before.Share;
            took += now - before.At;
        }

        last = (part, share, now);
        return worked >= LeastShare && took > LeastTime ? took * ((1 - share) / worked) : null;
    }
}
