using static TorchSharp.torch;

namespace Metamers.Models.Checkpoints;

/// <summary>Tells which network of the zoo a checkpoint is of, when it was given to another.</summary>
internal static class NetworkGuess
{
    // By a tensor that the design alone has (by the end of its name), and by the number of tensors without batch norm's counters.
    private static readonly (string Architecture, string Name, long[] Shape, int Tensors)[] Known =
    [
        ("ResNet20", "conv1.weight", [16, 3, 3, 3], 0),
    ];

    /// <summary>What to do about a checkpoint that does not fit.</summary>
    /// <param name="given">Its tensors.</param>
    /// <param name="wanted">Those of the network that it was given to.</param>
    public static string Advice(IReadOnlyDictionary<string, Tensor> given, IReadOnlyDictionary<string, Tensor> wanted)
    {
        if (OtherClasses(given, wanted) is (long inFile, long inNetwork))
        {
            return $"All fits but the last layer: the checkpoint tells {inFile} classes apart, the network {inNetwork}. Build it with classes: {inFile}.";
        }

        string[] keys = [.. ModelZoo.Cards.Where(card => card.Architecture == Nearest(given)).Select(card => card.Key)];
        return keys.Length > 0 && !IsNearest(given, wanted)
            ? $"It looks like the weights of {Nearest(given)}. Build that: ModelZoo.Build(\"{keys[0]}\", seed: 0), then load them into it."
            : "Choose the network that the checkpoint was trained for (depth, number of classes), or rename its tensors.";
    }

    /// <summary>The architecture whose tensors the file's are most like; null where none is known by its names.</summary>
    public static string? Nearest(IReadOnlyDictionary<string, Tensor> given)
    {
        int count = given.Keys.Count(name => !name.EndsWith("num_batches_tracked", StringComparison.Ordinal));
        return Known.Where(network => given.Any(tensor => (tensor.Key == network.Name || tensor.Key.EndsWith("." + network.Name, StringComparison.Ordinal))
                && tensor.Value.shape.SequenceEqual(network.Shape)))
            .OrderBy(network => Math.Abs(network.Tensors - count)).Select(network => network.Architecture).FirstOrDefault();
    }

    private static bool IsNearest(IReadOnlyDictionary<string, Tensor> given, IReadOnlyDictionary<string, Tensor> wanted) => Nearest(given) == Nearest(wanted);

    /// <summary>Where only the weight and bias of the last layer differ, in their number of rows.</summary>
    private static (long InFile, long InNetwork)? OtherClasses(IReadOnlyDictionary<string, Tensor> given, IReadOnlyDictionary<string, Tensor> wanted)
    {
        string[] different = [.. wanted.Keys.Where(name => !given.TryGetValue(name, out Tensor? tensor) || !tensor.shape.SequenceEqual(wanted[name].shape))
            .Where(name => !name.EndsWith("num_batches_tracked", StringComparison.Ordinal))];
        bool lastLayer = different.Length == 2 && different.Select(name => name[..(name.LastIndexOf('.') + 1)]).Distinct().Count() == 1
            && different.All(name => given.TryGetValue(name, out Tensor? tensor) && tensor.dim() > 0 && tensor.shape[1..].SequenceEqual(wanted[name].shape[1..]));
        return lastLayer ? (given[different[0]].shape[0], wanted[different[0]].shape[0]) : null;
    }
}
