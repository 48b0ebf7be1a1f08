namespace Metamers.Statistics;

/// <summary>
/// Whether two observers err on the same items (Geirhos, Meding and Wichmann 2020, <em>Beyond accuracy: quantifying
/// trial-by-trial behaviour of CNNs and humans by measuring error consistency</em>).
/// </summary>
internal static class ErrorConsistency
{
    /// <summary>
    /// Cohen's kappa of being right: κ = (o − e) / (1 − e), where o is the share of items on which both are right or
    /// both are wrong, and e = pq + (1 − p)(1 − q) the share that observers with the accuracies p and q have by chance.
    /// </summary>
    /// <param name="first">Whether the one is right, for each item; at least one.</param>
    /// <param name="second">Whether the other is, in the same order.</param>
    /// <returns>
    /// −1 to 1; null if one of the two is always right or always wrong: whatever the other answers, o is e then, which
    /// says nothing of whether they err on the same items.
    /// </returns>
    /// <exception cref="ArgumentException">There are no items, or not as many of both.</exception>
    public static double? Kappa(IReadOnlyList<bool> first, IReadOnlyList<bool> second)
    {
        if (first.Count == 0 || first.Count != second.Count)
        {
            throw new ArgumentException($"{first.Count} and {second.Count} items; give as many of both, at least one.");
        }

        double p = first.Average(right => right ? 1.0 : 0);
        double q = second.Average(right => right ? 1.0 : 0);
        return Kappa(p, q, first.Zip(second, (a, b) => a == b ? 1.0 : 0).Average());
    }

    /// <summary>The same from proportions.</summary>
    /// <param name="first">Accuracy of the one, 0 to 1.</param>
    /// <param name="second">Accuracy of the other.</param>
    /// <param name="same">Share of items on which both are right or both are wrong.</param>
    public static double? Kappa(double first, double second, double same)
    {
        double expected = first * second + (1 - first) * (1 - second);
        return Varies(first) && Varies(second) ? (same - expected) / (1 - expected) : null;

        static bool Varies(double accuracy) => accuracy is > 0 and < 1;
    }
}
