namespace Metamers.Reports.Records;

/// <summary>Something that a report does not say.</summary>
/// <param name="What">What was not tested.</param>
/// <param name="Why">Why, and how it can be tested.</param>
public sealed record Untested(string What, string Why);
