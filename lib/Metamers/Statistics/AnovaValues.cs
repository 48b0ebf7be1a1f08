using System.Globalization;
using MathNet.Numerics.Random;

namespace Metamers.Statistics;

/// <summary>
/// The values of a design as one checked array with the mean subtracted: rows (participants) of equal length
/// (conditions).
/// </summary>
internal sealed class AnovaValues
{
    private readonly Xoshiro256StarStar random;

    /// <param name="rows">One array per participant.</param>
    /// <param name="row">What a row is called in messages, e.g. "participant".</param>
    /// <param name="seed">Seed of the permutations.</param>
    /// <exception cref="ArgumentException">
    /// Fewer than two rows or conditions, rows of different lengths, or values that are not finite.
    /// </exception>
    public AnovaValues(IReadOnlyList<double[]> rows, string row, int seed)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count < 2)
        {
            throw new ArgumentException(
                $"An analysis of variance needs at least two {row}s; given {rows.Count}. Collect more, or look at "
                    + "the values themselves."
            );
        }

        (Rows, Columns) = (rows.Count, rows[0].Length);
        if (Columns < 2)
        {
            throw new ArgumentException(
                $"An analysis of variance needs at least two conditions for each {row}; given {Columns}. Add the "
                    + "natural stimuli or another stage."
            );
        }

        for (int i = 0; i < Rows; i++)
        {
            Check(rows[i], i, row);
        }

        Values = [.. rows.SelectMany(values => values)];
        double mean = Values.Average();
        double raw = Values.Sum(value => value * value);
        for (int i = 0; i < Values.Length; i++)
        {
            Values[i] -= mean;
        }

        double total = Values.Sum(value => value * value);
        Total = total > 1e-24 * raw ? total : 0; // less is rounding error of the mean
        random = new(seed, threadSafe: false);
    }

    private AnovaValues(double[] values, int rows, int columns, double total, Xoshiro256StarStar random) =>
        (Values, Rows, Columns, Total, this.random) = (values, rows, columns, total, random);

    public double[] Values { get; }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Sum of squares of all values about their mean; no permutation changes it.</summary>
    public double Total { get; }

    /// <summary>Shuffles the values within each row.</summary>
    public void ShuffleRows()
    {
        for (int i = 0; i < Rows; i++)
        {
            random.Shuffle(Values.AsSpan(i * Columns, Columns));
        }
    }

    public void Shuffle(int[] labels) => random.Shuffle(labels);

    /// <summary>
    /// Rows that contain, for each of the <paramref name="columns"/> innermost conditions, the mean over the outer
    /// ones.
    /// </summary>
    public AnovaValues MeanOverOuter(int columns)
    {
        int outer = Columns / columns;
        double[] means = new double[Rows * columns];
        for (int i = 0; i < Values.Length; i++)
        {
            means[i / Columns * columns + i % columns] += Values[i] / outer;
        }

        return new(means, Rows, columns, means.Sum(value => value * value), random);
    }

    /// <exception cref="ArgumentException">Fewer than one permutation.</exception>
    public static void CheckPermutations(int permutations)
    {
        if (permutations < 1)
        {
            throw new ArgumentException(
                $"The number of permutations must be at least 1; given {permutations}. The paper uses 10000, which "
                    + "finds p values down to 1e-4."
            );
        }
    }

    private void Check(double[] values, int index, string row)
    {
        if (values.Length != Columns)
        {
            throw new ArgumentException(
                $"The {row} {index} (from 0) has {values.Length} values, the first has {Columns}. Give every {row} "
                    + "one value for each condition, in the same order."
            );
        }

        if (Array.FindIndex(values, value => !double.IsFinite(value)) is int column and >= 0)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The value of {row} {index} in condition {column} (both from 0) is {values[column]}. Leave out "
                        + $"a {row} whose values are not all known."
                )
            );
        }
    }
}
