using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Metamers.Plotting.Reports;

/// <summary>A part of a report, which is written as HTML and as Markdown.</summary>
internal abstract partial record ReportBlock
{
    /// <summary>The part as HTML without scripts.</summary>
    public abstract string ToHtml();

    /// <summary>The part as Markdown, in lines.</summary>
    public abstract string ToMarkdown();

    private protected static string Html(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A text in which nothing is markup. Within a word, as in conv1_relu1, an underscore is none.</summary>
    private protected static string Markdown(string text) =>
        Markup().Replace(text, match => "\\" + match.Value).ReplaceLineEndings(" ");

    [GeneratedRegex(@"[\\`*\[\]<>&|#~]|(?<![^\W_])_|_(?![^\W_])")]
    private static partial Regex Markup();

    /// <summary>A heading.</summary>
    internal sealed record Heading(int Level, string Text) : ReportBlock
    {
        public override string ToHtml() => $"<h{Level}>{Html(Text)}</h{Level}>";

        public override string ToMarkdown() => $"{new string('#', Level)} {Markdown(Text)}";
    }

    /// <summary>A paragraph; an important one stands out.</summary>
    internal sealed record Paragraph(string Text, bool Important = false) : ReportBlock
    {
        public override string ToHtml() => Important ? $"<p><strong>{Html(Text)}</strong></p>" : $"<p>{Html(Text)}</p>";

        public override string ToMarkdown() => Important ? $"**{Markdown(Text)}**" : Markdown(Text);
    }

    /// <summary>A list.</summary>
    internal sealed record Bullets(IReadOnlyList<string> Items) : ReportBlock
    {
        public override string ToHtml() => $"<ul>{string.Concat(Items.Select(item => $"<li>{Html(item)}</li>"))}</ul>";

        public override string ToMarkdown() => string.Join('\n', Items.Select(item => $"- {Markdown(item)}"));
    }

    /// <summary>A table; columns of numbers are aligned to the right.</summary>
    internal sealed record Table(
        IReadOnlyList<(string Heading, bool Right)> Columns,
        IReadOnlyList<IReadOnlyList<string>> Rows
    ) : ReportBlock
    {
        public override string ToHtml()
        {
            StringBuilder html = new("<table><thead><tr>");
            html.AppendJoin("", Columns.Select((column, i) => Cell("th", i, column.Heading)));
            html.Append("</tr></thead><tbody>\n");
            foreach (IReadOnlyList<string> row in Rows)
            {
                html.Append("<tr>").AppendJoin("", row.Select((text, i) => Cell("td", i, text))).Append("</tr>\n");
            }

            return html.Append("</tbody></table>").ToString();
        }

        public override string ToMarkdown() =>
            string.Join(
                '\n',
                [
                    Line(Columns.Select(column => column.Heading)),
                    $"|{string.Join('|', Columns.Select(column => column.Right ? "---:" : "---"))}|",
                    .. Rows.Select(Line),
                ]
            );

        private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(Markdown))} |";

        private string Cell(string element, int column, string text) =>
            $"<{element}{(Columns[column].Right ? " class=\"number\"" : "")} "
            + $"style=\"{CellStyle(Columns[column].Right)}\">"
            + $"{Html(text)}</{element}>";

        // In a cell of a notebook there is no style sheet.
        private static string CellStyle(bool right) =>
            $"padding:.25rem .75rem .25rem 0;text-align:{(right ? "right" : "left")};vertical-align:top";
    }

    /// <summary>A figure: in HTML within the page, for Markdown a file beside it.</summary>
    /// <param name="Name">Name of its file, without extension.</param>
    /// <param name="Drawn">The figure.</param>
    internal sealed record Picture(string Name, Illustration Drawn) : ReportBlock
    {
        /// <summary>The folder of figures, beside the report.</summary>
        public const string Folder = "figures";

        /// <summary>The file of the figure, beside the report.</summary>
        public string File => $"{Folder}/{Name}.png";

        // A chart as a picture, not as a script; a grid of pictures or sounds has its own HTML, with players.
        public override string ToHtml() => $"<figure>{Shown}</figure>";

        private string Shown =>
            Drawn is Figure ? Illustration.Image(Drawn.ToPng(), Drawn.Size.Width, Drawn.Description) : Drawn.ToHtml();

        public override string ToMarkdown() => $"![{Markdown(Drawn.Description)}]({File})";
    }
}
