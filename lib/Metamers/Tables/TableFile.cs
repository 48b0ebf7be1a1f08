using Metamers.Runtime;
using Microsoft.Data.Analysis;
using Parquet;
using Parquet.Schema;

namespace Metamers.Tables;

/// <summary>
/// Data frames as files that other programs read: Parquet, with types, and CSV as RFC 4180 says. Columns are texts,
/// whole numbers (32 or 64 bits), doubles or truth values, each with or without missing values.
/// </summary>
internal static class TableFile
{
    private const long MostRowsPerByte = 1032; // the most that deflate can do

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Writes a frame as Parquet.</summary>
    /// <param name="frame">The frame, with at least one column.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="MetamerException">A column has another type, or the file cannot be written.</exception>
    public static void WriteParquet(DataFrame frame, string path)
    {
        Column[] columns = [.. frame.Columns.Select(Column.From)];
        AtomicFile.Write(path, stream => WriteAsync(columns, stream).GetAwaiter().GetResult());
    }

    /// <summary>Reads a frame that <see cref="WriteParquet"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="MetamerException">
    /// It is missing, was not written by <see cref="WriteParquet"/>, or was changed.
    /// </exception>
    public static DataFrame ReadParquet(string path)
    {
        try
        {
            return Read(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is not MetamerException) // the library throws whatever damage leads it to
        {
            throw new MetamerException($"Cannot read the table {path}: {error.Message} Make it again.", error);
        }
    }

    /// <summary>
    /// Writes a frame as CSV: UTF-8, a header, points for decimals, TRUE and FALSE, inf, and an empty field for a
    /// missing value.
    /// </summary>
    /// <param name="frame">The frame.</param>
    /// <param name="path">The file.</param>
    /// <param name="formats">
    /// Formats of .NET for the numbers of some columns, by column name, for example "F4"; the other columns are written
    /// with all digits.
    /// </param>
    /// <exception cref="MetamerException">The file cannot be written.</exception>
    public static void WriteCsv(DataFrame frame, string path, IReadOnlyDictionary<string, string>? formats = null) =>
        AtomicFile.WriteText(path, CsvText.Format(frame, formats));

    private static async Task WriteAsync(Column[] columns, Stream stream)
    {
        using MemoryStream whole = new();
        await using (
            ParquetWriter writer = await ParquetWriter
                .CreateAsync(new ParquetSchema(columns.Select(column => column.Field)), whole)
                .ConfigureAwait(false)
        )
        {
            using (ParquetRowGroupWriter group = writer.CreateRowGroup())
            {
                foreach (Column column in columns)
                {
                    await column.WriteAsync(group).ConfigureAwait(false);
                }
            }

            writer.CustomMetadata = new Dictionary<string, string> { [ParquetSeal.Key] = ParquetSeal.Open };
        }

        byte[] bytes = whole.ToArray();
        ParquetSeal.Close(bytes);
        await stream.WriteAsync(bytes).ConfigureAwait(false);
    }

    /// <summary>
    /// Reads on a thread of its own, since a file that was forged can make the library read for ever. Such a thread
    /// cannot be ended; it ends with the process.
    /// </summary>
    private static DataFrame Read(byte[] bytes)
    {
        if (!ParquetSeal.IsIn(bytes))
        {
            throw new InvalidDataException("it has no checksum: an earlier version wrote it, or another program.");
        }

        if (!ParquetSeal.Holds(bytes))
        {
            throw new InvalidDataException("it was changed after it was written: its checksum is another.");
        }

        Task<DataFrame> reading = Task.Factory.StartNew(
            () => ReadAsync(bytes).GetAwaiter().GetResult(),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        return Task.WaitAny([reading], Patience) == 0
            ? reading.GetAwaiter().GetResult()
            : throw new InvalidDataException(
                $"it has {bytes.Length} bytes and could not be read in {Patience.TotalSeconds:0} s; it was forged."
            );
    }

    private static async Task<DataFrame> ReadAsync(byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream).ConfigureAwait(false);
        if (reader.RowGroupCount != 1)
        {
            throw new InvalidDataException($"it has {reader.RowGroupCount} row groups; one is expected.");
        }

        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        long most = MostRowsPerByte * bytes.Length;
        if (group.RowCount < 0 || group.RowCount > most)
        {
            throw new InvalidDataException($"it claims {group.RowCount} rows; at most {most} fit into its size.");
        }

        List<DataFrameColumn> columns = [];
        foreach (DataField field in reader.Schema.DataFields)
        {
            columns.Add(await ReadAsync(group, field).ConfigureAwait(false));
        }

        return new DataFrame(columns);
    }

    private static async Task<DataFrameColumn> ReadAsync(ParquetRowGroupReader group, DataField field)
    {
        if (field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>))
        {
            string?[] texts = new string?[group.RowCount];
            await group.ReadAsync(field, texts.AsMemory()!).ConfigureAwait(false);
            return new StringDataFrameColumn(field.Name, texts);
        }

        return field.ClrType == typeof(int)
                ? new Int32DataFrameColumn(field.Name, await Values<int>().ConfigureAwait(false))
            : field.ClrType == typeof(long)
                ? new Int64DataFrameColumn(field.Name, await Values<long>().ConfigureAwait(false))
            : field.ClrType == typeof(double)
                ? new DoubleDataFrameColumn(field.Name, await Values<double>().ConfigureAwait(false))
            : field.ClrType == typeof(bool)
                ? new BooleanDataFrameColumn(field.Name, await Values<bool>().ConfigureAwait(false))
            : throw new InvalidDataException($"the column '{field.Name}' holds {field.ClrType.Name}.");

        async Task<T?[]> Values<T>()
            where T : struct
        {
            T?[] values = new T?[group.RowCount];
            await group.ReadAsync(field, values.AsMemory()).ConfigureAwait(false);
            return values;
        }
    }

    /// <summary>A column of a frame with its Parquet type.</summary>
    private sealed record Column(DataField Field, Func<ParquetRowGroupWriter, Task> WriteAsync)
    {
        public static Column From(DataFrameColumn column) =>
            column switch
            {
                StringDataFrameColumn texts => Texts(texts),
                Int32DataFrameColumn numbers => Values(numbers.Name, numbers),
                Int64DataFrameColumn numbers => Values(numbers.Name, numbers),
                DoubleDataFrameColumn numbers => Values(numbers.Name, numbers),
                BooleanDataFrameColumn truths => Values(truths.Name, truths),
                _ => throw new MetamerException(
                    $"The column '{column.Name}' holds {column.DataType.Name}; a table file takes texts, whole "
                        + "numbers, doubles and truth values."
                ),
            };

        private static Column Texts(StringDataFrameColumn column)
        {
            DataField field = new DataField<string>(column.Name);
            return new(field, group => group.WriteAsync(field, [.. column!]));
        }

        private static Column Values<T>(string name, IEnumerable<T?> column)
            where T : struct
        {
            DataField field = new DataField<T?>(name);
            return new(field, group => group.WriteAsync<T>(field, column.ToArray().AsMemory()));
        }
    }
}
