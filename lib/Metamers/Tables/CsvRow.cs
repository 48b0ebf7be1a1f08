using System.Globalization;
using Metamers.Runtime;

namespace Metamers.Tables;

/// <summary>
/// One line of a comma-separated table. Every error names the file, the line, and what was found there.
/// </summary>
internal sealed class CsvRow(
    string source,
    int line,
    IReadOnlyDictionary<string, int> columns,
    string[] fields,
    ISet<string> asked,
    string remedy
)
{
    /// <summary>The text of a column, not empty.</summary>
    public string Text(string column) => OptionalText(column) ?? throw Error(column, "nothing", "some text");

    /// <summary>The text of a column, or null if it is empty.</summary>
    public string? OptionalText(string column)
    {
        asked.Add(column);
        if (!columns.TryGetValue(column, out int index))
        {
            throw new MetamerException(
                $"{source} has no column '{column}'; it has {string.Join(", ", columns.Keys)}. {remedy}"
            );
        }

        return fields[index].Length == 0 ? null : fields[index];
    }

    /// <summary>A whole number of at least 0.</summary>
    public int Whole(string column) =>
        int.TryParse(OptionalText(column), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw Error(column, Found(column), "a whole number of at least 0");

    /// <summary>A finite number.</summary>
    public double Number(string column) => OptionalNumber(column) ?? throw Error(column, "nothing", "a number");

    /// <summary>A finite number, or null if the column is empty.</summary>
    public double? OptionalNumber(string column)
    {
        if (OptionalText(column) is not { } text)
        {
            return null;
        }

        return
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && double.IsFinite(value)
            ? value
            : throw Error(column, Found(column), "a number, with a point for decimals");
    }

    /// <summary>A number that may be infinite (inf, -inf, Infinity) or none (NaN).</summary>
    public double AnyNumber(string column) =>
        Text(column) switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) =>
                value,
            _ => throw Error(column, Found(column), "a number, with a point for decimals, NaN or inf"),
        };

    /// <summary>A truth value in one of the usual forms: TRUE, true, True or 1.</summary>
    public bool Truth(string column) => TruthOf(Text(column)) ?? throw Error(column, Found(column), "TRUE or FALSE");

    /// <summary>The truth value that a text is one of the usual forms of; null if it is none.</summary>
    public static bool? TruthOf(string? text) =>
        text switch
        {
            "TRUE" or "true" or "True" or "1" => true,
            "FALSE" or "false" or "False" or "0" => false,
            _ => null,
        };

    /// <summary>A proportion, 0 to 1.</summary>
    public double Proportion(string column) =>
        Number(column) is var value and >= 0 and <= 1
            ? value
            : throw Error(column, Found(column), "a proportion, 0 to 1");

    /// <summary>One of the names of an enumeration.</summary>
    public T Name<T>(string column)
        where T : struct, Enum =>
        Enum.GetNames<T>().Contains(OptionalText(column))
            ? Enum.Parse<T>(Text(column))
            : throw Error(column, Found(column), string.Join(" or ", Enum.GetNames<T>()));

    /// <summary>What a key of another table stands for.</summary>
    /// <param name="column">The column with the key.</param>
    /// <param name="values">The rows or values by key.</param>
    /// <param name="kind">What the keys stand for, for example "a row of sources.csv".</param>
    public T One<T>(string column, IReadOnlyDictionary<string, T> values, string kind) =>
        values.TryGetValue(Text(column), out T? value) ? value : throw Error(column, Found(column), kind);

    private string Found(string column) => OptionalText(column) is { } text ? $"'{text}'" : "nothing";

    private MetamerException Error(string column, string found, string allowed) =>
        new($"{source}, line {line}: column '{column}' must be {allowed}; found {found}. {remedy}");
}
