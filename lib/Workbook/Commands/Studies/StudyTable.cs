using Metamers.Studies;
using Metamers.Synthesis;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Workbook.Commands.Studies;

/// <summary>
/// The state of a study as a table. While work goes on, it is updated live in a terminal and printed as a line now and
/// then in a log.
/// </summary>
internal static class StudyTable
{
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(2);

    /// <summary>Shows the state while <paramref name="run"/> runs.</summary>
    public static void Show(StudyStore store, StudyPlan plan, Action<IProgress<SynthesisProgress>> run)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
        {
            ProgressLines<SynthesisProgress> lines = new(_ => StudyStatus.Read(store, plan).ToString(), _ => false);
            run(lines);
            return;
        }

        AnsiConsole
            .Live(ToTable(StudyStatus.Read(store, plan)))
            .Start(live =>
            {
                using Timer timer = new(
                    _ => live.UpdateTarget(ToTable(StudyStatus.Read(store, plan))),
                    null,
                    Refresh,
                    Refresh
                );
                run(new Progress<SynthesisProgress>());
                timer.Dispose();
                live.UpdateTarget(ToTable(StudyStatus.Read(store, plan)));
            });
    }

    /// <summary>The table and the lines below it.</summary>
    public static IRenderable ToTable(StudyStatus status)
    {
        Table table = new Table { Border = TableBorder.Horizontal }.AddColumns(
            "Network",
            "Done",
            "Under way",
            "Failed",
            "Of",
            ""
        );
        foreach (NetworkStatus network in status.Networks)
        {
            int filled = 20 * network.Done / Math.Max(1, network.Items);
            table.AddRow(
                new Text(network.Network),
                new Text($"{network.Done}"),
                new Text($"{network.Working}"),
                new Text($"{network.Failed}", network.Failed > 0 ? new Style(Color.Red) : Style.Plain),
                new Text($"{network.Items}"),
                new Text(new string('█', filled) + new string('░', 20 - filled))
            );
        }

        return new Rows([
            table,
            new Text(status.ToString()),
            .. status.Workers.Select(worker => new Text("  " + worker)),
            .. status.Failures.Select(failure => new Text(
                $"  failed: {failure.Item}: {failure.Reason}",
                new Style(Color.Red)
            )),
        ]);
    }
}
