using Metamers.Reports.Records;
using Metamers.Statistics;
using static Metamers.Plotting.Reports.ReportBlock;

namespace Metamers.Plotting.Reports;

/// <summary>What a report says of who recognises the metamers.</summary>
internal static class RecognitionText
{
    public static Table Groups(PanelRecognition recognition) =>
        new(
            [("Judges", false), .. recognition.Stages.Select(stage => (stage.Stage, true))],
            [
                .. recognition
                    .Groups.GroupBy(group => (group.Group, group.Judges))
                    .Select(group =>
                        (IReadOnlyList<string>)
                            [
                                $"{group.Key.Group} ({group.Key.Judges})",
                                .. group.Select(stage =>
                                    stage.Recognition is { } found
                                        ? $"{NumberText.Fixed(found.Value, 2)} ± "
                                            + $"{NumberText.Fixed(found.StandardError, 2)}"
                                        : "–"
                                ),
                            ]
                    ),
            ]
        );

    public static Table Judges(PanelRecognition recognition) =>
        new(
            [("Judge", false), ("Group", false), ("Cohen's kappa with the network", true), ("Shares", false)],
            [
                .. recognition.Judges.Select(judge =>
                    (IReadOnlyList<string>)
                        [
                            judge.Key,
                            judge.Group,
                            judge.Kappa is { } kappa ? ReportText.Text(kappa) : "not defined",
                            judge.Note ?? "nothing known",
                        ]
                ),
            ]
        );

    /// <summary>What people said, and how far they agree with one another and with the network.</summary>
    public static IEnumerable<ReportBlock> Measured(MeasuredRecognition people)
    {
        yield return new Table(
            [("Stage", false), ("Trials", true), ("People", true), ("The network itself", true)],
            [
                .. people.Stages.Select(stage =>
                    (IReadOnlyList<string>)
                        [
                            stage.Stage,
                            $"{stage.Trials}",
                            $"{ReportText.Text(stage.People.Value)} ({ReportText.Interval(stage.People)})",
                            ReportText.Text(stage.Network),
                        ]
                ),
            ]
        );
        yield return new Paragraph(
            $"Proportion correct of {people.Participants} participants ({people.Excluded} excluded), with 95 % "
                + $"intervals over them; guessing gives {NumberText.Fixed(people.Chance, 2)}. Design {people.Design}: "
                + "its stimuli need not be those of this report, since it is matched by the network's name alone."
        );
        yield return new Paragraph(
            $"Error consistency (Cohen's kappa of being right): one participant with another "
                + $"{Kappa(people.Ceiling)}, as much as a person reaches; the network with the participants "
                + $"{Kappa(people.Consistency)}."
        );

        static string Kappa(Estimate? found) => found?.ToString() ?? "not defined";
    }

    public static IEnumerable<ReportBlock> People(PredictedRecognition people)
    {
        if (people.Refused is { } reason)
        {
            yield return new Paragraph($"Nothing is predicted: {reason}.");
            yield break;
        }

        yield return new Table(
            [("Stage", false), ("Predicted", true), ("95 % prediction interval", true), ("", false)],
            [
                .. people.Stages.Select(stage =>
                    (IReadOnlyList<string>)
                        [
                            stage.Stage,
                            stage.Predicted is { } value ? NumberText.Fixed(value, 2) : "–",
                            stage.Predicted is null
                                ? ""
                                : $"{NumberText.Fixed(stage.Low!.Value, 2)} to "
                                    + $"{NumberText.Fixed(stage.High!.Value, 2)}",
                            stage.Refused ?? "",
                        ]
                ),
            ]
        );
        yield return new Paragraph(
            FormattableString.Invariant(
                $"From a line through {people.Points} published points (R² = {people.RSquared:0.00}). {people.Caution}"
            )
        );
    }
}
