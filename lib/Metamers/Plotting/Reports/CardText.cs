using System.Globalization;
using Metamers.Reports;
using Metamers.Reports.Records;
using Metamers.Runtime;
using static Metamers.Plotting.Reports.ReportBlock;

namespace Metamers.Plotting.Reports;

/// <summary>The card that a report begins with: what was tested, how, when and on what.</summary>
internal static class CardText
{
    private const int MostClasses = 12;

    public static IEnumerable<ReportBlock> Of(ModelReport report)
    {
        yield return new Heading(2, "The network and the test");
        yield return new Table(
            [("", false), ("", false)],
            [
                .. NetworkOf(report.Record.Network),
                [
                    "Checks",
                    report.Record.Problem is null
                        ? "weights and activations finite, answers repeatable and independent of the batch, gradients "
                            + "from every stage"
                        : "failed, see below",
                ],
                .. TestOf(report.Record),
                .. RunOf(report.Run),
            ]
        );
    }

    private static IEnumerable<string[]> NetworkOf(ReportedNetwork network) =>
        [
            ["Network", network.Key is null ? network.Label : $"{network.Key} ({network.Architecture})"],
            ["Weights", network.WeightsSha256],
            [
                "Input",
                $"{string.Join('×', network.InputShape)}, from {NumberText.Format(network.Input.Minimum)} to "
                    + NumberText.Format(network.Input.Maximum)
                    + (network.SamplingRate is { } rate ? $", {rate} Hz" : "")
                    + (network.Input.IsIdentity ? "" : ", normalised by the network itself"),
            ],
            [
                "Classes",
                network.Classes is not { } count
                    ? "none: the network makes no decision"
                    : $"{count}, "
                        + (
                            network.ClassNames is { } names
                                ? string.Join(", ", names.Take(MostClasses))
                                : "names not known"
                        ),
            ],
            [
                "Stages",
                string.Join(", ", network.Stages.Select(stage => $"{stage.Name} {string.Join('×', stage.Shape)}")),
            ],
            ["Training", network.TrainingData ?? "not known"],
            ["Accuracy by its card", network.Accuracy ?? "not known"],
            ["Licence", network.Licence ?? "not known"],
        ];

    private static IEnumerable<string[]> TestOf(ReportRecord record)
    {
        ReportSettings settings = record.Settings;
        return
        [
            ["Stimuli", $"{settings.Stimuli.Count} of {settings.StimulusSet}"],
            ["Schedule", $"{settings.Schedule.Describe()} (budget {settings.Budget})"],
            [
                "Null distribution",
                settings.Nulls is { } nulls
                    ? FormattableString.Invariant($"{nulls.Pairs:#,0} pairs, {nulls.Data}")
                    : "none",
            ],
            [
                "Seeds",
                $"start noise {settings.Schedule.Seed}"
                    + (settings.Nulls is { } drawn ? $", null distribution {drawn.Seed}" : ""),
            ],
            ["Panel", record.Recognition?.Panel ?? "none"],
        ];
    }

    // Of this run alone: the record does not depend on it.
    private static IEnumerable<string[]> RunOf(ReportRun run) =>
        [
            [
                "Versions",
                $"MetamerNotebooks {run.Manifest.Metamers}, TorchSharp {run.Manifest.TorchSharp}, libtorch "
                    + $"{run.Manifest.LibTorch}, {run.Manifest.DotNet}",
            ],
            [
                "Time",
                run.Began.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture)
                    + $", {TimeText.Format(TimeSpan.FromSeconds(run.Seconds))} (of a report that resumed, the last "
                    + "part)",
            ],
            [
                "Machine",
                $"{run.Manifest.System}, device {run.Manifest.Device}, {run.Manifest.Threads} "
                    + $"thread{(run.Manifest.Threads == 1 ? "" : "s")}, {run.Manifest.ElementType}",
            ],
        ];
}
