using Metamers.Runtime;

namespace Metamers.Reports;

/// <summary>When and on what a report was made; kept apart from the record, which does not depend on it.</summary>
/// <param name="Began">When it began.</param>
/// <param name="Seconds">How long it took; a report that resumed counts only its last part.</param>
/// <param name="Manifest">Versions, device and threads.</param>
public sealed record ReportRun(DateTimeOffset Began, double Seconds, RunManifest Manifest);
