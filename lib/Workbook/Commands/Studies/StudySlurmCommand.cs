using Metamers.Runtime;
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
    private const string Array = "array.sbatch",
        Merge = "merge.sbatch",
        Submit = "submit.sh";

    /// <inheritdoc/>
    public override int Execute(
        CommandContext context,
        StudySlurmSettings settings,
        CancellationToken cancellationToken
    )
    {
        using IDisposable data = settings.UseDataFolder();
        (Study study, StudyStore store) = settings.Open();
        StudyPlan plan = store.PlanOf(study);
        SlurmJob job = new()
        {
            Tasks = settings.Tasks,
            Cores = settings.Cores,
            Gpu = settings.Device?.StartsWith("cuda", StringComparison.OrdinalIgnoreCase) == true,
            Memory = settings.Memory,
            Time = settings.Time,
            Lease = settings.Lease,
            Partition = settings.Partition,
            Data = settings.DataFolder,
            From = settings.From,
        };
        string folder = Path.GetFullPath(settings.Output ?? Path.Combine(store.Folder, "slurm", study.Name));
        string file = Path.GetFullPath(settings.Study);
        string workbook = typeof(StudySlurmCommand).Assembly.Location;
        Write(Array, job.ArrayScript(file, study.Name, store.Folder, workbook));
        Write(Merge, job.MergeScript(file, study.Name, store.Folder, workbook));
        Write(Submit, SlurmJob.SubmitScript(Array, Merge));
        // Slurm writes its logs there and does not create the folder itself.
        Directory.CreateDirectory(Path.Combine(store.Folder, "logs"));
        AnsiConsole.WriteLine(
            $"{plan.Items.Count} pieces of work for {job.Tasks} tasks. Submit with: bash {Path.Combine(folder, Submit)}"
        );
        return 0;

        void Write(string name, string script) => AtomicFile.WriteText(Path.Combine(folder, name), script);
    }
}
