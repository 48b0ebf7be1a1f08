using System.Diagnostics;
using System.Globalization;
using Metamers.Notebook;
using Metamers.Runtime;
using Metamers.Stimuli.Data.Sets;
using Spectre.Console;
using Spectre.Console.Cli;
using Workbook.Notebooks;
using Workbook.Pages;

namespace Workbook.Commands;

/// <summary>Runs notebooks, prints one line per cell, and writes the executed notebooks and their pages.</summary>
public sealed class RunCommand : AsyncCommand<RunSettings>
{
    private const int LineWidth = 60;

    /// <summary>The folder for executed notebooks and their pages.</summary>
    public static string OutputFolder => Path.Combine(ProjectFolder.Artifacts, "notebooks");

    /// <inheritdoc/>
    public override async Task<int> ExecuteAsync(
        CommandContext context,
        RunSettings settings,
        CancellationToken cancellationToken
    )
    {
        // Names, budget, device and the folders of the results are checked before the first notebook runs.
        string[] paths = [.. settings.Notebooks.Select(name => NotebookCatalog.Find(name))];
        NotebookRunOptions options = new()
        {
            Budget = settings.Budget is null ? null : NotebookSession.ParseBudget(settings.Budget),
            Device = settings.Device,
            DataFolder = settings.DataFolder,
        };
        ComputeDevice.Choose(settings.Device);
        WritableFolder.Require(OutputFolder);
        foreach (string folder in settings.Save ? paths.Select(path => Path.GetDirectoryName(path)!).Distinct() : [])
        {
            WritableFolder.Require(folder);
        }

        using (settings.UseDataFolder())
        {
            AnsiConsole.WriteLine(AboutPhotographs());
        }

        foreach (string path in paths)
        {
            AnsiConsole.MarkupLineInterpolated($"[bold]{Path.GetFileName(path)}[/]");
            NotebookRun run = await NotebookRunner.RunAsync(path, options, Report, cancellationToken);
            if (run.Failure is { } failure)
            {
                Report(failure);
                return 1;
            }

            Write(run, settings.Save);
        }

        return 0;
    }

    /// <summary>Which photographs the notebooks will show, and how to get more.</summary>
    internal static string AboutPhotographs() =>
        Photographs.Available > ShippedPhotographs.Count
            ? "Photographs: CIFAR-10 was found."
            : $"Photographs: CIFAR-10 was not found, so notebooks show the {ShippedPhotographs.Count} photographs "
                + "that come with the project. To get it, set METAMERS_DOWNLOAD=1, or see data/README.md.";

    private static void Report(CellProgress progress)
    {
        if (progress.Seconds is { } seconds)
        {
            AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds, 8:0.0} s"));
            return;
        }

        // The first line that is not a comment.
        string line =
            progress.Cell.Lines.FirstOrDefault(line => !line.StartsWith("//", StringComparison.Ordinal))
            ?? progress.Cell.Lines[0];
        line = line.Length > LineWidth ? line[..(LineWidth - 1)] + "…" : line.PadRight(LineWidth);
        AnsiConsole.Markup($"  [grey]{progress.Number, 3}/{progress.Count}[/] {Markup.Escape(line)}");
    }

    private static void Report(CellFailure failure)
    {
        AnsiConsole.MarkupLineInterpolated($"[red]Cell {failure.Number} failed:[/] {failure.Name}");
        AnsiConsole.Write(new Panel(new Text(failure.Source)) { Header = new PanelHeader($"cell {failure.Number}") });
        AnsiConsole.MarkupLineInterpolated($"[red]{failure.Message}[/]");
        if (failure.Name is not (nameof(MetamerException) or "CompilationError"))
        {
            AnsiConsole.WriteLine(failure.Trace);
        }

        AnsiConsole.WriteLine("Nothing was written for this notebook.");
    }

    private static double PeakGigabytes => Process.GetCurrentProcess().PeakWorkingSet64 / 1e9;

    private static void Write(NotebookRun run, bool save)
    {
        // A solution has the same file name as its lesson, so the folder below notebooks/ is kept.
        string below = Path.GetRelativePath(ProjectFolder.Notebooks, Path.GetFullPath(run.Notebook.Path));
        string notebook = Path.Combine(
            OutputFolder,
            below.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(below)
                ? Path.GetFileName(below)
                : below
        );
        string page = Path.ChangeExtension(notebook, ".html");
        run.Notebook.Save(notebook);
        AtomicFile.WriteText(page, NotebookPage.Render(run.Notebook));
        AnsiConsole.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  done in {run.Seconds:0.0} s, peak memory of the process {PeakGigabytes:0.00} GB"
            )
        );
        AnsiConsole.WriteLine($"  notebook  {notebook}");
        AnsiConsole.WriteLine($"  page      {page}");
        if (save)
        {
            run.Notebook.Save(run.Notebook.Path);
            AnsiConsole.WriteLine($"  saved     {run.Notebook.Path}");
        }
    }
}
