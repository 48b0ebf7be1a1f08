using Metamers.Runtime;
using Workbook.Notebooks;
using Workbook.Pages;

namespace Notebook.Tests;

/// <summary>
/// The figures and code of exported pages in a real browser, at the widths of three screens: nothing has lost its size,
/// nothing covers anything, and nothing is cut off.
/// </summary>
public sealed class PageLayoutTests : IDisposable
{
    /// <summary>A grid and curves; rows of figures, heat maps and claims; a reader's own charts.</summary>
    private static readonly string[] Notebooks = ["02", "06", "13"];

    private static readonly int[] Widths = [1000, 1280, 1600];

    private const string Measure = """
        () => {
            const problems = [];
            const words = e => (e.getAttribute('alt') || e.textContent || '').trim().slice(0, 40);
            const name = e => `${e.tagName.toLowerCase()} "${words(e)}"`;
            const shown = e => e.getClientRects().length > 0;
            const page = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth > page + 1)
                problems.push(`the page is ${document.documentElement.scrollWidth} px wide`);
            const all = selector => [...document.querySelectorAll(selector)].filter(shown);
            const figures = all('.output img, .output .js-plotly-plot, .output audio');
            for (const e of figures) {
                const box = e.getBoundingClientRect();
                if (box.width < 60 || (e.tagName !== 'AUDIO' && box.height < 20))
                    problems.push(`${name(e)} is ${Math.round(box.width)} x ${Math.round(box.height)}`);
                if (box.left < -1 || box.right > page + 1) problems.push(`${name(e)} runs out of the page`);
                if (e.tagName === 'IMG' && e.naturalWidth
                    && Math.abs(box.width / box.height * e.naturalHeight / e.naturalWidth - 1) > 0.03)
                    problems.push(`${name(e)} is distorted`);
                for (let o = e.parentElement; o && o !== document.body; o = o.parentElement)
                    if (getComputedStyle(o).overflowX !== 'visible'
                        && o.getBoundingClientRect().right + 1 < box.right && o.scrollWidth <= o.clientWidth)
                        problems.push(`${name(e)} is cut`);
            }
            const outputs = all('.output, .prose, pre.code').map(e => [e, e.getBoundingClientRect()]);
            for (let i = 1; i < outputs.length; i++)
                if (outputs[i][1].top < outputs[i - 1][1].bottom - 1)
                    problems.push(`${name(outputs[i][0])} covers what is above it`);
            const overlap = (a, b, by = 2) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > by
                && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > by;
            for (const row of document.querySelectorAll('.output > div[style*="display:flex"]')) {
                const boxes = [...row.children].map(e => e.getBoundingClientRect());
                boxes.forEach((a, i) => boxes.slice(i + 1).forEach(b => {
                    if (overlap(a, b, 1)) problems.push('two figures of a row overlap');
                }));
            }
            const texts = [];
            const labels = plot => [...plot.querySelectorAll('.gtitle, .xtitle, .ytitle, .annotation-text')];
            for (const plot of all('.js-plotly-plot'))
                for (const text of labels(plot).filter(t => t.textContent.trim())) {
                    const box = text.getBoundingClientRect();
                    texts.push([text.textContent, box]);
                    for (let o = text.parentElement; o && o !== document.body; o = o.parentElement) {
                        const edge = o.getBoundingClientRect();
                        if (['svg', 'DIV'].includes(o.tagName) && getComputedStyle(o).overflowX !== 'visible'
                            && (box.left < edge.left - 2 || box.right > edge.right + 2
                                || box.top < edge.top - 2 || box.bottom > edge.bottom + 2))
                            problems.push(`"${text.textContent}" is cut`);
                    }
                }
            texts.forEach((t, i) => texts.slice(i + 1).filter(u => overlap(t[1], u[1])).forEach(u => {
                problems.push(`"${t[0]}" and "${u[0]}" overlap`);
            }));
            for (const code of document.querySelectorAll('pre.code'))
                if (code.scrollWidth > code.clientWidth + 1 || code.scrollHeight > code.clientHeight + 1)
                    problems.push(`the code ${name(code)} is clipped`);
            return { figures: figures.length, problems };
        }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Figures_and_code_of_pages_keep_their_place_at_every_width()
    {
        string[] pages =
        [
            .. Notebooks.Select(number =>
                Page(NotebookFile.Load(NotebookCatalog.Find(number, ProjectFolder.Notebooks)))
            ),
        ];
        List<string> problems = [];
        int figures = 0;
        await Browser.With(async page =>
        {
            foreach (string path in pages)
            {
                await page.SetViewportSizeAsync(Widths[0], 900);
                await page.GotoAsync(new Uri(path).AbsoluteUri);
                await page.WaitForFunctionAsync(
                    "() => [...document.querySelectorAll('[data-metamer-figure]')].every(box => "
                        + "box.hasAttribute('data-drawn') && (box.children.length === 1 || "
                        + "box.lastElementChild.style.display === 'none'))",
                    null,
                    new() { Timeout = 120_000 }
                );
                foreach (int width in Widths)
                {
                    await page.SetViewportSizeAsync(width, 900);
                    await page.EvaluateAsync(
                        "() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 120)))"
                    );
                    Found found = await page.EvaluateAsync<Found>(Measure);
                    figures += found.Figures;
                    problems.AddRange(
                        found.Problems.Select(problem => $"{Path.GetFileName(path)} at {width} px: {problem}")
                    );
                }
            }

            return true;
        });
        Assert.True(problems.Count == 0, "\n" + string.Join('\n', problems.Distinct()));
        Assert.InRange(figures, 60, int.MaxValue);
    }

    private string Page(NotebookFile notebook)
    {
        string path = Path.Combine(folder.Path, notebook.Name + ".html");
        File.WriteAllText(path, NotebookPage.Render(notebook));
        return path;
    }

    private sealed class Found
    {
        public int Figures { get; set; }

        public string[] Problems { get; set; } = [];
    }
}
