using System.Text;
using Metamers.Runtime;

namespace Metamers.Evaluation;

/// <summary>
/// Reads comma-separated tables strictly: one header, the same number of fields on every line, no column unread. Fields may be quoted as
/// RFC 4180 says, but not hold line breaks. (<c>DataFrame.LoadCsv</c> guesses types and fills short lines with nulls.)
/// </summary>
internal static class CsvTable
{
    /// <summary>Reads a table.</summary>
    /// <param name="path">A file in UTF-8.</param>
    /// <param name="parse">Makes a row; it must ask for every column.</param>
    /// <exception cref="MetamerException">The file is missing or not such a table; the message names file, line and what was found.</exception>
    public static IReadOnlyList<T> Read<T>(string path, Func<CsvRow, T> parse)
    {
        string[] lines = Lines(path);
        string[] header = Fields(path, 1, lines[0]);
        if (header.Distinct().Count() != header.Length)
        {
            throw new MetamerException($"{path}, line 1: two columns have one name: {lines[0]}. Take the file as it is in the repository.");
        }

        Dictionary<string, int> columns = header.Index().ToDictionary(column => column.Item, column => column.Index);
        HashSet<string> asked = [];
        List<T> rows = new(lines.Length - 1);
        for (int i = 1; i < lines.Length; i++)
        {
            string[] fields = Fields(path, i + 1, lines[i]);
            if (fields.Length != header.Length)
            {
                throw new MetamerException($"{path}, line {i + 1}: {fields.Length} fields where the header has {header.Length} columns; found: {lines[i]}. "
                    + "Mend the line, or take the file as it is in the repository.");
            }

            rows.Add(parse(new(path, i + 1, columns, fields, asked)));
        }

        if (header.FirstOrDefault(column => !asked.Contains(column)) is { } unknown)
        {
            throw new MetamerException($"{path} has an unknown column '{unknown}'; known are {string.Join(", ", header.Where(asked.Contains))}. Take the file as it is in the repository.");
        }

        return rows;
    }

    private static string[] Lines(string path)
    {
        if (!File.Exists(path))
        {
            throw new MetamerException($"There is no table {path}. The published results are part of the repository, in data/published; "
                + "start in a checkout, or give the folder that holds them.");
        }

        string[] lines = File.ReadAllLines(path);
        return lines.Length > 1 ? lines : throw new MetamerException($"{path} has {lines.Length} lines; a table has a header and at least one row. Take the file as it is in the repository.");
    }

    private static string[] Fields(string path, int number, string line)
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
            ? throw new MetamerException($"{path}, line {number}: a quotation mark is not closed; found: {line}. Mend the line, or take the file as it is in the repository.")
            : [.. fields, field.ToString()];
    }
}
