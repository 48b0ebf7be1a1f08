using System.Globalization;
using Metamers.Reports.Records;
using Metamers.Studies;

namespace Workbook.Commands.Reports;

/// <summary>The scripts that make a report on a Slurm cluster: its metamers by an array, the report after it.</summary>
internal static class ReportScripts
{
    /// <summary>The folder of the scripts and their logs in that of the report.</summary>
    private const string Folder = "slurm";

    /// <summary>Writes them.</summary>
    /// <param name="settings">The settings of the report.</param>
    /// <param name="model">The network among them.</param>
    /// <param name="label">What its report calls it.</param>
    /// <param name="output">The report's folder, which all nodes share.</param>
    /// <returns>The path of the script that submits.</returns>
    public static string Write(ReportSettings settings, string model, string label, string output)
    {
        SlurmJob job = new() { Tasks = settings.Slurm ?? 1, Gpu = SlurmScripts.WantsGpu(settings) };
        string report = SlurmScripts.Workbook(Arguments(settings, model, Path.GetFullPath(output)));
        string folder = Path.Combine(Path.GetFullPath(output), Folder);
        return SlurmScripts.Write(
            folder,
            folder,
            label,
            ("array", job.ArrayScript, $"{report} {job.Shard}"),
            ("report", job.LastScript, report)
        );
    }

    /// <summary>The arguments of a report of one network that does what the settings say, from any folder.</summary>
    private static List<string> Arguments(ReportSettings settings, string model, string output)
    {
        List<string> arguments = ["report", File.Exists(model) ? Path.GetFullPath(model) : model];
        Add("budget", settings.Budget);
        Add("stimuli", IsFolder(settings.Stimuli) ? Path.GetFullPath(settings.Stimuli!) : settings.Stimuli);
        Add("count", settings.Count?.ToString(CultureInfo.InvariantCulture));
        Add("seed", settings.Seed.ToString(CultureInfo.InvariantCulture));
        Add("architecture", settings.Architecture);
        Add("classes", File.Exists(settings.Classes) ? Path.GetFullPath(settings.Classes) : settings.Classes);
        Add("input", settings.Input);
        foreach (string other in settings.Against)
        {
            Add("against", ReportRecord.PathOf(other) is { } record ? Path.GetFullPath(record) : other);
        }

        Add("people", settings.People is { } people ? Path.GetFullPath(people) : null);
        Add("output", output);
        return [.. arguments, .. SlurmScripts.Places(settings)];

        void Add(string option, string? value) => arguments.AddRange(value is null ? [] : ["--" + option, value]);
    }

    private static bool IsFolder(string? stimuli) => !StudyStimuli.Sets.Contains(stimuli) && Directory.Exists(stimuli);
}
