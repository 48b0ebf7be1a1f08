namespace Metamers.Statistics;

/// <summary>
/// One-way analysis of variance with repeated measures: does recognition differ between stages within participants? The
/// paper uses it for HMAX and SpecTemp.
/// </summary>
/// <remarks>
/// With n participants, k stages and sums of squares SS about the grand mean: F = (SS_stage / (k−1)) / (SS_error /
/// ((k−1)(n−1))), SS_error = SS_total − SS_participants − SS_stage. Null distribution: the stages are permuted within
/// each participant.
/// </remarks>
internal static class RepeatedMeasuresAnova
{
    /// <summary>Computes the analysis.</summary>
    /// <param name="participants">
    /// One array per participant (at least two), each with one value per stage (at least two), in the same order.
    /// </param>
    /// <param name="factor">The name of the factor.</param>
    /// <param name="permutations">How many permutations; 10,000 as in the paper.</param>
    /// <param name="seed">Seed of the permutations.</param>
    /// <returns>One effect.</returns>
    /// <exception cref="ArgumentException">
    /// The values do not form such a design, or F is undefined; the message says why.
    /// </exception>
    public static AnovaTable Analyse(
        IReadOnlyList<double[]> participants,
        string factor = "stage",
        int permutations = 10_000,
        int seed = 0
    )
    {
        AnovaValues.CheckPermutations(permutations);
        AnovaValues values = new(participants, "participant", seed);
        Func<AnovaEffect> effect = EffectOf(values);
        AnovaEffect observed = effect();
        observed.RequireError(factor, values.Total);
        PermutationP p = Test(values, effect, permutations);
        return new(
            $"{factor} within {values.Rows} participants, {values.Columns} levels",
            [observed.Term(factor, values.Total, p)],
            permutations,
            seed
        );
    }

    /// <summary>The p value of a single factor; leaves the values permuted.</summary>
    internal static PermutationP Test(AnovaValues values, int permutations) =>
        Test(values, EffectOf(values), permutations);

    private static PermutationP Test(AnovaValues values, Func<AnovaEffect> effect, int permutations) =>
        effect()
            .Test(
                permutations,
                () =>
                {
                    values.ShuffleRows();
                    return effect();
                }
            );

    /// <summary>Sum of squares of the participants' means, which no permutation within them changes.</summary>
    internal static double BetweenRows(AnovaValues values)
    {
        double sum = 0;
        for (int i = 0; i < values.Rows; i++)
        {
            double row = 0;
            foreach (double value in values.Values.AsSpan(i * values.Columns, values.Columns))
            {
                row += value;
            }

            sum += row * row;
        }

        return sum / values.Columns;
    }

    /// <summary>
    /// Computes the effect of the columns from the values at the time of each call, in buffers of its own, so that
    /// permutations allocate nothing.
    /// </summary>
    private static Func<AnovaEffect> EffectOf(AnovaValues values)
    {
        double betweenRows = BetweenRows(values);
        double[] sums = new double[values.Columns];
        return () =>
        {
            Array.Clear(sums);
            for (int i = 0; i < values.Values.Length; i += sums.Length)
            {
                for (int k = 0; k < sums.Length; k++)
                {
                    sums[k] += values.Values[i + k];
                }
            }

            double square = 0;
            foreach (double sum in sums)
            {
                square += sum * sum;
            }

            square /= values.Rows;
            int df = sums.Length - 1;
            return new(square, df, values.Total - betweenRows - square, df * (values.Rows - 1));
        };
    }
}
