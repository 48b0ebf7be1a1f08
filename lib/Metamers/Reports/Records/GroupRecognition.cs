using Metamers.Statistics;

namespace Metamers.Reports.Records;

/// <summary>How often the judges of a group recognise the metamers of one stage.</summary>
/// <param name="Stage">The stage, or <c>natural</c>.</param>
/// <param name="Group">Which judges; <c>all judges</c> for the panel.</param>
/// <param name="Judges">How many.</param>
/// <param name="Metamers">Number of metamers that count.</param>
/// <param name="Recognition">
/// Proportion correct, with its uncertainty over stimuli and judges; null if fewer than four metamers count, or fewer
/// than eight stimuli have a class.
/// </param>
public sealed record GroupRecognition(string Stage, string Group, int Judges, int Metamers, Estimate? Recognition);
