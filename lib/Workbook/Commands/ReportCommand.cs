using System.Globalization;
using Metamers.Experiments;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Notebook;
using Metamers.Plotting.Reports;
using Metamers.Reports;
using Metamers.Runtime;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Workbook.Commands;

/// <summary>Makes the metamer report of networks.</summary>
public sealed class ReportCommand : Command<ReportSettings>
{
    /// <summary>The exit code if a number could not be said.</summary>
    private const int Untested = 2;

    /// <inheritdoc/>
    public override int Execute(CommandContext context, ReportSettings settings, CancellationToken cancellationToken)
    {
        using IDisposable data = settings.UseDataFolder();
        NativeTorch.UseAllCores();
        ReportOptions options = OptionsFrom(settings);
        InputNormalization? input = InputFrom(settings.Input);
        string output = settings.Output ?? Path.Combine(ProjectFolder.Artifacts, "reports");
        int code = 0;
        RequireDifferent(settings.Models);
        foreach (string name in settings.Models.Skip(1)) // a fault of the last is found before the first is tested
        {
            Load(name).Dispose();
        }

        foreach (string name in settings.Models)
        {
            using StagedModel model = Load(name);
            string label = LabelOf(name);
            string folder =
                settings.Models.Length == 1 && settings.Output is not null ? output : Path.Combine(output, label);
            WritableFolder.Require(folder);
            ReportFiles.RequireReplaceable(folder);
            if (ReportFiles.Earlier(folder) is { } earlier && earlier != label)
            {
                AnsiConsole.WriteLine($"{folder} holds a report of {earlier}, which this one of {label} will replace.");
            }

            RequireOutside("The stimuli", settings.Stimuli, folder);
            RequireOutside("The answers", settings.People, Path.Combine(folder, ReportFiles.StimuliFolder));
            ReportOptions own = options with { Label = label, Folder = folder };
            ProgressLines<ReportProgress> progress = new(state => Line(label, state), _ => false);
            if (settings.Slurm is not null)
            {
                AnsiConsole.WriteLine(
                    $"{label}: submit with: bash {ReportScripts.Write(settings, name, label, folder)}"
                );
                continue;
            }

            if (settings.Shard is { } shard)
            {
                int made = ModelReport.MakeShard(model, own, shard, progress, cancellationToken);
                AnsiConsole.WriteLine(
                    $"{label}: {made} metamers of shard {shard} are in {folder}. When all shards are done, make the "
                        + "report without --shard."
                );
                continue;
            }

            using ModelReport report = ModelReport.Make(model, own, progress, cancellationToken);
            report.Save(folder);
            AnsiConsole.WriteLine(report.ToString());
            AnsiConsole.WriteLine($"{label}: {Path.Combine(folder, "report.html")}");
            code = report.Record.LacksNumbers ? Untested : code;
        }

        return code;

        StagedModel Load(string name) =>
            NetworkFile.Load(name, settings.Architecture, input, ComputeDevice.Choose(settings.Device));
    }

    private static string LabelOf(string name) => File.Exists(name) ? Path.GetFileNameWithoutExtension(name) : name;

    /// <summary>Refuses two networks whose reports would go to one folder.</summary>
    private static void RequireDifferent(string[] names)
    {
        if (names.GroupBy(LabelOf).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new MetamerException(
                $"{string.Join(" and ", twice)} would both be called '{twice.Key}', and one report would replace the "
                    + "other. Rename one, or make the reports one after the other, each with its own -o FOLDER."
            );
        }
    }

    /// <summary>Refuses files that the report itself would replace.</summary>
    private static void RequireOutside(string what, string? given, string replaced)
    {
        string? below = Path.Exists(given) ? Path.GetRelativePath(replaced, given) : null;
        if (below is not null && !below.StartsWith("..", StringComparison.Ordinal) && !Path.IsPathRooted(below))
        {
            throw new MetamerException(
                $"{what} in {given} are inside the folder of the report, {replaced}, which replaces its stimuli. "
                    + "Give another folder for the report with -o, or move them."
            );
        }
    }

    private static ReportOptions OptionsFrom(ReportSettings settings)
    {
        ReportOptions budget =
            NotebookSession.ParseBudget(settings.Budget) == Budget.Paper ? ReportOptions.Paper : ReportOptions.Quick;
        return budget with
        {
            Set = settings.Stimuli,
            Count = settings.Count ?? budget.Count,
            Seed = settings.Seed,
            Against = settings.Against,
            People = settings.People is { } answers ? ExperimentResults.LoadWithDesign(answers) : null,
        };
    }

    private static InputNormalization? InputFrom(string? name) =>
        name?.ToLowerInvariant() switch
        {
            null => null,
            "none" => InputNormalization.None,
            "imagenet" => InputNormalization.ImageNet,
            _ => throw new MetamerException(
                $"There is no normalisation '{name}'. Give none or imagenet; another one can be part of the graph."
            ),
        };

    private static string Line(string label, ReportProgress state) =>
        string.Create(CultureInfo.InvariantCulture, $"{label}: {100 * state.Share:F0} %, {state.What}")
        + (state.TimeLeft is { } left ? $", about {TimeText.Format(left)} left" : "");
}
