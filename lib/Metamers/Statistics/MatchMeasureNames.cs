namespace Metamers.Statistics;

/// <summary>What sentences call the measures of a match.</summary>
internal static class MatchMeasureNames
{
    /// <summary>The name of a measure within a sentence.</summary>
    public static string InWords(this MatchMeasure measure) =>
        measure switch
        {
            MatchMeasure.Spearman => "Spearman's rho",
            MatchMeasure.Pearson => "Pearson's r",
            _ => "the signal-to-noise ratio",
        };
}
