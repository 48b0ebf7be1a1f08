namespace Metamers.Reports;

/// <summary>How far a report has come.</summary>
/// <param name="What">What is being done.</param>
/// <param name="Share">Finished share of the whole, 0 to 1, by an estimate of the costs.</param>
/// <param name="TimeLeft">Estimated time to the end; null at the beginning.</param>
public sealed record ReportProgress(string What, double Share, TimeSpan? TimeLeft);
