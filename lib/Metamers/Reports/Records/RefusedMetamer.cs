namespace Metamers.Reports.Records;

/// <summary>A metamer that does not count.</summary>
/// <param name="Stimulus">Name of its reference.</param>
/// <param name="Reason">Why it does not count.</param>
public sealed record RefusedMetamer(string Stimulus, string Reason);
