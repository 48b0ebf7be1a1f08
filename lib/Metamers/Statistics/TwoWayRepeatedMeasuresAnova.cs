namespace Metamers.Statistics;

/// <summary>
/// Two-way analysis of variance with repeated measures: stage × model within participants. The paper uses it to compare
/// people's recognition of the metamers of several models.
/// </summary>
/// <remarks>
/// The error of each effect is its interaction with the participants. Null distributions: for the model, models are
/// permuted within each participant after averaging over stages; for the interaction, all cells are permuted within
/// each participant. The stage has none.
/// </remarks>
internal static class TwoWayRepeatedMeasuresAnova
{
    /// <summary>Computes the analysis.</summary>
    /// <param name="participants">
    /// One table per participant (at least two): stages (rows, at least two) × models (columns, at least two).
    /// </param>
    /// <param name="outer">The name of the factor of the rows.</param>
    /// <param name="inner">The name of the factor of the columns.</param>
    /// <param name="permutations">How many permutations; 10,000 as in the paper.</param>
    /// <param name="seed">Seed of the permutations.</param>
    /// <returns>
    /// The effects of the outer factor, of the inner factor, and of their interaction ("stage:model").
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The values do not form such a design, or F is undefined; the message says why.
    /// </exception>
    public static AnovaTable Analyse(
        IReadOnlyList<double[,]> participants,
        string outer = "stage",
        string inner = "model",
        int permutations = 10_000,
        int seed = 0
    )
    {
        AnovaValues.CheckPermutations(permutations);
        ArgumentNullException.ThrowIfNull(participants);
        (int outers, int inners) = Levels(participants, outer, inner);
        AnovaValues values = new(
            [.. participants.Select(table => table.Cast<double>().ToArray())],
            "participant",
            seed
        );
        string interaction = $"{outer}:{inner}";
        Sums sums = new(values, outers, inners);
        (AnovaEffect ofOuter, AnovaEffect ofInner, AnovaEffect ofBoth) = sums.Effects();
        ofInner.RequireError(inner, values.Total);
        ofBoth.RequireError(interaction, values.Total);

        AnovaTerm[] terms =
        [
            ofOuter.Term(outer, values.Total),
            // A factor's F is the same after averaging over the other one, and there are fewer values to permute.
            ofInner.Term(inner, values.Total, RepeatedMeasuresAnova.Test(values.MeanOverOuter(inners), permutations)),
            ofBoth.Term(
                interaction,
                values.Total,
                ofBoth.Test(
                    permutations,
                    () =>
                    {
                        values.ShuffleRows();
                        return sums.Effects().Interaction;
                    }
                )
            ),
        ];
        return new(
            $"{outer} × {inner} within {values.Rows} participants, {outers} × {inners} levels",
            terms,
            permutations,
            seed
        );
    }

    private static (int Outers, int Inners) Levels(IReadOnlyList<double[,]> participants, string outer, string inner)
    {
        (int Outers, int Inners) first =
            participants.Count == 0 ? (2, 2) : (participants[0].GetLength(0), participants[0].GetLength(1));
        if (first.Outers < 2 || first.Inners < 2)
        {
            throw new ArgumentException(
                $"Both factors need at least two levels; given {first.Outers} of '{outer}' and {first.Inners} of "
                    + $"'{inner}'. With one factor use {nameof(RepeatedMeasuresAnova)}."
            );
        }

        for (int i = 0; i < participants.Count; i++)
        {
            if (
                (participants[i].GetLength(0), participants[i].GetLength(1)) is var (outers, inners)
                && (outers, inners) != first
            )
            {
                throw new ArgumentException(
                    $"The participant {i} (from 0) has {outers} × {inners} values ({outer} × {inner}), the first "
                        + $"has {first.Outers} × {first.Inners}. "
                        + "Give every participant one value for each condition, in the same order."
                );
            }
        }

        return first;
    }

    /// <summary>
    /// Computes the sums of squares of the design in buffers of its own, so that permutations allocate nothing.
    /// </summary>
    private sealed class Sums(AnovaValues values, int outers, int inners)
    {
        private readonly double[] cells = new double[outers * inners];
        private readonly double[] inner = new double[inners];
        private readonly double participants = RepeatedMeasuresAnova.BetweenRows(values);

        public (AnovaEffect Outer, AnovaEffect Inner, AnovaEffect Interaction) Effects()
        {
            Array.Clear(cells);
            double outerWithin = 0; // Σ over participants and outer levels of squared sums over inner levels
            double innerWithin = 0;
            for (int i = 0; i < values.Values.Length; i += cells.Length)
            {
                (double ofOuter, double ofInner) = Squares(values.Values.AsSpan(i, cells.Length), addTo: cells);
                outerWithin += ofOuter;
                innerWithin += ofInner;
            }

            (double outerAlone, double innerAlone) = Squares(cells, addTo: null);
            double both = 0;
            foreach (double cell in cells)
            {
                both += cell * cell;
            }

            int rows = values.Rows;
            double a = outerAlone / (rows * inners);
            double b = innerAlone / (rows * outers);
            double ab = both / rows - a - b;
            double errorOfA = outerWithin / inners - a - participants;
            double errorOfB = innerWithin / outers - b - participants;
            double errorOfAB = values.Total - participants - a - b - ab - errorOfA - errorOfB;
            return (
                Effect(a, outers - 1, errorOfA),
                Effect(b, inners - 1, errorOfB),
                Effect(ab, (outers - 1) * (inners - 1), errorOfAB)
            );
        }

        private AnovaEffect Effect(double square, int df, double error) =>
            new(square, df, error, df * (values.Rows - 1));

        /// <summary>
        /// For one table, the sums of the squared sums over its rows and over its columns. Adds the table to another,
        /// if one is given.
        /// </summary>
        private (double Outer, double Inner) Squares(ReadOnlySpan<double> table, double[]? addTo)
        {
            Array.Clear(inner);
            double outerSquares = 0;
            for (int at = 0; at < table.Length; at += inner.Length)
            {
                double outerSum = 0;
                for (int k = 0; k < inner.Length; k++)
                {
                    double value = table[at + k];
                    outerSum += value;
                    inner[k] += value;
                    if (addTo is not null)
                    {
                        addTo[at + k] += value;
                    }
                }

                outerSquares += outerSum * outerSum;
            }

            double innerSquares = 0;
            foreach (double sum in inner)
            {
                innerSquares += sum * sum;
            }

            return (outerSquares, innerSquares);
        }
    }
}
