namespace Metamers.Reports.Records;

/// <summary>The null distribution that the metamers were compared with.</summary>
/// <param name="Data">The stimuli, and how they were changed.</param>
/// <param name="Pairs">Number of pairs of unrelated stimuli.</param>
/// <param name="IndependentPairs">Pairs that can be drawn within blocks without sharing a stimulus.</param>
/// <param name="Seed">Its seed.</param>
public sealed record ReportedNull(string Data, long Pairs, long IndependentPairs, long Seed);
