using Metamers.Notebook;
using Metamers.Runtime;
using Workbook.Notebooks;

namespace Notebook.Tests;

/// <summary>The setup cell that every notebook has.</summary>
public class SetupTests
{
    [Fact]
    public async Task The_setup_cell_readies_torch_and_the_types_of_the_library_once()
    {
        NotebookRun run = await Run(
            NotebookRunnerFolder("notebooks"),
            new NotebookRunOptions { Budget = Budget.Quick },
            "#!import setup.dib",
            "torch.ones(3).sum().item<float>() == 3 && session.Budget == Budget.Quick && session.Choose(quick: 1, "
                + "paper: 2) == 1",
            "AppDomain.CurrentDomain.GetAssemblies().Count(loaded => loaded.GetName().Name is \"Metamers\" or "
                + "\"TorchSharp\")"
        );
        Assert.Null(run.Failure);
        string line = NotebookCell.JoinLines(Assert.Single(run.Notebook.Cells[0].Outputs)["text"]);
        Assert.Contains("libtorch", line, StringComparison.Ordinal);
        Assert.Contains("device cpu", line, StringComparison.Ordinal);
        Assert.EndsWith("budget Quick\n", line, StringComparison.Ordinal);
        Assert.Contains("True", Html(run, 1), StringComparison.Ordinal);
        Assert.Contains(">2<", Html(run, 2), StringComparison.Ordinal);
        Assert.Same(typeof(NotebookSession).Assembly, NotebookSession.Current.GetType().Assembly);
    }

    [Fact]
    public async Task The_budget_reaches_the_session()
    {
        NotebookRun run = await Run(
            NotebookRunnerFolder("notebooks"),
            new NotebookRunOptions { Budget = Budget.Paper },
            "#!import setup.dib"
        );
        Environment.SetEnvironmentVariable(NotebookSession.BudgetVariable, null);
        Assert.Null(run.Failure);
        Assert.EndsWith(
            "budget Paper\n",
            NotebookCell.JoinLines(run.Notebook.Cells[0].Outputs[0]["text"]),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Solutions_have_a_setup_cell_that_works_from_their_folder()
    {
        NotebookRun run = await Run(
            NotebookRunnerFolder(Path.Combine("notebooks", "solutions")),
            new NotebookRunOptions(),
            "#!import setup.dib",
            "torch.ones(2)"
        );
        Assert.Null(run.Failure);
    }

    [Fact]
    public async Task The_library_is_found_from_a_folder_elsewhere_if_METAMERS_HOME_names_it()
    {
        using TemporaryFolder elsewhere = new();
        Environment.SetEnvironmentVariable("METAMERS_HOME", ProjectFolder.Root);
        try
        {
            NotebookRun run = await Run(
                elsewhere.Path,
                new NotebookRunOptions(),
                $"#!import {Path.Combine(ProjectFolder.Notebooks, "setup.dib")}",
                "torch.ones(2).sum().item<float>() + \", \" + Environment.CurrentDirectory"
            );
            Assert.Null(run.Failure);
            string shown = NotebookCell.JoinLines(run.Notebook.Cells[1].Outputs[0]["data"]!["text/plain"]);
            Assert.Equal($"2, {elsewhere.Path}", shown); // the working folder is the reader's again
        }
        finally
        {
            Environment.SetEnvironmentVariable("METAMERS_HOME", null);
        }
    }

    [Theory]
    [InlineData(false, "There is no MetamerNotebooks.sln in or above")]
    [InlineData(true, "The library is not built. Run `dotnet build` in the project's folder")]
    public async Task A_library_that_is_not_there_or_not_built_is_told_with_the_cure(bool project, string words)
    {
        using TemporaryFolder elsewhere = new();
        File.Copy(Path.Combine(ProjectFolder.Notebooks, "setup.dib"), Path.Combine(elsewhere.Path, "setup.dib"));
        if (project)
        {
            File.WriteAllText(Path.Combine(elsewhere.Path, "MetamerNotebooks.sln"), "");
        }

        NotebookRun run = await Run(elsewhere.Path, new NotebookRunOptions(), "#!import setup.dib", "1");
        Assert.Equal(1, run.Failure!.Number);
        Assert.Contains(words, run.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Solutions_have_the_same_setup() =>
        Assert.Equal(
            File.ReadAllText(Path.Combine(ProjectFolder.Notebooks, "setup.dib")),
            File.ReadAllText(Path.Combine(NotebookFiles.SolutionsFolder, "setup.dib"))
        );

    [Fact]
    public async Task A_device_that_is_not_there_fails_in_the_setup_cell_with_its_reason()
    {
        NotebookRun run = await Run(
            NotebookRunnerFolder("notebooks"),
            new NotebookRunOptions { Device = "gpu" },
            "#!import setup.dib",
            "1"
        );
        Environment.SetEnvironmentVariable(ComputeDevice.Variable, null);
        Assert.Equal(1, run.Failure!.Number);
        Assert.StartsWith("There is no device \"gpu\".", run.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("quick", Budget.Quick)]
    [InlineData("Paper", Budget.Paper)]
    [InlineData(null, Budget.Quick)]
    public void Budgets_are_read_in_any_case(string? name, Budget expected) =>
        Assert.Equal(expected, NotebookSession.ParseBudget(name));

    [Fact]
    public void Another_budget_is_refused_with_those_there_are()
    {
        MetamerException error = Assert.Throws<MetamerException>(() => NotebookSession.ParseBudget("fast"));
        Assert.Equal(
            "There is no budget \"fast\". Budgets are quick (minutes) and paper (hours); set METAMERS_BUDGET or "
                + "--budget to one of them.",
            error.Message
        );
    }

    [Theory]
    [InlineData("gpu", "There is no device \"gpu\". Devices are cpu, cuda, or cuda:1")]
    [InlineData("cuda:x", "There is no device \"cuda:x\".")]
    public void Another_device_is_refused_with_those_there_are(string name, string words)
    {
        MetamerException error = Assert.Throws<MetamerException>(() => ComputeDevice.Choose(name));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    private static string NotebookRunnerFolder(string name) => Path.Combine(ProjectFolder.Root, name);

    private static string Html(NotebookRun run, int cell) =>
        NotebookCell.JoinLines(run.Notebook.Cells[cell].Outputs[0]["data"]!["text/html"]);

    /// <summary>
    /// A notebook outside the project's folder cannot import the setup cell, so it is written to that folder and
    /// deleted afterwards.
    /// </summary>
    private static async Task<NotebookRun> Run(string folder, NotebookRunOptions options, params string[] cells)
    {
        string path = NotebookFiles.Write(folder, [.. cells.Select(text => ("code", text))]);
        try
        {
            return await NotebookRunner.RunAsync(path, options);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
