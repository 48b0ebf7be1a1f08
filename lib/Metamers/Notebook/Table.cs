using System.Net;
using System.Text;
using Metamers.Plotting;

namespace Metamers.Notebook;

/// <summary>A small table, as HTML and as aligned text.</summary>
/// <param name="Columns">Headings, and whether the cells below are aligned to the right, as numbers are.</param>
/// <param name="Rows">The cells; each row has as many as there are columns.</param>
/// <param name="Caption">Text above the table; null for none.</param>
/// <param name="More">Text below the table, e.g. how many rows are left out; null for none.</param>
internal sealed record Table(
    IReadOnlyList<(string Heading, bool Right)> Columns,
    IReadOnlyList<IReadOnlyList<string>> Rows,
    string? Caption = null,
    string? More = null
)
{
    public string ToHtml()
    {
        StringBuilder html = new(
            $"""<table style="border-collapse:collapse;font:13px {FigureStyle.FontFamily};"""
                + """font-variant-numeric:tabular-nums">"""
        );
        if (Caption is not null)
        {
            html.Append(
                $"""<caption style="text-align:left;padding:2px 0 6px;font-weight:600">{Escape(Caption)}</caption>"""
            );
        }

        html.Append("""<thead><tr style="border-bottom:1.5px solid currentColor">""");
        for (int column = 0; column < Columns.Count; column++)
        {
            html.Append(Cell("th", column, Columns[column].Heading, "font-weight:600"));
        }

        html.Append("</tr></thead><tbody>");
        foreach (IReadOnlyList<string> row in Rows)
        {
            html.Append("""<tr style="border-bottom:1px solid rgba(128,128,128,.25)">""");
            for (int column = 0; column < Columns.Count; column++)
            {
                html.Append(Cell("td", column, row[column], ""));
            }

            html.Append("</tr>");
        }

        html.Append("</tbody></table>");
        return (
            More is null
                ? html
                : html.Append($"""<div style="font:12px {FigureStyle.FontFamily};opacity:.75">{Escape(More)}</div>""")
        ).ToString();
    }

    /// <summary>The table as aligned text.</summary>
    public override string ToString()
    {
        int[] widths =
        [
            .. Columns.Select((column, i) => Rows.Select(row => row[i].Length).Prepend(column.Heading.Length).Max()),
        ];
        string Line(Func<int, string> cell) =>
            string.Join(
                    "  ",
                    Columns.Select(
                        (column, i) => column.Right ? cell(i).PadLeft(widths[i]) : cell(i).PadRight(widths[i])
                    )
                )
                .TrimEnd();
        IEnumerable<string> lines =
        [
            .. Caption is null ? Array.Empty<string>() : [Caption],
            Line(i => Columns[i].Heading),
            Line(i => new string('─', widths[i])),
            .. Rows.Select(row => Line(i => row[i])),
            .. More is null ? Array.Empty<string>() : [More],
        ];
        return string.Join('\n', lines);
    }

    private string Cell(string element, int column, string text, string style)
    {
        string side = Columns[column].Right ? "right" : "left";
        return $"""<{element} align="{side}" style="text-align:{side};padding:3px 12px 3px 4px;{style}">"""
            + $"{Escape(text)}</{element}>";
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
