using Metamers.Reports.Records;
using Metamers.Synthesis;

namespace Metamers.Reports.Making;

/// <summary>The metamers of one stage, and whether they are valid.</summary>
/// <param name="Validity">What the report says of them.</param>
/// <param name="Made">The metamers, one for each stimulus; null if there are none.</param>
/// <param name="Accepted">Whether each counts: no condition that could be tested refuses it.</param>
internal sealed record MadeStage(StageValidity Validity, MetamerSet? Made, IReadOnlyList<bool> Accepted);
