using Metamers.Runtime;
using Metamers.Studies;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Workbook.Commands.Studies;

/// <summary>Works on a study until it is done, alongside any number of other workers.</summary>
public sealed class StudyRunCommand : Command<StudyRunSettings>
{
    /// <inheritdoc/>
    public override int Execute(CommandContext context, StudyRunSettings settings, CancellationToken cancellationToken)
    {
        using IDisposable data = settings.UseDataFolder();
        (Study study, StudyStore store) = settings.Open(settings.Lease);
        NativeTorch.UseAllCores();
        StudyPlan plan = store.PlanOf(study);
        IReadOnlyList<StudyItem> items = plan.Shard(settings.Shard);
        foreach (StudyItem item in items.Where(_ => settings.Retry))
        {
            store.Retry(item);
        }

        using StudyWorker worker = new(store, plan, ComputeDevice.Choose(settings.Device));
        int done = 0;
        StudyTable.Show(store, plan, progress => done = worker.Run(items, progress, cancellationToken));
        foreach (
            (StudyItem item, string reason) in items
                .Where(item => !store.IsDone(item))
                .Select(item => (item, store.FailureOf(item)!))
                .Where(entry => entry.Item2 is not null)
        )
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{item}:[/] {reason}");
        }

        int missing = items.Count(item => !store.IsDone(item));
        AnsiConsole.WriteLine(
            $"{done} pieces of work done "
                + $"here; {(missing == 0 ? $"all {items.Count} are done" : $"{missing} of {items.Count} are missing")}."
        );
        return cancellationToken.IsCancellationRequested ? 130
            : missing == 0 ? 0
            : 1;
    }
}
