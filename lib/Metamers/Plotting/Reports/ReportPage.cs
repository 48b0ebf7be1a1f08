namespace Metamers.Plotting.Reports;

/// <summary>Blocks as one HTML page that has no script and loads nothing, or as Markdown.</summary>
internal static class ReportPage
{
    private const string Policy = "default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'";

    private const string Style = $$"""
        body { margin: 0; color: {{FigureStyle.Ink}}; background: #fff; font: 16px/1.55 {{FigureStyle.FontFamily}}; }
        main { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
        h1 { font-size: 1.9rem; line-height: 1.25; }
        h2 { font-size: 1.3rem; margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid; }
        table { border-collapse: collapse; font-size: .9rem; line-height: 1.4; margin: 1rem 0; }
        table { font-variant-numeric: tabular-nums; }
        th, td { padding: .25rem .75rem .25rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid; }
        h2, th, td { border-color: {{FigureStyle.GridColour}}; }
        .number { text-align: right; }
        td.number { white-space: nowrap; }
        figure { margin: 1.25rem 0; overflow-x: auto; }
        figure img { height: auto; }
        @media print { main { max-width: none; padding: 0; } h2 { break-after: avoid; } }
        @media print { figure, tr { break-inside: avoid; } }
        """;

    public static string Html(string title, IEnumerable<ReportBlock> blocks) =>
        HtmlPage.Render(Policy, title, Style, $"<main>\n{Fragment(blocks)}\n</main>");

    private static string Fragment(IEnumerable<ReportBlock> blocks) =>
        string.Join('\n', blocks.Select(block => block.ToHtml()));

    /// <summary>What a cell of a notebook shows.</summary>
    public static string Cell(IEnumerable<ReportBlock> blocks) =>
        $"<div style=\"font:14px/1.5 {FigureStyle.FontFamily}\">\n{Fragment(blocks)}\n</div>";

    public static string Markdown(IEnumerable<ReportBlock> blocks) =>
        string.Join("\n\n", blocks.Select(block => block.ToMarkdown())) + "\n";
}
