using System.Collections;
using Metamers.Tables;
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
    public DataFrame ToDataFrame() => rows.ToDataFrame();

    /// <summary>For example "human_recognition.csv, 520 rows".</summary>
    public override string ToString() => $"{Name}, {Count} rows";
}
