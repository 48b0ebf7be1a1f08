using System.Text;
using Metamers.Runtime;

namespace Metamers.Tables;

/// <summary>
/// Reads comma-separated tables strictly: one header, the same number of fields on every line, no column unread. Fields
/// may be quoted as RFC 4180 says, but not hold line breaks. (<c>DataFrame.LoadCsv</c> guesses types and fills short
/// lines with nulls.)
/// </summary>
internal static class CsvTable
{
    private const string Published = "Take the file as it is in the repository.";

    /// <summary>Reads a table.</summary>
    /// <param name="path">A file in UTF-8.</param>
    /// <param name="parse">Makes a row; it must ask for every column.</param>
    /// <param name="remedy">What to do about a file that is wrong, as a sentence.</param>
    /// <exception cref="MetamerException">
    /// The file is missing or not such a table; the message names file, line and what was found.
    /// </exception>
    public static IReadOnlyList<T> Read<T>(string path, Func<CsvRow, T> parse, string remedy = Published)
    {
        string[] lines = Lines(path, remedy);
        string[] header = Fields(path, 1, lines[0], remedy);
        if (header.Distinct().Count() != header.Length)
        {
            throw new MetamerException($"{path}, line 1: two columns have one name: {lines[0]}. {remedy}");
        }

        Dictionary<string, int> columns = header.Index().ToDictionary(column => column.Item, column => column.Index);
        HashSet<string> asked = [];
        List<T> rows = new(lines.Length - 1);
        for (int i = 1; i < lines.Length; i++)
        {
            string[] fields = Fields(path, i + 1, lines[i], remedy);
            if (fields.Length != header.Length)
            {
                throw new MetamerException(
                    $"{path}, line {i + 1}: {fields.Length} fields where the header has {header.Length} columns; "
                        + $"found: {lines[i]}. {remedy}"
                );
            }

            rows.Add(parse(new(path, i + 1, columns, fields, asked, remedy)));
        }

        if (header.FirstOrDefault(column => !asked.Contains(column)) is { } unknown)
        {
            throw new MetamerException(
                $"{path} has an unknown column '{unknown}'; known "
                    + $"are {string.Join(", ", header.Where(asked.Contains))}. {remedy}"
            );
        }

        return rows;
    }

    private static string[] Lines(string path, string remedy)
    {
        if (!File.Exists(path))
        {
            throw new MetamerException(
                $"There is no table {path}. The published results are part of the repository, in data/published; "
                    + "start in a checkout, or give the folder that holds them."
            );
        }

        string[] lines = File.ReadAllLines(path);
        return lines.Length > 1
            ? lines
            : throw new MetamerException(
                $"{path} has {lines.Length} lines; a table has a header and at least one row. {remedy}"
            );
    }

    private static string[] Fields(string path, int number, string line, string remedy)
    {
        if (!line.Contains('"'))
        {
            return line.Split(',');
        }

        List<string> fields = [];
        StringBuilder field = new();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (quoted && c == '"' && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append(c);
                i++;
            }
            else if (c == '"' && (quoted || field.Length == 0))
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        return quoted
            ? throw new MetamerException(
                $"{path}, line {number}: a quotation mark is not closed; found: {line}. {remedy}"
            )
            : [.. fields, field.ToString()];
    }
}
