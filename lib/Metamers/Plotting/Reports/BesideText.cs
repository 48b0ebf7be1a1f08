using Metamers.Reports;
using Metamers.Reports.Records;
using Metamers.Runtime;
using static Metamers.Plotting.Reports.ReportBlock;

namespace Metamers.Plotting.Reports;

/// <summary>What a report says beside the metamers, and of other networks.</summary>
internal static class BesideText
{
    /// <summary>Accuracy, sensitivity and similarity.</summary>
    public static IEnumerable<ReportBlock> Scores(BesideMetamers beside)
    {
        yield return new Heading(2, "Beside the metamers");
        yield return new Paragraph(BesideMetamers.Caution);
        if (beside.Accuracy.Count > 0)
        {
            yield return new Table(
                [("Largest perturbation (L2)", true), ("Steps of the attack", true), ("Accuracy", true)],
                [
                    .. beside.Accuracy.Select(attacked =>
                        (IReadOnlyList<string>)
                            [
                                attacked.Radius == 0 ? "none" : NumberText.Format(attacked.Radius, 3),
                                attacked.Radius == 0 ? "" : $"{attacked.Steps}",
                                Mean(attacked.Accuracy, attacked.StandardError),
                            ]
                    ),
                ]
            );
            yield return new Paragraph(
                $"{beside.Stimuli} stimuli of {beside.StimulusSet}, ± one standard error over them."
                    + (beside.RobustnessChecks is { } checks ? $" Checks against false robustness: {checks}" : "")
            );
        }

        yield return new Table(
            [
                ("Stage", false),
                ("Largest eigenvalue of JᵀJ", true),
                ("√ of it / ‖activations‖", true),
                .. beside.Similarity.Count == 0
                    ? Array.Empty<(string, bool)>()
                    : [("CKA with the judges", true), ("Procrustes similarity", true)],
            ],
            [
                .. beside.Sensitivity.Select(
                    (sensitivity, i) =>
                        (IReadOnlyList<string>)
                            [
                                sensitivity.Stage,
                                sensitivity.LargestEigenvalue is { } value ? NumberText.Format(value, 3) : "–",
                                sensitivity.Relative is { } relative ? NumberText.Format(relative, 3) : "–",
                                .. beside.Similarity.Count == 0
                                    ? Array.Empty<string>()
                                    :
                                    [
                                        Mean(
                                            beside.Similarity[i].CenteredKernelAlignment,
                                            beside.Similarity[i].CenteredKernelAlignmentError
                                        ),
                                        Mean(beside.Similarity[i].Procrustes, beside.Similarity[i].ProcrustesError),
                                    ],
                            ]
                ),
            ]
        );
        yield return new Paragraph(
            "J is the Jacobian of the activations: the largest eigenvalue is the squared change of the "
                + "activations for a change of the stimulus of unit length in the most noticeable direction "
                + $"(median over {Stimuli(beside.Sensitivity.Max(stage => stage.Stimuli))})."
                + (
                    beside.Similarity.Count == 0
                        ? ""
                        : $" CKA and Procrustes similarity compare {Stimuli(beside.Stimuli)} with each judge's stage "
                            + "of the nearest relative depth, ± one standard error over the judges."
                )
        );

        static string Stimuli(int count) => count == 1 ? "1 stimulus" : $"{count} stimuli";
    }

    /// <summary>The differences from other networks.</summary>
    public static IEnumerable<ReportBlock> Against(ModelReport report)
    {
        yield return new Heading(2, "Against other networks");
        List<IReadOnlyList<string>> rows = [];
        List<string> refused = [];
        foreach (ReportRecord other in report.Against)
        {
            try
            {
                ReportComparison found = ReportComparison.Measure(report.Record, other);
                rows.Add([
                    found.Other,
                    ReportText.Text(found.Reach),
                    ReportText.Text(found.Idiosyncrasy),
                    ReportText.Text(found.Yield),
                ]);
            }
            catch (MetamerException error) when (!error.IsOfStorage)
            {
                refused.Add(error.Message);
            }
        }

        if (rows.Count > 0)
        {
            yield return new Table(
                [("This network minus", false), ("Reach", true), ("Idiosyncrasy", true), ("Yield", true)],
                rows
            );
            yield return new Paragraph(
                "With 95 % intervals, by bootstrap over the stimuli and the judges that both have. An interval that "
                    + "contains 0 does not decide which is larger."
            );
        }

        if (refused.Count > 0)
        {
            yield return new Bullets(refused);
        }
    }

    private static string Mean(double? value, double? error) =>
        value is null || error is null
            ? "–"
            : $"{NumberText.Fixed(value.Value, 2)} ± {NumberText.Fixed(error.Value, 2)}";
}
