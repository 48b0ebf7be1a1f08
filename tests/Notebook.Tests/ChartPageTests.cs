using System.Text.RegularExpressions;
using Metamers.Plotting;
using Metamers.Plotting.Interactive;
using Metamers.Runtime;
using Workbook.Notebooks;
using Workbook.Pages;

namespace Notebook.Tests;

/// <summary>
/// Charts of Plotly.NET made in a notebook's cells are drawn in a real browser, without a request to anywhere.
/// </summary>
public sealed class ChartPageTests : IDisposable
{
    private const string OwnChart = """
        DataFrame table = new(
            new DoubleDataFrameColumn("score", [0.1, 0.2, 0.4]),
            new DoubleDataFrameColumn("recognition", [0.9, 0.5, 0.3]));
        Chart.Point<double, double, string>(table["score"].Cast<double>(), table["recognition"].Cast<double>())
            .WithYAxisStyle<double, double, string>(TitleText: "Recognition")
        """;

    private const string Restyled = """
        var chart = new Figure("Old title", new("x"), new("y"), [new("a", [0, 1], [2, 3]) { Mark = SeriesMark.Points }])
            .ToPlotly().WithSize(Width: 500, Height: 300);
        Plotly.NET.Chart.withTitle("Another title", null).Invoke(chart)
        """;

    private const string Bars = """Chart.Column<double, string, string>([1.0, 2.0, 3.0, 4.0])""";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_readers_own_chart_and_a_restyled_figure_are_drawn_on_the_page()
    {
        string path = NotebookFiles.Write(
            ProjectFolder.Notebooks,
            ("code", "#!import setup.dib"),
            ("code", OwnChart),
            ("code", Restyled),
            ("code", Bars)
        );
        NotebookRun run;
        try
        {
            run = await NotebookRunner.RunAsync(path);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Null(run.Failure);
        string html = NotebookPage.Render(run.Notebook);
        Assert.Single(Regex.Matches(html, "<script data-metamers-plotly>"));
        Assert.Empty(Requests.In(html));
        DrawnChart[] charts = await Drawn(html);
        Assert.Equal(3, charts.Length);
        Assert.Equal((3, 0), (charts[0].Points, charts[0].Bars));
        Assert.Contains("Recognition", charts[0].Text);
        Assert.Equal((2, 500), (charts[1].Points, charts[1].Width));
        Assert.Contains("Another title", charts[1].Text);
        Assert.DoesNotContain("Old title", charts[1].Text);
        Assert.Equal((0, 4), (charts[2].Points, charts[2].Bars));
        Assert.All(charts, chart => Assert.True(chart.PictureHidden));
    }

    /// <summary>
    /// An editor's page has only the system's fonts, which may be wider than the one that notes are broken for.
    /// </summary>
    [Fact]
    public async Task In_an_editor_a_figure_gets_its_own_font_and_its_note_is_not_cut()
    {
        string note = string.Concat(Enumerable.Repeat("Each point is one metamer, compared with its reference. ", 6));
        Figure figure = new("Match", new("x"), new("y"), [new("a", [0, 1], [2, 3])]) { Note = note, Width = 600 };
        string path = Path.Combine(folder.Path, "editor.html");
        File.WriteAllText(path, $"<!DOCTYPE html><meta charset=\"utf-8\">{figure.ToHtml()}{PlotlyScript.Live}");
        double[] edges = await Browser.With(async page =>
        {
            await page.GotoAsync(new Uri(path).AbsoluteUri);
            await page.WaitForFunctionAsync("() => document.querySelector('.annotation-text')");
            return await page.EvaluateAsync<double[]>(
                """
                () => [
                    document.querySelector('.annotation-text').getBoundingClientRect().right,
                    document.querySelector('.main-svg').getBoundingClientRect().right,
                    [...document.fonts].filter(face => face.family === 'Inter' && face.status === 'loaded').length]
                """
            );
        });
        Assert.InRange(edges[0], 200, edges[1]);
        Assert.Equal(1, edges[2]);
    }

    private async Task<DrawnChart[]> Drawn(string html)
    {
        string path = Path.Combine(folder.Path, "page.html");
        File.WriteAllText(path, html);
        List<string> requests = [];
        List<string> complaints = [];
        DrawnChart[] charts = await Browser.With(async page =>
        {
            page.Request += (_, request) => requests.Add(request.Url.Split(',')[0]);
            page.Console += (_, message) => complaints.AddRange(message.Type is "error" ? [message.Text] : []);
            await page.GotoAsync(new Uri(path).AbsoluteUri);
            await page.WaitForFunctionAsync(
                "() => [...document.querySelectorAll('[data-metamer-figure]')].every(box => "
                    + "box.lastElementChild.style.display === 'none')"
            );
            return await page.EvaluateAsync<DrawnChart[]>(
                """
                () => [...document.querySelectorAll('[data-metamer-figure]')].map(box => ({
                    points: box.querySelectorAll('.scatterlayer .point').length,
                    bars: box.querySelectorAll('.barlayer .point').length,
                    width: Math.round(box.querySelector('.main-svg').getBoundingClientRect().width),
                    text: box.querySelector('.js-plotly-plot').textContent,
                    pictureHidden: box.lastElementChild.style.display === 'none' }))
                """
            );
        });
        Assert.All(
            requests,
            url =>
                Assert.True(
                    url.StartsWith("data:", StringComparison.Ordinal)
                        || url.StartsWith("blob:", StringComparison.Ordinal)
                        || url == new Uri(path).AbsoluteUri,
                    url
                )
        );
        Assert.Empty(complaints); // as of the content security policy
        return charts;
    }

    private sealed class DrawnChart
    {
        public int Points { get; set; }

        public int Bars { get; set; }

        public int Width { get; set; }

        public string Text { get; set; } = "";

        public bool PictureHidden { get; set; }
    }
}
