using System.Reflection;
using Microsoft.Data.Analysis;

namespace Metamers.Tables;

/// <summary>
/// Data frames of records: of a list of results, or of what is selected from them by <c>Select(row => new { … })</c>.
/// </summary>
public static class RecordExtensions
{
    /// <summary>All properties of some records, one row per record.</summary>
    /// <param name="records">The rows in order; anonymous types will do.</param>
    /// <typeparam name="T">A record whose properties are values that <see cref="Column"/> takes.</typeparam>
    /// <returns>
    /// One column per property, in their order, named in lower case with underscores: <c>HumanMean</c> is
    /// <c>human_mean</c>. Column types are those of the properties, also if there are no rows.
    /// </returns>
    /// <exception cref="ArgumentException">A property has a type that a column cannot hold.</exception>
    /// <example>
    /// <code>metamers.Select(metamer => new { metamer.Stage, Steps = metamer.Options.TotalSteps }).ToDataFrame()</code>
    /// </example>
    public static DataFrame ToDataFrame<T>(this IEnumerable<T> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        T[] rows = [.. records];
        return new ResultFrame(
            typeof(T)
                .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Select(property =>
                    Typed(SnakeCase(property.Name), property.PropertyType, rows.Select(row => property.GetValue(row)))
                )
        );
    }

    /// <summary>One column of a data frame, for a name that is not the name of a property.</summary>
    /// <param name="records">The rows in order.</param>
    /// <param name="name">The name of the column, used unchanged.</param>
    /// <param name="value">The value in the column.</param>
    /// <typeparam name="T">A record.</typeparam>
    /// <typeparam name="TValue">
    /// Text, an enumeration or a list of texts (joined with semicolons); a whole number (32 or 64 bits), a double or a
    /// truth value; all of these may be nullable.
    /// </typeparam>
    /// <exception cref="ArgumentException">A column cannot hold values of this type.</exception>
    /// <example>
    /// <code>new DataFrame(terms.Column("F", term => term.F), terms.Column("p", term => term.ParametricP))</code>
    /// </example>
    public static DataFrameColumn Column<T, TValue>(this IEnumerable<T> records, string name, Func<T, TValue> value)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(value);
        return Typed(name, typeof(TValue), records.Select(record => (object?)value(record)));
    }

    private static DataFrameColumn Typed(string name, Type type, IEnumerable<object?> values) =>
        (Nullable.GetUnderlyingType(type) ?? type) switch
        {
            { IsEnum: true } => new StringDataFrameColumn(name, values.Select(value => value?.ToString())),
            { } text when text == typeof(string) => new StringDataFrameColumn(name, values.Cast<string?>()),
            { } list when list.IsAssignableTo(typeof(IEnumerable<string>)) => new StringDataFrameColumn(
                name,
                values.Cast<IEnumerable<string>?>().Select(texts => texts is null ? null : string.Join(';', texts))
            ),
            { } whole when whole == typeof(int) => new Int32DataFrameColumn(name, values.Cast<int?>()),
            { } whole when whole == typeof(long) => new Int64DataFrameColumn(name, values.Cast<long?>()),
            { } number when number == typeof(double) => new DoubleDataFrameColumn(name, values.Cast<double?>()),
            { } truth when truth == typeof(bool) => new BooleanDataFrameColumn(name, values.Cast<bool?>()),
            { } other => throw new ArgumentException(
                $"The column '{name}' would hold {other.Name}; a column holds texts, whole numbers, doubles or truth "
                    + "values. Select one of these from the records."
            ),
        };

    private static string SnakeCase(string name) =>
        string.Concat(
                name.Select(
                    (c, i) =>
                        char.IsUpper(c) && i > 0 && !char.IsUpper(name[i - 1]) && name[i - 1] != '_' ? $"_{c}" : $"{c}"
                )
            )
            .ToLowerInvariant();
}
