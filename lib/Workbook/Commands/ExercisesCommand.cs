using Metamers.Notebook;
using Metamers.Runtime;
using Spectre.Console;
using Spectre.Console.Cli;
using Workbook.Notebooks;

namespace Workbook.Commands;

/// <summary>
/// Puts the exercises into the notebooks, from their solutions, and runs these cells alone; or writes the source of a
/// course for nbgrader.
/// </summary>
public sealed class ExercisesCommand : AsyncCommand<ExercisesSettings>
{
    /// <inheritdoc/>
    public override async Task<int> ExecuteAsync(
        CommandContext context,
        ExercisesSettings settings,
        CancellationToken cancellationToken
    )
    {
        if (settings.Nbgrader is { } folder)
        {
            return WriteForNbgrader(folder);
        }

        foreach (string path in NotebookCatalog.In(ProjectFolder.Notebooks))
        {
            NotebookFile notebook = NotebookFile.Load(path);
            NotebookFile solution = NotebookFile.Load(
                Path.Combine(ProjectFolder.Notebooks, "solutions", Path.GetFileName(path))
            );
            ExerciseCells.Write(notebook, solution);
            NotebookFile ran = NotebookFile.Load(path);
            ExerciseCells.Write(ran, solution);
            NotebookRun run = await NotebookRunner.RunAsync(
                ran,
                new NotebookRunOptions { Budget = Budget.Quick, Cells = ExerciseCells.ToRun(ran) },
                cancellation: cancellationToken
            );
            if (run.Failure is { } failure)
            {
                throw new MetamerException(
                    $"{notebook.Name}: cell {failure.Number} of the exercises failed: {failure.Message}"
                );
            }

            foreach (
                (NotebookCell cell, NotebookCell now) in notebook
                    .Cells.Zip(ran.Cells)
                    .Where(pair => ExerciseCells.IsPart(pair.First) && pair.First.IsCode)
            )
            {
                cell.SetOutputs(
                    now.ExecutionCount!.Value,
                    now.Outputs.Select(output => (System.Text.Json.Nodes.JsonObject)output.DeepClone())
                );
            }

            notebook.Save(path);
            AnsiConsole.WriteLine($"{notebook.Name}: {ran.Cells.Count(ExerciseCells.IsPart)} cells");
        }

        return 0;
    }

    private static int WriteForNbgrader(string folder)
    {
        foreach (string path in NotebookCatalog.In(ProjectFolder.Notebooks))
        {
            NotebookFile notebook = NotebookFile.Load(path);
            string solution = Path.Combine(ProjectFolder.Notebooks, "solutions", Path.GetFileName(path));
            ExerciseCells.WriteForNbgrader(notebook, NotebookFile.Load(solution));
            // One assignment a notebook: nbgrader's folders are source/ASSIGNMENT/NOTEBOOK.ipynb.
            string assignment = Path.Combine(folder, notebook.Name[..2]);
            notebook.Save(Path.Combine(assignment, Path.GetFileName(path)));
            File.Copy(
                Path.Combine(ProjectFolder.Notebooks, "setup.dib"),
                Path.Combine(assignment, "setup.dib"),
                overwrite: true
            );
            AnsiConsole.WriteLine(assignment);
        }

        return 0;
    }
}
