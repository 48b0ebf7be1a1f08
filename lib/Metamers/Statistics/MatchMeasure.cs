namespace Metamers.Statistics;

/// <summary>One of the three measures of <see cref="MatchMeasures"/>.</summary>
/// <example>
/// <code>
/// MatchMeasures.Between(tensor([3f, 4f]), tensor([3f, 0f]))[MatchMeasure.DecibelSnr]
/// </code>
/// </example>
public enum MatchMeasure
{
    /// <summary>Spearman's rho.</summary>
    Spearman,

    /// <summary>Pearson's r.</summary>
    Pearson,

    /// <summary>The signal-to-noise ratio, dB.</summary>
    DecibelSnr,
}
