using System.Net;
using System.Text;
using Metamers.Plotting;
using Metamers.Plotting.Interactive;
using Metamers.Plotting.Static;
using Workbook.Notebooks;

namespace Workbook.Pages;

/// <summary>
/// A notebook as one HTML file that loads nothing from any host: pictures and sounds are embedded as data, plotly.js is
/// embedded once if there is a chart, and the content security policy keeps a browser from loading more.
/// </summary>
public static class NotebookPage
{
    private const string Policy =
        "default-src 'none'; img-src data: blob:; media-src data:; font-src data:; style-src 'unsafe-inline'; "
        + "script-src 'unsafe-inline' 'unsafe-eval'";

    private static readonly Lazy<string> Style = new(() =>
    {
        using Stream css = typeof(NotebookPage).Assembly.GetManifestResourceStream("page.css")!;
        using StreamReader reader = new(css);
        return reader.ReadToEnd();
    });

    /// <summary>
    /// The type of the charts: their notes are broken into lines for it, and another may be too wide.
    /// </summary>
    private static readonly Lazy<string> Type = new(() =>
        $"@font-face {{ font-family: Inter; src: url(data:font/otf;base64,{Typeface.Base64()}); }}"
    );

    /// <summary>The page of a notebook, with the outputs of its cells.</summary>
    public static string Render(NotebookFile notebook)
    {
        StringBuilder body = new();
        foreach (NotebookCell cell in notebook.Cells)
        {
            body.AppendLine(cell.IsCode ? Code(cell) : Prose(cell));
        }

        string content = body.ToString();
        string title = NotebookSummary.From(notebook).Title ?? notebook.Name;
        string script = content.Contains("Plotly.newPlot", StringComparison.Ordinal) ? PlotlyScript.Html : "";
        return HtmlPage.Render(
            Policy,
            title,
            $"{Style.Value}\n{(script.Length > 0 ? Type.Value : "")}",
            $"<main>\n{content}\n</main>\n{script}"
        );
    }

    private static string Prose(NotebookCell cell) =>
        cell.Kind == "markdown"
            ? $"<section class=\"prose\">\n{MarkdownHtml.Render(cell.Source)}</section>"
            : $"<pre>{WebUtility.HtmlEncode(cell.Source)}</pre>";

    private static string Code(NotebookCell cell)
    {
        if (cell.Lines.Count == 0)
        {
            return "";
        }

        IEnumerable<string> outputs = cell.Outputs.Select(OutputHtml.Render).Where(html => html.Length > 0);
        return $"""
            <section class="cell">
            <pre class="code"><code>{CodeHighlight.ToHtml(cell.Source)}</code></pre>
            {string.Join('\n', outputs.Select(html => $"<div class=\"output\">{html}</div>"))}
            </section>
            """;
    }
}
