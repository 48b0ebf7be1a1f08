namespace Metamers.Reports.Records;

/// <summary>A network of the panel.</summary>
/// <param name="Key">Its key in the zoo.</param>
/// <param name="Group">How it was trained, and whether it has the architecture of the network that is tested.</param>
/// <param name="Note">What it shares with the network that is tested; null if nothing is known.</param>
/// <param name="Kappa">
/// Cohen's kappa of being right (error consistency) between it and the network, over the accepted metamers of all
/// stages; null if one of the two is always right or wrong and kappa is not defined.
/// </param>
public sealed record ReportedJudge(string Key, string Group, string? Note, double? Kappa);
