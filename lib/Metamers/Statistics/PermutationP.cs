namespace Metamers.Statistics;

/// <summary>A p value found by permutation: how often shuffled data gave at least the F of the data.</summary>
/// <param name="Exceedances">
/// How many permutations gave at least the F of the data. Equal ones count: the data are one of the arrangements.
/// </param>
/// <param name="Permutations">How many were drawn.</param>
public readonly record struct PermutationP(int Exceedances, int Permutations)
{
    /// <summary>
    /// Exceedances / permutations, and at least <see cref="Floor"/>: so many permutations cannot show a smaller p.
    /// </summary>
    public double Value => Math.Max(Exceedances, 1) / (double)Permutations;

    /// <summary>The smallest p that can be found, 1 / permutations.</summary>
    public double Floor => 1.0 / Permutations;

    /// <summary>
    /// Whether none of the permutations gave such an F, so that p is only known to be below the floor.
    /// </summary>
    public bool BelowFloor => Exceedances == 0;

    /// <summary>As "p &lt; 1e-4" below the floor, else as "p = 0.0094".</summary>
    public override string ToString() =>
        BelowFloor ? $"p < {Significance.Number(Floor)}" : $"p = {Significance.Number(Value)}";
}
