using Metamers.Runtime;
using Metamers.Studies;

namespace Workbook.Commands;

/// <summary>Writes the scripts of a Slurm job, whose work is commands of this program.</summary>
internal static class SlurmScripts
{
    private const string Submit = "submit.sh";

    /// <summary>
    /// Whether the settings ask for a GPU. The machine where the scripts are written need not have one.
    /// </summary>
    public static bool WantsGpu(ComputeSettings settings) => ComputeDevice.NameOf(settings.Device) != "cpu";

    /// <summary>The arguments that give the device and the data folder.</summary>
    public static string[] Places(ComputeSettings settings) =>
        [
            "--device",
            WantsGpu(settings) ? "cuda" : "cpu", // a task sees the card that it was given
            .. settings.DataFolder is null ? [] : new[] { "--data", Path.GetFullPath(settings.DataFolder) },
        ];

    /// <summary>What submits the jobs, as a shell reads it.</summary>
    public static string Submission(string script) => SlurmJob.Command("bash", script);

    /// <summary>This program with arguments, as a shell reads it.</summary>
    public static string Workbook(params IEnumerable<string> arguments) =>
        SlurmJob.Command(["dotnet", typeof(SlurmScripts).Assembly.Location, .. arguments]);

    /// <summary>Writes the array, the job after it, and the script that submits both.</summary>
    /// <param name="folder">Where they are written.</param>
    /// <param name="shared">The folder that all nodes share, in which the logs are kept.</param>
    /// <param name="name">Name of the work.</param>
    /// <param name="array">The array: its file's name, what writes it, and what a task runs.</param>
    /// <param name="last">The job after it.</param>
    /// <returns>The path of the script that submits.</returns>
    public static string Write(
        string folder,
        string shared,
        string name,
        (string File, Func<string, string, string, string> Script, string Command) array,
        (string File, Func<string, string, string, string> Script, string Command) last
    )
    {
        folder = Path.GetFullPath(folder);
        Save($"{array.File}.sbatch", array.Script(name, shared, array.Command));
        Save($"{last.File}.sbatch", last.Script($"{name}-{last.File}", shared, last.Command));
        Save(Submit, SlurmJob.SubmitScript($"{array.File}.sbatch", $"{last.File}.sbatch"));
        // Slurm writes its logs there and does not create the folder itself.
        Directory.CreateDirectory(Path.Combine(shared, "logs"));
        return Path.Combine(folder, Submit);

        void Save(string file, string script) => AtomicFile.WriteText(Path.Combine(folder, file), script);
    }
}
