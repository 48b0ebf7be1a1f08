using System.Globalization;
using Metamers.Experiments;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Notebook;
using Metamers.Plotting.Reports;
using Metamers.Reports;
using Metamers.Reports.Making;
using Metamers.Runtime;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Workbook.Commands.Reports;

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
        if (settings is { Slurm: not null, Shard: not null })
        {
            throw new MetamerException("Give --slurm or --shard: the tasks of --slurm get their shards themselves.");
        }

        IReadOnlyList<string>? classes = ClassesFrom(settings.Classes);
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
                ModelReport.Check(model, own);
                string submit = ReportScripts.Write(settings, name, label, folder);
                AnsiConsole.WriteLine($"{label}: submit with: {SlurmScripts.Submission(submit)}");
                continue;
            }

            if (settings.Shard is { } shard)
            {
                Tell(ModelReport.MakeShard(model, own, shard, progress, cancellationToken), label, shard, folder);
                continue;
            }

            // Two reports in one folder would write over each other.
            using FileLock alone = FileLock.EnterIn(folder, Path.Combine(folder, "report.lock"), TimeSpan.Zero);
            using ModelReport report = ModelReport.Make(model, own, progress, cancellationToken);
            report.Save(folder);
            AnsiConsole.WriteLine(report.ToString());
            AnsiConsole.WriteLine($"{label}: {Path.Combine(folder, "report.html")}");
            code = report.Record.LacksNumbers ? Untested : code;
        }

        return code;

        StagedModel Load(string name)
        {
            // Scripts for a cluster are written where there need not be a GPU.
            string? device = settings.Slurm is null ? settings.Device : "cpu";
            StagedModel model = NetworkFile.Load(name, settings.Architecture, input, ComputeDevice.Choose(device));
            return classes is null ? model : Named(model, classes, isFile: File.Exists(name));
        }
    }

    private static void Tell(ReportShard made, string label, string shard, string folder)
    {
        foreach (string failure in made.Failures)
        {
            AnsiConsole.WriteLine($"{label}: {failure}");
        }

        AnsiConsole.WriteLine(
            made switch
            {
                { Problem: { } problem } => $"{label} cannot be scored, and the report will say so: {problem}",
                { Batches: 0 } =>
                    $"{label}: there is nothing to do for shard {shard}: a report has a batch of metamers "
                        + "for each stage, or a few.",
                _ => $"{label}: {Counted.Of(made.Made, "metamer")} of shard {shard} "
                    + $"{(made.Made == 1 ? "is" : "are")} in {folder}. When all shards are done, make the report "
                    + "without --shard.",
            }
        );
    }

    /// <summary>The names of the classes: separated by commas, or the lines of a file.</summary>
    private static string[]? ClassesFrom(string? given)
    {
        if (given is null)
        {
            return null;
        }

        string[] names = File.Exists(given) ? File.ReadAllLines(given) : given.Split(',');
        names = [.. names.Select(name => name.Trim()).Where(name => name.Length > 0)];
        return names.Length < 2 || names.Distinct().Count() < names.Length
            ? throw new MetamerException(
                $"--classes {given}: give the names of the network's classes in the order of its outputs, each once, "
                    + "separated by commas, or a file with a name on each line."
            )
            : names;
    }

    private static StagedModel Named(StagedModel model, IReadOnlyList<string> classes, bool isFile)
    {
        if (!isFile && model.Card.ClassNames is { } known && !known.SequenceEqual(classes))
        {
            throw new MetamerException(
                $"{model.Label} has classes with names already: {string.Join(", ", known)}. Leave --classes out."
            );
        }

        if (!model.HasDecision || model.Stages[^1].Units != classes.Count)
        {
            throw new MetamerException(
                $"--classes names {classes.Count} classes, and the last stage of {model.Label} has "
                    + $"{model.Stages[^1].Units} units{(model.HasDecision ? "" : " that are no classes")}."
            );
        }

        model.Card = model.Card with { ClassNames = [.. classes] };
        return model;
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
