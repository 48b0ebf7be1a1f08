namespace Metamers.Statistics;

/// <summary>
/// Mixed analysis of variance: one factor between rows, one within them. The paper compares people (one row each) with
/// the model that generated the metamers (one row for the stimuli of each participant), with stages as the factor
/// within.
/// </summary>
/// <remarks>
/// The error of the between-row factor is the variance of row means within groups; the error of the stages and of the
/// interaction is their interaction with the rows. Null distributions: for the between-row factor, group labels are
/// permuted over the rows' means; for the interaction, labels are permuted and, within each row, the stages. The stage
/// has none.
/// </remarks>
internal static class MixedAnova
{
    /// <summary>Computes the analysis.</summary>
    /// <param name="groups">
    /// At least two groups, e.g. people and model, with the same number of rows (at least two); each row has one value
    /// per stage (at least two stages), in the same order.
    /// </param>
    /// <param name="between">The name of the factor between rows.</param>
    /// <param name="within">The name of the factor within rows.</param>
    /// <param name="permutations">How many permutations; 10,000 as in the paper.</param>
    /// <param name="seed">Seed of the permutations.</param>
    /// <returns>
    /// The effects of the between-row factor, of the within-row factor, and of their interaction ("observer:stage").
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The values do not form such a design, or F is undefined; the message says why.
    /// </exception>
    public static AnovaTable Analyse(
        IReadOnlyList<IReadOnlyList<double[]>> groups,
        string between = "observer",
        string within = "stage",
        int permutations = 10_000,
        int seed = 0
    )
    {
        AnovaValues.CheckPermutations(permutations);
        int size = GroupSize(groups, between);
        AnovaValues values = new([.. groups.SelectMany(group => group)], "row", seed);
        string interaction = $"{between}:{within}";
        Sums sums = new(values, groups.Count, size);
        AnovaEffect ofBetween = sums.Between();
        (AnovaEffect ofWithin, AnovaEffect ofBoth) = sums.Within();
        ofBetween.RequireError(between, values.Total);
        ofBoth.RequireError(interaction, values.Total);

        AnovaTerm[] terms =
        [
            ofBetween.Term(
                between,
                values.Total,
                ofBetween.Test(
                    permutations,
                    () =>
                    {
                        values.Shuffle(sums.Labels);
                        return sums.Between();
                    }
                )
            ),
            ofWithin.Term(within, values.Total),
            ofBoth.Term(
                interaction,
                values.Total,
                ofBoth.Test(
                    permutations,
                    () =>
                    {
                        values.Shuffle(sums.Labels);
                        values.ShuffleRows();
                        return sums.Within().Interaction;
                    }
                )
            ),
        ];
        return new(
            $"{between} ({groups.Count} groups of {size}) × {within} ({values.Columns} levels, within)",
            terms,
            permutations,
            seed
        );
    }

    private static int GroupSize(IReadOnlyList<IReadOnlyList<double[]>> groups, string between)
    {
        ArgumentNullException.ThrowIfNull(groups);
        if (groups.Count < 2)
        {
            throw new ArgumentException(
                $"The factor '{between}' needs at least two groups; given {groups.Count}. With one group "
                    + $"use {nameof(RepeatedMeasuresAnova)}."
            );
        }

        int[] sizes = [.. groups.Select(group => group.Count)];
        if (sizes.Distinct().Count() > 1 || sizes[0] < 2)
        {
            throw new ArgumentException(
                $"The groups of '{between}' must have equally many rows, at least two; "
                    + $"given {string.Join(", ", sizes)}. "
                    + "Give the model one row for each participant, on the stimuli that this participant had."
            );
        }

        return sizes[0];
    }

    /// <summary>
    /// Computes the sums of squares of the design in buffers of its own, so that permutations allocate nothing.
    /// </summary>
    private sealed class Sums
    {
        private readonly AnovaValues values;
        private readonly int groups;
        private readonly int size;
        private readonly double[] rows; // the sum of each row, which no permutation changes
        private readonly double betweenRows;
        private readonly double[] ofGroup;
        private readonly double[] cells; // groups × stages

        public Sums(AnovaValues values, int groups, int size)
        {
            (this.values, this.groups, this.size) = (values, groups, size);
            rows = [.. values.Values.Chunk(values.Columns).Select(row => row.Sum())];
            betweenRows = RepeatedMeasuresAnova.BetweenRows(values);
            ofGroup = new double[groups];
            cells = new double[groups * values.Columns];
            Labels = [.. Enumerable.Range(0, values.Rows).Select(row => row / size)];
        }

        /// <summary>The group of each row.</summary>
        public int[] Labels { get; }

        public AnovaEffect Between()
        {
            double square = SquareOfGroups();
            return new(square, groups - 1, betweenRows - square, groups * (size - 1));
        }

        public (AnovaEffect Stage, AnovaEffect Interaction) Within()
        {
            int stages = values.Columns;
            Array.Clear(cells);
            for (int row = 0; row < Labels.Length; row++)
            {
                Span<double> cell = cells.AsSpan(Labels[row] * stages, stages);
                ReadOnlySpan<double> value = values.Values.AsSpan(row * stages, stages);
                for (int k = 0; k < stages; k++)
                {
                    cell[k] += value[k];
                }
            }

            double stage = 0;
            double cellSquare = 0;
            for (int k = 0; k < stages; k++)
            {
                double sum = 0;
                for (int at = k; at < cells.Length; at += stages)
                {
                    sum += cells[at];
                    cellSquare += cells[at] * cells[at];
                }

                stage += sum * sum;
            }

            stage /= Labels.Length;
            double interaction = cellSquare / size - stage - SquareOfGroups();
            double error = values.Total - betweenRows - stage - interaction;
            int df = stages - 1;
            int errorDF = df * groups * (size - 1);
            return (new(stage, df, error, errorDF), new(interaction, df * (groups - 1), error, errorDF));
        }

        private double SquareOfGroups()
        {
            Array.Clear(ofGroup);
            for (int row = 0; row < Labels.Length; row++)
            {
                ofGroup[Labels[row]] += rows[row];
            }

            double square = 0;
            foreach (double sum in ofGroup)
            {
                square += sum * sum;
            }

            return square / (size * values.Columns);
        }
    }
}
