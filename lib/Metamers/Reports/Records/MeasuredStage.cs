using Metamers.Statistics;

namespace Metamers.Reports.Records;

/// <summary>People's recognition of the metamers of one stage.</summary>
/// <param name="Stage">The stage, or <c>natural</c>.</param>
/// <param name="Trials">Number of trials in which they were shown.</param>
/// <param name="People">Proportion correct of the participants, with its uncertainty over them.</param>
/// <param name="Network">Proportion correct of the network itself in the same trials.</param>
public sealed record MeasuredStage(string Stage, int Trials, Estimate People, double Network);
