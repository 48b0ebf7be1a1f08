using Metamers.Reports.Records;

namespace Metamers.Reports.Making;

/// <summary>Why parts of a report could not be measured; null or empty for what was.</summary>
/// <param name="Doubt">Why it is not certain that the network works.</param>
/// <param name="Nulls">The null distribution.</param>
/// <param name="Panel">Recognition by the panel.</param>
/// <param name="People">Recognition by people; a sentence.</param>
/// <param name="Beside">What is measured beside the metamers.</param>
internal sealed record Missing(
    string? Doubt,
    string? Nulls,
    string? Panel,
    string? People,
    IReadOnlyList<Untested> Beside
);
