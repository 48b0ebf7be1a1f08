using System.Globalization;
using Metamers.Studies;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Workbook.Commands.Studies;

/// <summary>
/// Writes the scripts that run a study on a Slurm cluster: an array of workers, the merge after it, and a script that
/// submits both.
/// </summary>
public sealed class StudySlurmCommand : Command<StudySlurmSettings>
{
    /// <inheritdoc/>
    public override int Execute(
        CommandContext context,
        StudySlurmSettings settings,
        CancellationToken cancellationToken
    )
    {
        using IDisposable data = settings.UseDataFolder();
        (Study study, StudyStore store) = settings.Open(settings.Lease);
        StudyPlan plan = store.PlanOf(study);
        SlurmJob job = new()
        {
            Tasks = settings.Tasks,
            Cores = settings.Cores,
            Gpu = SlurmScripts.WantsGpu(settings),
            Memory = settings.Memory,
            Time = settings.Time,
            Partition = settings.Partition,
        };
        string[] places =
        [
            .. SlurmScripts.Places(settings),
            .. settings.From is null ? [] : new[] { "--from", Path.GetFullPath(settings.From) },
        ];
        string[] what = [Path.GetFullPath(settings.Study), "--store", store.Folder];
        string lease = settings.Lease.ToString(CultureInfo.InvariantCulture);
        string submit = SlurmScripts.Write(
            settings.Output ?? Path.Combine(store.Folder, "slurm", study.Name),
            store.Folder,
            study.Name,
            ("array", job.ArrayScript, SlurmScripts.Workbook(["study", "run", .. what, "--lease", lease, .. places])),
            ("merge", job.LastScript, SlurmScripts.Workbook(["study", "merge", .. what, .. places]))
        );
        AnsiConsole.WriteLine(
            $"{plan.Items.Count} pieces of work for {job.Tasks} tasks. Submit with: " + SlurmScripts.Submission(submit)
        );
        return 0;
    }
}
