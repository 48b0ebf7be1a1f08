using System.Globalization;
using System.Text;
using Metamers.Runtime;
using Microsoft.Data.Analysis;

namespace Metamers.Tables;

/// <summary>Comma-separated text as RFC 4180 describes it: how it is written, and its lines and fields.</summary>
internal static class CsvText
{
    /// <summary>A frame as text: a header and one line per row, each ended by a line feed.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="formats">
    /// Formats of .NET for the numbers of some columns, by column name; the other columns are written with all digits.
    /// </param>
    public static string Format(DataFrame frame, IReadOnlyDictionary<string, string>? formats = null)
    {
        StringBuilder text = new();
        text.AppendJoin(',', frame.Columns.Select(column => Field(column.Name, null))).Append('\n');
        string?[] formatOf = [.. frame.Columns.Select(column => formats?.GetValueOrDefault(column.Name))];
        for (long row = 0; row < frame.Rows.Count; row++)
        {
            text.AppendJoin(',', frame.Columns.Select((column, i) => Field(column[row], formatOf[i]))).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Divides text into lines and their fields; a quoted field may hold line breaks.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">Its name in error messages.</param>
    /// <param name="remedy">What to do about text that is wrong, as a sentence.</param>
    /// <returns>For each record the number of its first line, its text and its fields.</returns>
    /// <exception cref="MetamerException">A quotation mark is where it must not be.</exception>
    public static IEnumerable<(int Line, string Text, string[] Fields)> Records(
        string text,
        string source,
        string remedy
    )
    {
        int line = 1;
        for (int at = 0; at < text.Length; )
        {
            int start = at;
            List<string> fields = [Field(ref at)];
            while (at < text.Length && text[at] == ',')
            {
                at++;
                fields.Add(Field(ref at));
            }

            if (at < text.Length && text[at] is not ('\r' or '\n'))
            {
                throw Wrong("there is text after the quotation mark that closes a field");
            }

            yield return (line, text[start..at], [.. fields]);
            at += text.AsSpan(at).StartsWith("\r\n") ? 2 : 1;
            ReadOnlySpan<char> read = text.AsSpan(start, Math.Min(at, text.Length) - start);
            line += Math.Max(read.Count('\n'), read.Count('\r'));

            MetamerException Wrong(string what) =>
                new($"{source}, line {line}: {what}; found: {text[start..].Split('\n', 2)[0].TrimEnd('\r')}. {remedy}");

            string Field(ref int at)
            {
                if (at == text.Length || text[at] != '"')
                {
                    int length = text.AsSpan(at).IndexOfAny(",\r\n");
                    string plain = length < 0 ? text[at..] : text.Substring(at, length);
                    at += plain.Length;
                    return plain;
                }

                int end = text.IndexOf('"', at + 1);
                while (end >= 0 && end + 1 < text.Length && text[end + 1] == '"')
                {
                    end = text.IndexOf('"', end + 2);
                }

                if (end < 0)
                {
                    throw Wrong("a quotation mark is not closed");
                }

                string quoted = text[(at + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal);
                at = end + 1;
                return quoted;
            }
        }
    }

    /// <summary>A value as a field, in quotation marks if it needs them.</summary>
    private static string Field(object? value, string? format) =>
        value switch
        {
            null => "",
            bool truth => truth ? "TRUE" : "FALSE", // the one form that R takes too
            double.PositiveInfinity => "inf",
            double.NegativeInfinity => "-inf",
            IFormattable number => number.ToString(format, CultureInfo.InvariantCulture),
            string text when text.AsSpan().IndexOfAny(",\"\r\n") >= 0 =>
                $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
            _ => value.ToString()!,
        };
}
