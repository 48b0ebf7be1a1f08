namespace Metamers.Runtime;

/// <summary>Equal shares of a list of work, for processes and machines that work on it at once.</summary>
internal static class Shards
{
    /// <summary>The share of one of several workers: every n-th piece.</summary>
    /// <param name="work">All pieces, in the same order for every worker.</param>
    /// <param name="shard">For example "2/8", the second of eight; null for all of the work.</param>
    /// <exception cref="MetamerException">It is not such a fraction.</exception>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> work, string? shard)
    {
        if (shard is null)
        {
            return work;
        }

        return
            shard.Split('/') is [string i, string n]
            && int.TryParse(i, out int index)
            && int.TryParse(n, out int count)
            && index >= 1
            && index <= count
            ? [.. work.Where((_, position) => position % count == index - 1)]
            : throw new MetamerException(
                $"There is no shard '{shard}'. Give i/n with 1 ≤ i ≤ n: 2/8 is the second of eight."
            );
    }
}
