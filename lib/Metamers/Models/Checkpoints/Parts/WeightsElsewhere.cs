namespace Metamers.Models.Checkpoints.Parts;

/// <summary>
/// Weights that a file has under another prefix than the rest of the network, as a classifier in
/// <c>head.fc.weight</c> beside a network in <c>backbone.</c>.
/// </summary>
internal static class WeightsElsewhere
{
    private const int Most = 16; // of a classifier with a few layers

    /// <summary>
    /// The names in the file of all weights that are missing under the prefix; null if one is nowhere, or in more than
    /// one place.
    /// </summary>
    /// <param name="group">The dictionary of the file.</param>
    /// <param name="names">The names found under the prefix, by those of the network.</param>
    /// <param name="wanted">The shapes of the network's weights.</param>
    public static IReadOnlyDictionary<string, string>? Find(
        WeightGroup group,
        IReadOnlyDictionary<string, string> names,
        IReadOnlyDictionary<string, long[]> wanted
    )
    {
        string[] missing = [.. wanted.Keys.Where(name => !names.ContainsKey(name))];
        if (missing.Length is 0 or > Most || missing.Length > wanted.Count / 2)
        {
            return null;
        }

        HashSet<string> taken = [.. names.Values];
        Dictionary<string, string> found = [];
        foreach (string name in missing)
        {
            string[] places =
            [
                .. group
                    .Shapes.Where(tensor =>
                        tensor.Key.EndsWith($".{name}", StringComparison.Ordinal)
                        && !taken.Contains(tensor.Key)
                        && tensor.Value.SequenceEqual(wanted[name])
                    )
                    .Select(tensor => tensor.Key)
                    .Take(2),
            ];
            if (places.Length != 1)
            {
                return null;
            }

            found[name] = places[0];
        }

        return found;
    }
}
