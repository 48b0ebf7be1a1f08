using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using SkiaSharp;

namespace Metamers.Plotting.Pictures;

/// <summary>
/// Reads the HTML of a <see cref="PictureGrid"/> back, as a saved notebook holds it: the inverse of <see
/// cref="PictureGridHtml"/>. The players of sounds are dropped, since the static picture has none.
/// </summary>
internal static partial class PictureGridReader
{
    /// <summary>Reads a grid.</summary>
    /// <param name="html">The HTML of an output.</param>
    /// <returns>
    /// The grid, which gives the same HTML again but for the players; null if it would not, or this is none.
    /// </returns>
    public static PictureGrid? Read(string html)
    {
        string silent = Player().Replace(html, "");
        Match table = Table().Match(silent);
        try
        {
            return table.Success && ToGrid(table) is var grid && PictureGridHtml.Render(grid) == silent ? grid : null;
        }
        catch (Exception error) when (error is FormatException or OverflowException or ArgumentException)
        {
            return null; // a file that is no picture, a size that is no number, a row that lacks a picture
        }
    }

    private static PictureGrid ToGrid(Match table)
    {
        (string Heading, Match[] Cells)[] rows =
        [
            .. Row()
                .Matches(table.Groups["rows"].Value)
                .Select(row => (Text(row, "heading"), Cell().Matches(row.Groups["cells"].Value).ToArray())),
        ];
        int scale = ScaleOf(rows.SelectMany(row => row.Cells));
        return new(
            Text(table, "title"),
            [
                .. Column()
                    .Matches(table.Groups["columns"].Value)
                    .Select(column => WebUtility.HtmlDecode(column.Groups["text"].Value.Replace("<wbr>", ""))),
            ],
            [
                .. rows.Select(row => new PictureRow(
                    row.Heading,
                    [.. row.Cells.Select(cell => cell.Groups["file"].Success ? ToPicture(cell, scale) : null)]
                )),
            ],
            table.Groups["note"].Success ? Text(table, "note") : null
        );
    }

    /// <summary>
    /// The factor by which a grid enlarges its pictures, told by one whose pixels are squares. If there is none, the
    /// sizes on the page may be taken for the sizes before: a grid enlarges them no further.
    /// </summary>
    private static int ScaleOf(IEnumerable<Match> cells) =>
        cells.FirstOrDefault(cell => cell.Groups["squares"].Success) is { } cell
            ? Number(cell, "width") / Math.Max(1, SKBitmap.DecodeBounds(File(cell)).Width)
            : 1;

    private static GridPicture ToPicture(Match cell, int scale)
    {
        (string title, string alternative) = (Text(cell, "title"), Text(cell, "alternative"));
        return GridPicture.FromSaved(
            File(cell),
            cell.Groups["squares"].Success ? null : (Number(cell, "width") / scale, Number(cell, "height") / scale)
        ) with
        {
            Caption = cell.Groups["caption"].Success ? Text(cell, "caption") : null,
            Correct = cell.Groups["mark"].Value switch
            {
                GridPicture.Right => true,
                GridPicture.Wrong => false,
                _ => null,
            },
            Hover = title == alternative ? null : title,
        };
    }

    private static string Text(Match match, string group) => WebUtility.HtmlDecode(match.Groups[group].Value);

    private static int Number(Match match, string group) =>
        int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static byte[] File(Match cell) => Convert.FromBase64String(cell.Groups["file"].Value);

    [GeneratedRegex("<audio [^>]*></audio>")]
    private static partial Regex Player();

    [GeneratedRegex(
        "^<div [^>]*><div [^>]*>(?<title>[^<]*)</div>(?:<div [^>]*>(?<note>[^<]*)</div>)?"
            + "<table [^>]*><thead><tr [^>]*><th></th>(?<columns>.*?)</tr></thead>"
            + "<tbody>(?<rows>.*)</tbody></table></div>$",
        RegexOptions.Singleline
    )]
    private static partial Regex Table();

    [GeneratedRegex("""<th scope="col" [^>]*>(?<text>(?:[^<]|<wbr>)*)</th>""")]
    private static partial Regex Column();

    [GeneratedRegex("""<th scope="row" [^>]*>(?<heading>[^<]*)</th>(?<cells>.*?)</tr>""", RegexOptions.Singleline)]
    private static partial Regex Row();

    [GeneratedRegex(
        "<td></td>|<td title=\"(?<title>[^\"]*)\" [^>]*>"
            + "<img width=\"(?<width>[0-9]+)\" style=\""
            + "(?:height:(?<height>[0-9]+)px|(?<squares>image-rendering:pixelated));[^>\"]*\" "
            + "alt=\"(?<alternative>[^\"]*)\" src=\"data:image/[a-z]+;base64,(?<file>[^\"]*)\">"
            + "(?:<span [^>]*><span [^>]*>(?<mark>[^<]*)</span> (?<caption>[^<]*)</span>)?</td>"
    )]
    private static partial Regex Cell();
}
