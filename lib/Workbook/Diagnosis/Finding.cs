namespace Workbook.Diagnosis;

/// <summary>The state of one thing that the notebooks need.</summary>
/// <param name="Subject">What was checked.</param>
/// <param name="State">What the finding means.</param>
/// <param name="Found">What was found.</param>
/// <param name="Cure">What to do; null if nothing needs to be done.</param>
public sealed record Finding(string Subject, State State, string Found, string? Cure = null);
