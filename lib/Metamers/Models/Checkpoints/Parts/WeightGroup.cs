using System.Text.RegularExpressions;

namespace Metamers.Models.Checkpoints.Parts;

/// <summary>The tensors that one dictionary of a file holds, not yet read.</summary>
/// <param name="Path">Keys of the dictionaries that lead to it, joined by dots; empty for the file's own.</param>
/// <param name="Shapes">Shape of each tensor by its name in the file.</param>
internal sealed partial record WeightGroup(string Path, IReadOnlyDictionary<string, long[]> Shapes)
{
    private const int MostNames = 20_000; // of a forged file; a network has some thousand
    private const int MostPrefixes = 64;
    private const int MostParts = 16; // of a prefix

    /// <summary>How PyTorch's AveragedModel counts its steps; beside it, everything is an average.</summary>
    public const string AverageCounter = "n_averaged";

    /// <summary>Whether names are those of a moving average of weights rather than of the weights themselves.</summary>
    /// <param name="prefix">What the names begin with, in this group.</param>
    public bool IsAveraged(string prefix) =>
        Shapes.ContainsKey(AverageCounter) || Averages().IsMatch($"{Path}.{prefix}");

    /// <summary>What users name to choose it (<see cref="CheckpointOptions.Part"/>).</summary>
    /// <param name="prefix">What the names begin with, in this group.</param>
    public string Named(string prefix) => $"{Path}.{prefix}".Trim('.');

    /// <summary>All beginnings of names up to a dot that enough names have, the shortest first.</summary>
    /// <param name="fewest">How many names that are.</param>
    public IEnumerable<string> Prefixes(int fewest)
    {
        Dictionary<string, int> counts = [];
        foreach (string name in Shapes.Count <= MostNames ? Shapes.Keys : [])
        {
            int end = name.IndexOf('.');
            for (int i = 0; i < MostParts && end >= 0; i++, end = name.IndexOf('.', end + 1))
            {
                string prefix = name[..(end + 1)];
                counts[prefix] = counts.GetValueOrDefault(prefix) + 1;
            }
        }

        return counts
            .Where(prefix => prefix.Value >= fewest)
            .OrderBy(prefix => prefix.Key.Length)
            .Take(MostPrefixes)
            .Select(prefix => prefix.Key)
            .Prepend("");
    }

    // MoCo's encoder_k, BYOL's target and DINO's teacher are moving averages of the network that is trained.
    [GeneratedRegex(@"(^|[._])(ema|swa|averaged|teacher|target|momentum|encoder_k)([._]|$)")]
    private static partial Regex Averages();
}
