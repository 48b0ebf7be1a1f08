namespace Metamers.Reports.Records;

/// <summary>A stimulus whose metamers were made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Label">What it is; null if that is not known.</param>
/// <param name="ClassIndex">Index of that class; null likewise.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Sha256">
/// First 16 digits of the SHA-256 of its values, by which stimuli of one name are told apart; null in records of
/// earlier versions.
/// </param>
public sealed record ReportedStimulus(
    string Name,
    string? Label,
    int? ClassIndex,
    string Source,
    string? Sha256 = null
);
