using Metamers.Plotting.Interactive;
using Workbook.Notebooks;
using Workbook.Pages;

namespace Notebook.Tests;

public sealed class NotebookPageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_page_holds_prose_code_and_outputs_and_asks_no_host()
    {
        string page = await Page(
            (
                "markdown",
                "# 01 Small\n\nSome *prose*, [the next](02_next.ipynb) and "
                    + "<https://example.org/>.\n\n|a|b|\n|-|-|\n|1|2|"
            ),
            ("code", "// half of it\nvar answer = \"4 < 5\"; Console.WriteLine(42);")
        );
        Assert.Contains("<title>01 Small</title>", page, StringComparison.Ordinal);
        Assert.Contains("<em>prose</em>", page, StringComparison.Ordinal);
        Assert.Contains("href=\"02_next.html\"", page, StringComparison.Ordinal);
        Assert.Contains("<table>", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"c\">// half of it</span>", page, StringComparison.Ordinal);
        Assert.Contains(
            "<span class=\"k\">var</span> answer = <span class=\"s\">&quot;4 &lt; 5&quot;</span>;",
            page,
            StringComparison.Ordinal
        );
        Assert.Contains("<pre class=\"stream\">42</pre>", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.Empty(Requests.In(page));
        Assert.False(PlotlyScript.IsIn(page));
    }

    [Fact]
    public async Task A_page_with_charts_holds_plotly_once()
    {
        const string Chart =
            "Microsoft.DotNet.Interactive.KernelInvocationContext.Current.DisplayAs(\"<div "
            + "id=c></div><script>Plotly.newPlot('c', [])</script>\", \"text/html\");";
        string page = await Page(("code", "using Microsoft.DotNet.Interactive;"), ("code", Chart), ("code", Chart));
        Assert.Equal(2, page.Split(PlotlyScript.Html).Length);
        Assert.Empty(Requests.In(page));
    }

    [Fact]
    public async Task Every_notebooks_page_asks_no_host()
    {
        Assert.All(
            NotebookFiles.Lessons,
            notebook => Assert.Empty(Requests.In(NotebookPage.Render(notebook))),
            throwIfEmpty: true
        );

        await Task.CompletedTask;
    }

    [Theory]
    [InlineData("<script src=\"https://cdn.example/plotly.js\">")]
    [InlineData("<img src='//host/a.png'>")]
    [InlineData("<link rel=stylesheet href=a.css>")]
    [InlineData("div { background: url(http://host/a.png) }")]
    public void A_request_is_noticed(string html) => Assert.NotEmpty(Requests.In(html));

    private async Task<string> Page(params (string Kind, string Text)[] cells)
    {
        NotebookRun run = await NotebookRunner.RunAsync(NotebookFiles.Write(folder.Path, cells));
        Assert.Null(run.Failure);
        return NotebookPage.Render(run.Notebook);
    }
}
