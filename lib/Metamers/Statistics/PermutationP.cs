namespace Metamers.Statistics;

/// <summary>
/// A p value found by permutation: how often shuffled data gave an F at least as large as that of the data.
/// </summary>
/// <param name="Exceedances">
/// How many permutations gave an F at least as large as that of the data. Equal ones count: the data are one of the
/// arrangements.
/// </param>
/// <param name="Permutations">How many permutations were drawn.</param>
public readonly record struct PermutationP(int Exceedances, int Permutations)
{
    /// <summary>
    /// Exceedances / permutations, but at least <see cref="Floor"/>: this number of permutations cannot show a smaller
    /// p.
    /// </summary>
    public double Value => Math.Max(Exceedances, 1) / (double)Permutations;

    /// <summary>The smallest p that can be found, 1 / permutations.</summary>
    public double Floor => 1.0 / Permutations;

    /// <summary>Whether no permutation gave such an F, so that p is only known to be below the floor.</summary>
    public bool BelowFloor => Exceedances == 0;

    /// <summary>"p &lt; 1e-4" if below the floor, otherwise e.g. "p = 0.0094".</summary>
    public override string ToString() =>
        BelowFloor ? $"p < {Significance.Number(Floor)}" : $"p = {Significance.Number(Value)}";
}
