using Metamers.Runtime;

namespace Metamers.Tables;

/// <summary>
/// Reads comma-separated tables strictly: one header, the same number of fields on every line, no column unread. It
/// reads what <see cref="TableFile.WriteCsv"/> writes and other files as RFC 4180 describes them.
/// (<c>DataFrame.LoadCsv</c> guesses types and fills short lines with nulls.)
/// </summary>
internal static class CsvTable
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">A file in UTF-8.</param>
    /// <param name="parse">Makes a row; it must ask for every column.</param>
    /// <param name="remedy">What to do about a file that is missing or wrong, as a sentence.</param>
    /// <exception cref="MetamerException">
    /// The file is missing or not such a table; the message names the file, the line and what was found.
    /// </exception>
    public static IReadOnlyList<T> Read<T>(string path, Func<CsvRow, T> parse, string remedy) =>
        File.Exists(path)
            ? Parse(File.ReadAllText(path), path, parse, remedy)
            : throw new MetamerException($"There is no table {path}. {remedy}");

    /// <summary>Reads text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">Its name in error messages, for example a path.</param>
    /// <param name="parse">Makes a row; it must ask for every column.</param>
    /// <param name="remedy">What to do about text that is wrong, as a sentence.</param>
    /// <exception cref="MetamerException">
    /// It is no such table; the message names the source, the line and what was found.
    /// </exception>
    public static IReadOnlyList<T> Parse<T>(string text, string source, Func<CsvRow, T> parse, string remedy)
    {
        var records = CsvText.Records(text, source, remedy).ToArray();
        if (records.Length < 2)
        {
            throw new MetamerException(
                $"{source} has {records.Length} lines; a table has a header and at least one row. {remedy}"
            );
        }

        string[] header = records[0].Fields;
        if (header.Distinct().Count() != header.Length)
        {
            throw new MetamerException(
                $"{source}, line 1: two columns have the same name: {records[0].Text}. {remedy}"
            );
        }

        Dictionary<string, int> columns = header.Index().ToDictionary(column => column.Item, column => column.Index);
        HashSet<string> asked = [];
        List<T> rows = new(records.Length - 1);
        foreach ((int line, string found, string[] fields) in records.Skip(1))
        {
            if (fields.Length != header.Length)
            {
                throw new MetamerException(
                    $"{source}, line {line}: {fields.Length} fields where the header has {header.Length} columns; "
                        + $"found: {found}. {remedy}"
                );
            }

            rows.Add(parse(new(source, line, columns, fields, asked, remedy)));
        }

        if (header.FirstOrDefault(column => !asked.Contains(column)) is { } unknown)
        {
            throw new MetamerException(
                $"{source} has an unknown column '{unknown}'; known "
                    + $"are {string.Join(", ", header.Where(asked.Contains))}. {remedy}"
            );
        }

        return rows;
    }
}
