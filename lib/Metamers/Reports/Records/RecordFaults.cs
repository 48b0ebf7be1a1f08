using Metamers.Reports.Making;
using Metamers.Runtime;
using Metamers.Statistics;

namespace Metamers.Reports.Records;

/// <summary>What is wrong with a record that was read: files from elsewhere are data, not trust.</summary>
internal static class RecordFaults
{
    private const int LeastResamples = 2;
    internal const int MostResamples = 1_000_000;

    /// <summary>
    /// What is missing, is no possible number, or contradicts the lists of stimuli, stages and judges, so that nothing
    /// true could be computed from it; null if nothing is.
    /// </summary>
    public static string? Find(ReportRecord record) =>
        OfSettings(record) ?? OfNumbers(record) ?? (record.Recognition is { } panel ? OfPanel(record, panel) : null);

    private static string? OfSettings(ReportRecord record)
    {
        ReportSettings settings = record.Settings;
        try
        {
            settings.Schedule.Check();
        }
        catch (MetamerException error)
        {
            return error.Message;
        }

        return settings.Stimuli.Count == 0 ? "it lists no stimuli."
            : settings.Resamples is < LeastResamples or > MostResamples
                ? FormattableString.Invariant(
                    $"its intervals are of {settings.Resamples} resamples; {LeastResamples} to {MostResamples:N0} are "
                ) + "possible."
            : record.Problem is null && record.Stages.Count == 0 ? "it lists no stages, and no problem of the network."
            : record.Stages.FirstOrDefault(stage => !IsShare(stage.Depth)) is { } stage
                ? FormattableString.Invariant($"the depth of '{stage.Stage}' is {stage.Depth}; it is from 0 to 1.")
            : null;
    }

    private static string? OfNumbers(ReportRecord record) =>
        new[]
        {
            OfNumber("reach", record.Reach, 0),
            OfNumber("idiosyncrasy", record.Idiosyncrasy, -1),
            OfNumber("yield", record.Yield, 0),
        }
            .Concat(
                (record.Beside?.Accuracy ?? []).Select(found =>
                    IsShare(found.Accuracy)
                        ? null
                        : FormattableString.Invariant($"an accuracy is {found.Accuracy}; it is from 0 to 1.")
                )
            )
            .FirstOrDefault(fault => fault is not null)
        ?? (
            record.Recognition is null && (record.Reach.Found ?? record.Idiosyncrasy.Found) is not null
                ? "it has reach or idiosyncrasy, and no answers of judges."
                : null
        );

    private static string? OfNumber(string name, HeadlineNumber number, double lowest) =>
        number.Found is not { } found || IsWithin(found, lowest)
            ? null
            : FormattableString.Invariant(
                $"{name} is {found.Value}, {found.Low} to {found.High}; it is from {lowest} to 1."
            );

    private static string? OfPanel(ReportRecord record, PanelRecognition panel)
    {
        int stimuli = record.Settings.Stimuli.Count;
        int stages = panel.Stages.Count;
        if (panel.Judges.Count == 0)
        {
            return "nobody judged.";
        }

        if (stages != record.Stages.Count + 1)
        {
            return $"it has answers for {stages} stages, and not for the natural stimuli and {record.Stages.Count} "
                + "stages.";
        }

        foreach (RecognisedStage stage in panel.Stages)
        {
            if (stage.Judges.Count != panel.Judges.Count)
            {
                return $"at '{stage.Stage}' {stage.Judges.Count} of {panel.Judges.Count} judges answered.";
            }

            if (stage.Judges.Append(stage.Own).Append(stage.Accepted).FirstOrDefault(Wrong) is { } answers)
            {
                return $"at '{stage.Stage}' it has the answers '{answers}' for {stimuli} stimuli.";
            }
        }

        double[] depths = [.. panel.Stages.Select(stage => stage.Depth)];
        if (depths[0] != 0 || depths[^1] != 1 || depths.Zip(depths.Skip(1)).Any(pair => !(pair.First < pair.Second)))
        {
            return FormattableString.Invariant(
                $"the depths of its stages are {string.Join(", ", depths)}; they rise from 0 to 1."
            );
        }

        if (!(panel.Chance > 0 && panel.Chance < 1))
        {
            return FormattableString.Invariant($"chance is {panel.Chance}; it is between 0 and 1.");
        }

        string[] named = [.. panel.Stages.Select(stage => stage.Stage)];
        return panel.Groups.Count == 0
            || panel.Groups.Chunk(stages).Any(group => !group.Select(stage => stage.Stage).SequenceEqual(named))
            || panel.Groups.Take(stages).Any(group => group.Group != PanelNumbers.AllJudges)
                ? "its groups of judges do not have each stage once, all judges first."
            : panel.Groups.Any(group => group.Recognition is { } found && !IsWithin(found, 0))
                ? "a proportion correct is not from 0 to 1."
            : OfDetermined(record, new(panel.Stages));

        bool Wrong(string answers) =>
            answers.Length != stimuli || answers.Any(answer => answer is not ('0' or '1' or '-'));
    }

    /// <summary>Whether a number is given that the answers do not determine.</summary>
    private static string? OfDetermined(ReportRecord record, AnswerTable table) =>
        record.Reach.Found is not null && table.Hindrance(lastAlone: false) is { } reach ? $"it has reach, but {reach}."
        : record.Idiosyncrasy.Found is not null && table.Hindrance(lastAlone: true) is { } last
            ? $"it has idiosyncrasy, but {last}."
        : null;

    private static bool IsShare(double value) => value >= 0 && value <= 1;

    private static bool IsWithin(Estimate found, double lowest) =>
        double.IsFinite(found.StandardError)
        && found.StandardError >= 0
        && found.Low >= lowest
        && found.High <= 1
        && found.Low <= found.High
        && found.Value >= lowest
        && found.Value <= 1;
}
