using Metamers.Synthesis;

namespace Metamers.Reports.Records;

/// <summary>With what a network was tested; records can be ranked together only if this is the same.</summary>
/// <param name="Budget">Name of the budget.</param>
/// <param name="Schedule">How the metamers were made.</param>
/// <param name="StimulusSet">Where the stimuli were taken from.</param>
/// <param name="Stimuli">The stimuli.</param>
/// <param name="Nulls">The null distribution; null if none could be measured.</param>
/// <param name="Resamples">Number of bootstrap resamples.</param>
public sealed record ReportSettings(
    string Budget,
    MetamerOptions Schedule,
    string StimulusSet,
    IReadOnlyList<ReportedStimulus> Stimuli,
    ReportedNull? Nulls,
    int Resamples
);
