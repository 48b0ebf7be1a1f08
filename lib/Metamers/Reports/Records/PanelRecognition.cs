namespace Metamers.Reports.Records;

/// <summary>Recognition of the metamers by the panel.</summary>
/// <param name="Panel">
/// Version of the panel: its name, and a hash of the judges and their weights, which another judge would change.
/// </param>
/// <param name="Chance">Proportion correct by guessing.</param>
/// <param name="Judges">The judges.</param>
/// <param name="LeftOut">
/// Judges of the panel that are the network itself, which does not judge its own metamers.
/// </param>
/// <param name="Stages">Every answer: the references first, then the stages.</param>
/// <param name="Groups">Proportions correct of the panel and of its groups.</param>
public sealed record PanelRecognition(
    string Panel,
    double Chance,
    IReadOnlyList<ReportedJudge> Judges,
    IReadOnlyList<string> LeftOut,
    IReadOnlyList<RecognisedStage> Stages,
    IReadOnlyList<GroupRecognition> Groups
);
