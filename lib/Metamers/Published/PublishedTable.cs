using System.Collections;
using System.Reflection;
using Microsoft.Data.Analysis;

namespace Metamers.Published;

/// <summary>
/// A table of published results: typed rows, which can be counted and filtered like any list, and converted to a data
/// frame.
/// </summary>
/// <param name="name">The name of its file.</param>
/// <param name="rows">Its rows, in the order of the file.</param>
/// <typeparam name="T">Type of a row.</typeparam>
public sealed class PublishedTable<T>(string name, IReadOnlyList<T> rows) : IReadOnlyList<T>
{
    /// <summary>The name of its file in <c>data/published</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Number of rows.</summary>
    public int Count => rows.Count;

    /// <summary>A row.</summary>
    /// <param name="index">From 0.</param>
    public T this[int index] => rows[index];

    /// <summary>The rows in order.</summary>
    public IEnumerator<T> GetEnumerator() => rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>All rows as a data frame.</summary>
    /// <returns>
    /// One column per property of the row, named in lower case with underscores, e.g. <c>human_mean</c>; lists are
    /// joined with semicolons.
    /// </returns>
    public DataFrame ToDataFrame() =>
        new(typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(Column));

    /// <summary>For example "human_recognition.csv, 520 rows".</summary>
    public override string ToString() => $"{Name}, {Count} rows";

    private DataFrameColumn Column(PropertyInfo property)
    {
        string column = string.Concat(
                property.Name.Select(
                    (c, i) => char.IsUpper(c) && i > 0 && char.IsLower(property.Name[i - 1]) ? "_" + c : c.ToString()
                )
            )
            .ToLowerInvariant();
        IEnumerable<object?> values = rows.Select(row => property.GetValue(row));
        if (property.PropertyType == typeof(int))
        {
            return new Int32DataFrameColumn(column, values.Cast<int>());
        }

        return property.PropertyType == typeof(double) || property.PropertyType == typeof(double?)
            ? new DoubleDataFrameColumn(column, values.Cast<double?>())
            : new StringDataFrameColumn(
                column,
                values.Select(value => value is IEnumerable<string> list ? string.Join(';', list) : value?.ToString())
            );
    }
}
