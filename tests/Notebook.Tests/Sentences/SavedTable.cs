using System.Globalization;
using System.Text.RegularExpressions;
using Workbook.Notebooks;

namespace Notebook.Tests.Sentences;

/// <summary>A table that a cell of a notebook shows in its saved output, as text.</summary>
internal sealed partial class SavedTable
{
    private readonly string[] columns;
    private readonly string[][] rows;

    private SavedTable(string[] columns, string[][] rows) => (this.columns, this.rows) = (columns, rows);

    /// <summary>Number of rows.</summary>
    public int Count => rows.Length;

    /// <summary>Reads the table of a cell.</summary>
    /// <param name="notebook">Its number.</param>
    /// <param name="cell">Its id.</param>
    public static SavedTable Of(string notebook, string cell)
    {
        string[] lines = Text(notebook, cell).Split('\n');
        int rule = Array.FindIndex(lines, line => line.Contains('─') && line.Trim('─', ' ') == "");
        Assert.True(rule > 0, $"The saved output of {cell} in notebook {notebook} has no table.");
        (int Start, int Length)[] spans = [.. Rule().Matches(lines[rule]).Select(match => (match.Index, match.Length))];
        string[] Cells(string line) =>
            [
                .. spans.Select(
                    (span, i) =>
                        line.Length <= span.Start ? ""
                        : i == spans.Length - 1 ? line[span.Start..].Trim()
                        : line.Substring(span.Start, Math.Min(span.Length, line.Length - span.Start)).Trim()
                ),
            ];
        return new(Cells(lines[rule - 1]), [.. lines.Skip(rule + 1).TakeWhile(IsRow).Select(Cells)]);
    }

    /// <summary>All text that a cell shows.</summary>
    public static string Text(string notebook, string cell, string type = "text/plain")
    {
        NotebookFile file = SentenceTexts.Notebook(notebook);
        NotebookCell found = Assert.Single(file.Cells, one => one.Id == cell);
        return string.Join(
            "\n",
            found.Outputs.Select(output =>
                NotebookCell.JoinLines(output["data"]?[type]) + NotebookCell.JoinLines(output["text"])
            )
        );
    }

    /// <summary>A column as text.</summary>
    public string[] Words(string column) => [.. rows.Select(row => row[Place(column)])];

    /// <summary>A column of numbers.</summary>
    public double[] Numbers(string column) => [.. Words(column).Select(Number)];

    /// <summary>A number of the first row whose first column is this.</summary>
    public double At(string row, string column) => Number(rows.First(one => one[0] == row)[Place(column)]);

    private int Place(string column)
    {
        int place = Array.IndexOf(columns, column);
        Assert.True(place >= 0, $"No column '{column}', only {string.Join(", ", columns)}.");
        return place;
    }

    private static bool IsRow(string line) => line.Trim() != "" && !line.StartsWith("Of ", StringComparison.Ordinal);

    private static double Number(string text)
    {
        Match power = Power().Match(text);
        string digits = (power.Success ? power.Groups["digits"].Value : text).Replace(",", "").Replace('−', '-');
        string exponent = string.Concat(power.Groups["exponent"].Value.Select(Plain));
        return double.Parse(exponent == "" ? digits : $"{digits}e{exponent}", CultureInfo.InvariantCulture);
    }

    private static char Plain(char superscript) => "-0123456789"["⁻⁰¹²³⁴⁵⁶⁷⁸⁹".IndexOf(superscript)];

    [GeneratedRegex("─+")]
    private static partial Regex Rule();

    [GeneratedRegex("^(?<digits>.*)·10(?<exponent>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$")]
    private static partial Regex Power();
}
