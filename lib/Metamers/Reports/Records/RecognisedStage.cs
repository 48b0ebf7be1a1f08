namespace Metamers.Reports.Records;

/// <summary>
/// Who recognises the references or the metamers of one stage. Each text has one character for each stimulus, in the
/// order of <see cref="ReportSettings.Stimuli"/>: 1 for yes, 0 for no, - if the stimulus has no class or no metamer.
/// </summary>
/// <param name="Stage">The stage, or <c>natural</c> for the references themselves.</param>
/// <param name="Depth">Its relative depth, 0 to 1; 0 for the references.</param>
/// <param name="Accepted">Whether the metamer counts.</param>
/// <param name="Own">Whether the network itself gives the true class.</param>
/// <param name="Judges">Whether each judge does, in the order of the panel.</param>
public sealed record RecognisedStage(
    string Stage,
    double Depth,
    string Accepted,
    string Own,
    IReadOnlyList<string> Judges
);
