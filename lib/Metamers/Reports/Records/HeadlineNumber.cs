using Metamers.Statistics;

namespace Metamers.Reports.Records;

/// <summary>One of the three numbers that a report begins with.</summary>
/// <param name="Found">The number with its 95 % interval; null if it cannot be said.</param>
/// <param name="Sentence">What it says, or why it cannot be said.</param>
public sealed record HeadlineNumber(Estimate? Found, string Sentence);
