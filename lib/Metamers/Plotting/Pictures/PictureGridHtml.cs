using System.Net;
using System.Text;

namespace Metamers.Plotting.Pictures;

/// <summary>
/// The HTML table of a <see cref="PictureGrid"/>. Sizes are also given as attributes, since GitHub drops styles.
/// </summary>
internal static class PictureGridHtml
{
    public static string Render(PictureGrid grid)
    {
        StringBuilder html = new();
        html.Append(
            $"""<div style="overflow-x:auto;font:12px {FigureStyle.FontFamily}">"""
                + $"""<div style="font-size:{FigureStyle.TitleSize}px;font-weight:600">{Escape(grid.Title)}</div>"""
        );
        if (grid.Note is { } note)
        {
            html.Append($"""<div style="opacity:.75;max-width:{grid.Size.Width}px">{Escape(note)}</div>""");
        }

        html.Append(
            """<table style="border-collapse:collapse;margin-top:6px"><thead><tr style="background:none"><th></th>"""
        );
        foreach (string column in grid.Columns)
        {
            // Names of stages may break after an underscore.
            html.Append(
                """<th scope="col" style="text-align:center;vertical-align:bottom;padding:2px 3px;font-weight:600;"""
                    + $"""max-width:{grid.CellWidth}px">{Escape(column).Replace("_", "_<wbr>")}</th>"""
            );
        }

        html.Append("</tr></thead><tbody>");
        foreach (PictureRow row in grid.Rows)
        {
            html.Append(
                """<tr style="background:none"><th scope="row" style="text-align:right;padding:0 8px 0 0;"""
                    + $"""font-weight:600">{Escape(row.Heading)}</th>"""
            );
            for (int column = 0; column < grid.Columns.Count; column++)
            {
                html.Append(Cell(grid, row, column));
            }

            html.Append("</tr>");
        }

        return html.Append("</tbody></table></div>").ToString();
    }

    private static string Cell(PictureGrid grid, PictureRow row, int column)
    {
        if (row.Pictures[column] is not { } picture)
        {
            return "<td></td>";
        }

        string alternative = grid.Alternative(row, column);
        string image = Illustration.Image(
            picture.File,
            grid.WidthOf(picture),
            alternative,
            (picture.Smooth ? $"height:{grid.HeightOf(picture)}px" : "image-rendering:pixelated")
                + ";display:block;margin:auto"
        );
        // Only the mark is coloured; the words keep the text colour of the page, light or dark.
        string caption =
            picture.Said.Length == 0
                ? ""
                : """<span style="white-space:nowrap">"""
                    + $"""<span style="color:{picture.MarkColour}">{picture.Mark}</span> """
                    + $"{Escape(picture.Caption ?? "")}</span>";
        return $"""<td title="{Escape(picture.Hover ?? alternative)}" """
            + """style="text-align:center;vertical-align:top;padding:3px;line-height:1.3">"""
            + $"{image}{picture.Sound?.Element(grid.WidthOf(picture))}{caption}</td>";
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
