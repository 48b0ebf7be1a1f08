using Metamers.Runtime;
using Spectre.Console;
using Spectre.Console.Cli;
using Workbook.Notebooks;

namespace Workbook.Commands;

/// <summary>Lists the notebooks with what their first cells say about them.</summary>
public sealed class ListCommand : Command
{
    /// <inheritdoc/>
    public override int Execute(CommandContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> paths = NotebookCatalog.In(ProjectFolder.Notebooks);
        if (paths.Count == 0)
        {
            throw new MetamerException(
                $"There are no notebooks in {ProjectFolder.Notebooks}. Run this in a clone of the project."
            );
        }

        Table table = new Table
        {
            Border = TableBorder.Horizontal,
            ShowRowSeparators = true,
            Width = Math.Min(160, AnsiConsole.Profile.Width),
        }.AddColumns("Notebook", "Question", "Time", "Figure");
        foreach (string path in paths)
        {
            NotebookFile notebook = NotebookFile.Load(path);
            NotebookSummary summary = NotebookSummary.From(notebook);
            table.AddRow(
                new Text(notebook.Name),
                new Text(summary.Question ?? ""),
                new Text(summary.Time ?? ""),
                new Text(summary.Figure ?? "")
            );
        }

        AnsiConsole.Write(table);
        return 0;
    }
}
