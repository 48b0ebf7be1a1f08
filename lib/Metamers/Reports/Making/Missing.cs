namespace Metamers.Reports.Making;

/// <summary>Why parts of a report could not be measured; null for what was.</summary>
/// <param name="Nulls">The null distribution.</param>
/// <param name="Panel">Recognition by the panel.</param>
/// <param name="Beside">What is measured beside the metamers.</param>
internal sealed record Missing(string? Nulls, string? Panel, string? Beside);
