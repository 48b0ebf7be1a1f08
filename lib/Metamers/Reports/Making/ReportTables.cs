using Metamers.Reports.Records;
using Metamers.Tables;
using Microsoft.Data.Analysis;

namespace Metamers.Reports.Making;

/// <summary>The answers of a report as a table that other programs read.</summary>
internal static class ReportTables
{
    /// <summary>
    /// One row for each stage, stimulus and observer; the network itself is the observer <c>itself</c>.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <returns>
    /// Columns network, stage, depth (0 to 1), stimulus, label, class_index, accepted (missing if neither condition
    /// could be tested), reason (why not), observer, group, correct; without a panel there is one row for each metamer,
    /// and observer, group and correct are missing.
    /// </returns>
    public static DataFrame From(ReportRecord record) =>
        (record.Recognition is { } recognition ? Answers(record, recognition) : Metamers(record)).ToDataFrame();

    private static IEnumerable<Row> Answers(ReportRecord record, PanelRecognition recognition) =>
        from stage in recognition.Stages
        from observer in recognition
            .Judges.Select((judge, i) => (judge.Key, judge.Group, Answers: stage.Judges[i]))
            .Prepend(("itself", "the network", stage.Own))
        from stimulus in record.Settings.Stimuli.Index()
        let reason = ReasonOf(record, stage.Stage, stimulus.Item.Name)
        select new Row(
            record.Network.Label,
            stage.Stage,
            stage.Depth,
            stimulus.Item.Name,
            stimulus.Item.Label,
            stimulus.Item.ClassIndex,
            reason is null,
            reason,
            observer.Item1,
            observer.Item2,
            observer.Item3[stimulus.Index] switch
            {
                '1' => true,
                '0' => false,
                _ => null,
            }
        );

    private static IEnumerable<Row> Metamers(ReportRecord record) =>
        from stage in record.Stages
        from stimulus in record.Settings.Stimuli
        let reason = ReasonOf(record, stage.Stage, stimulus.Name)
        select new Row(
            record.Network.Label,
            stage.Stage,
            stage.Depth,
            stimulus.Name,
            stimulus.Label,
            stimulus.ClassIndex,
            reason is null && stage.Accepted is null ? null : reason is null,
            reason,
            null,
            null,
            null
        );

    private static string? ReasonOf(ReportRecord record, string stage, string stimulus) =>
        record.Stages.FirstOrDefault(validity => validity.Stage == stage) is { } found
            ? found.Problem ?? found.Refused.FirstOrDefault(metamer => metamer.Stimulus == stimulus)?.Reason
            : null;

    private sealed record Row(
        string Network,
        string Stage,
        double Depth,
        string Stimulus,
        string? Label,
        int? ClassIndex,
        bool? Accepted,
        string? Reason,
        string? Observer,
        string? Group,
        bool? Correct
    );
}
