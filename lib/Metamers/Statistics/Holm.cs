namespace Metamers.Statistics;

/// <summary>Correction of p values for several tests made together (Holm 1979).</summary>
internal static class Holm
{
    /// <summary>
    /// The p values as those of one of several tests: the smallest times their number, the next times one less, and so
    /// on, never below the one before and at most 1.
    /// </summary>
    /// <param name="p">p values, 0 to 1.</param>
    /// <returns>The corrected p values, in the order given.</returns>
    public static double[] Adjust(IReadOnlyList<double> p)
    {
        double[] adjusted = new double[p.Count];
        double largest = 0;
        int left = p.Count;
        foreach (int i in Enumerable.Range(0, p.Count).OrderBy(i => p[i]))
        {
            largest = Math.Max(largest, Math.Min(1, p[i] * left--));
            adjusted[i] = largest;
        }

        return adjusted;
    }
}
