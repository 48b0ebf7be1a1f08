using Spectre.Console;
using Spectre.Console.Cli;
using Workbook.Notebooks;

namespace Workbook.Commands;

/// <summary>Writes a notebook's saved figure to a file, without running anything.</summary>
public sealed class FigureCommand : Command<FigureSettings>
{
    /// <inheritdoc/>
    public override int Execute(CommandContext context, FigureSettings settings, CancellationToken cancellationToken)
    {
        NotebookFile notebook = NotebookFile.Load(NotebookCatalog.Find(settings.Notebook));
        AnsiConsole.WriteLine(SavedFigure.Write(notebook, settings.Cell, settings.Output));
        return 0;
    }
}
