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
    public async Task Every_solution_runs_to_its_last_cell_under_the_quick_budget_and_is_right()
    {
        foreach (NotebookRun run in await RunAll(NotebookFiles.Solutions))
        {
            string score = NotebookCell.JoinLines(Assert.Single(run.Notebook.Cells[^1].Outputs)["data"]!["text/plain"]);
            Assert.Matches(@"^(\d+) of \1 right\.$", score);
        }
    }

    private async Task<List<NotebookRun>> RunAll(IReadOnlyList<NotebookFile> notebooks)
    {
        List<NotebookRun> runs = [];
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
            runs.Add(run);
            if (run.Failure is { } failure)
            {
                failures.Add(
                    $"{NotebookFiles.Display(notebook)}, code "
                        + $"cell {failure.Number}:\n{failure.Source}\n→ {failure.Trace}"
                );
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
        return runs;
    }
}
