namespace Workbook.Diagnosis;

/// <summary>What was found of one thing that notebooks need.</summary>
/// <param name="Subject">What was looked at.</param>
/// <param name="State">What it means.</param>
/// <param name="Found">What there is.</param>
/// <param name="Cure">What to do; null where nothing is to be done.</param>
public sealed record Finding(string Subject, State State, string Found, string? Cure = null);
