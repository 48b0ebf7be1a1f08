using System.Globalization;
using Metamers.Notebook;
using Workbook.Notebooks;

namespace Notebook.Tests;

public class NotebooksRunTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_notebook_runs_from_its_first_to_its_last_cell_under_the_quick_budget() =>
        await RunAll(NotebookFiles.Lessons);

    [Fact]
    public async Task Every_solution_runs_from_its_first_to_its_last_cell_under_the_quick_budget() =>
        await RunAll(NotebookFiles.Solutions);

    private async Task RunAll(IReadOnlyList<NotebookFile> notebooks)
    {
        Assert.NotEmpty(notebooks);
        List<string> failures = [];
        foreach (NotebookFile notebook in notebooks)
        {
            NotebookRun run = await NotebookRunner.RunAsync(
                notebook.Path,
                new NotebookRunOptions { Budget = Budget.Quick, Device = "cpu" }
            );
            output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{NotebookFiles.Display(notebook)}: {run.Seconds:0.0} s")
            );
            if (run.Failure is { } failure)
            {
                failures.Add(
                    $"{NotebookFiles.Display(notebook)}, code "
                        + $"cell {failure.Number}:\n{failure.Source}\n→ {failure.Trace}"
                );
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }
}
