namespace Metamers.Reports.Records;

/// <summary>The null distribution that the metamers were compared with.</summary>
/// <param name="Data">The stimuli, and how they were changed.</param>
/// <param name="Pairs">Number of pairs of unrelated stimuli.</param>
/// <param name="IndependentPairs">Those among them that share no stimulus.</param>
/// <param name="Seed">Its seed.</param>
public sealed record ReportedNull(string Data, long Pairs, long IndependentPairs, long Seed);
