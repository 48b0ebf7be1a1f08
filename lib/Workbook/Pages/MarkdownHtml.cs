using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Workbook.Pages;

/// <summary>Markdown of a notebook as HTML.</summary>
internal static class MarkdownHtml
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseAutoIdentifiers()
        .UseFootnotes()
        .UseEmphasisExtras()
        .Build();

    /// <summary>Renders one cell; links to other notebooks become links to their pages.</summary>
    public static string Render(string markdown)
    {
        MarkdownDocument document = Markdown.Parse(markdown, Pipeline);
        foreach (LinkInline link in document.Descendants<LinkInline>())
        {
            if (
                link is { IsImage: false, Url: { } url }
                && url.EndsWith(".ipynb", StringComparison.Ordinal)
                && !url.Contains("://", StringComparison.Ordinal)
            )
            {
                link.Url = url[..^".ipynb".Length] + ".html";
            }
        }

        return document.ToHtml(Pipeline);
    }
}
