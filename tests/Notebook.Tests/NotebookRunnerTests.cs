using System.Text.Json.Nodes;
using Metamers.Runtime;
using Workbook.Notebooks;

namespace Notebook.Tests;

public sealed class NotebookRunnerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Outputs_are_kept_in_order_with_streams_joined()
    {
        NotebookRun run = await Run(
            "Console.Write(\"a\"); Console.WriteLine(\"b\"); display(\"c\"); Console.WriteLine(\"d\"); \"e\""
        );
        Assert.Null(run.Failure);
        Assert.Equal(["stream:ab\n", "display_data:c", "stream:d\n", "execute_result:e"], Shown(run.Notebook.Cells[0]));
        Assert.Equal(1, run.Notebook.Cells[0].ExecutionCount);
    }

    [Fact]
    public async Task A_display_that_is_updated_ends_as_one_output()
    {
        NotebookRun run = await Run(
            "using Microsoft.DotNet.Interactive;",
            """
            var shown = Microsoft.DotNet.Interactive.KernelInvocationContext.Current.Display("step 0");
            for (int i = 1; i <= 3; i++) shown.Update($"step {i}");
            """
        );
        Assert.Equal(["display_data:step 3"], Shown(run.Notebook.Cells[1]));
        Assert.Null(run.Failure);
    }

    [Fact]
    public async Task A_failing_cell_ends_the_run_and_is_told_with_its_source_and_error()
    {
        NotebookRun run = await Run("int x = 1;", "throw new InvalidOperationException(\"no such stage\");", "x");
        Assert.Equal(2, run.Failure!.Number);
        Assert.Equal("throw new InvalidOperationException(\"no such stage\");", run.Failure.Source);
        Assert.Equal("InvalidOperationException", run.Failure.Name);
        Assert.Equal("no such stage", run.Failure.Message);
        Assert.Equal("error", (string?)run.Notebook.Cells[1].Outputs[0]["output_type"]);
        Assert.Null(run.Notebook.Cells[2].ExecutionCount);
    }

    [Fact]
    public async Task A_cell_that_fails_in_an_imported_file_is_a_failure()
    {
        File.WriteAllText(Path.Combine(folder.Path, "broken.dib"), "#!csharp\n\nint x = \"no number\";\n");
        NotebookRun run = await Run("#!import broken.dib", "1");
        Assert.Equal(1, run.Failure!.Number);
        Assert.Contains("CS0029", run.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_that_does_not_compile_is_told_in_the_compilers_words()
    {
        NotebookRun run = await Run("int y = ;");
        Assert.Equal("CompilationError", run.Failure!.Name);
        Assert.Contains("CS1525", run.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_working_directory_is_the_notebooks_folder_and_is_put_back()
    {
        string before = Environment.CurrentDirectory;
        NotebookRun run = await Run("System.IO.Directory.GetCurrentDirectory()");
        Assert.Equal(["execute_result:" + folder.Path], Shown(run.Notebook.Cells[0]));
        Assert.Equal(before, Environment.CurrentDirectory);
    }

    [Fact]
    public async Task A_cancelled_run_stops_the_cell()
    {
        using CancellationTokenSource stop = new();
        string path = NotebookFiles.Write(
            folder.Path,
            (
                "code",
                """
                var token = Microsoft.DotNet.Interactive.KernelInvocationContext.Current.CancellationToken;
                System.IO.File.WriteAllText("begun", "");
                while (!token.IsCancellationRequested) await Task.Delay(20);
                System.IO.File.WriteAllText("stopped", "");
                """
            )
        );
        Task<NotebookRun> running = NotebookRunner.RunAsync(path, cancellation: stop.Token);
        await Exists("begun");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Exists("stopped");
    }

    [Fact]
    public async Task What_the_runner_does_not_know_of_a_cell_stays()
    {
        string path = NotebookFiles.Write(folder.Path, ("markdown", "# 01 Small"), ("code", "1"));
        NotebookRun run = await NotebookRunner.RunAsync(path);
        run.Notebook.Save(path);
        JsonNode json = JsonNode.Parse(File.ReadAllText(path))!;
        Assert.Equal("kept", (string?)json["cells"]![0]!["metadata"]!["note"]);
        Assert.Equal("kept", (string?)json["cells"]![0]!["id"]);
        Assert.Equal(["execute_result:1"], Shown(NotebookFile.Load(path).Cells[1]));
    }

    [Theory]
    [InlineData("{", "is not a notebook")]
    [InlineData("{\"cells\": []}", "not a notebook of nbformat 4")]
    [InlineData("[1]", "not a notebook of nbformat 4")]
    public async Task A_file_that_is_no_notebook_is_refused(string content, string words)
    {
        string path = Path.Combine(folder.Path, "01_broken.ipynb");
        File.WriteAllText(path, content);
        MetamerException error = await Assert.ThrowsAsync<MetamerException>(() => NotebookRunner.RunAsync(path));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_is_missing_is_refused()
    {
        string path = NotebookFiles.Write(folder.Path, ("code", "1"));
        MetamerException error = await Assert.ThrowsAsync<MetamerException>(() =>
            NotebookRunner.RunAsync(path, new NotebookRunOptions { DataFolder = Path.Combine(folder.Path, "none") })
        );
        Assert.Contains("does not exist. Name an existing folder with --data", error.Message, StringComparison.Ordinal);
    }

    private async Task Exists(string name)
    {
        for (int tries = 0; !File.Exists(Path.Combine(folder.Path, name)); tries++)
        {
            Assert.True(tries < 1200, $"The cell did not write the file {name} within a minute.");
            await Task.Delay(50);
        }
    }

    private Task<NotebookRun> Run(params string[] cells) =>
        NotebookRunner.RunAsync(NotebookFiles.Write(folder.Path, [.. cells.Select(text => ("code", text))]));

    private static IEnumerable<string> Shown(NotebookCell cell) =>
        cell.Outputs.Select(output =>
            ($"{(string?)output["output_type"]}:" + NotebookCell.JoinLines(TextOf(output)))
                .Replace("<div class=\"dni-plaintext\"><pre>", "", StringComparison.Ordinal)
                .Split("</pre>")[0]
        );

    private static JsonNode? TextOf(JsonObject output) =>
        output["text"] ?? output["data"]?["text/plain"] ?? output["data"]?["text/html"];
}
