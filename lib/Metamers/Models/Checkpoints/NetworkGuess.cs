using Metamers.Models.Zoo;
using static TorchSharp.torch;

namespace Metamers.Models.Checkpoints;

/// <summary>
/// Finds out which network of the zoo a checkpoint belongs to when it does not fit the network it was given to.
/// </summary>
internal static class NetworkGuess
{
    // Recognised by a tensor that only this design has (by the end of its name), and by the number of tensors without
    // batch norm's counters.
    private static readonly (string Architecture, string Name, long[] Shape, int Tensors)[] Known =
    [
        ("CORnet-S", "V4.conv1.weight", [1024, 256, 1, 1], 135),
        ("ResNeXt101_32x8d", "layer1.0.conv2.weight", [256, 8, 3, 3], 522),
        ("CLIP-RN50", "attnpool.k_proj.weight", [2048, 2048], 0),
        ("CLIP-ViT-B32", "transformer.resblocks.0.attn.in_proj_weight", [2304, 768], 0),
        ("ViT-L16", "blocks.0.attn.qkv.weight", [3072, 1024], 0),
        ("LowPassAlexNet", "features.0.2.hann_window2d", [1, 1, 15, 15], 20),
        ("VOneAlexNet", "vone_block.simple_conv_q0.weight", [512, 3, 25, 25], 17),
        ("HMAX", "s1_units.0.gabor.weight", [4, 1, 7, 7], 0),
        ("AlexNetGn", "conv_block_1.0.weight", [96, 3, 11, 11], 29),
        ("SpecTemp", "apply_filt.all_Hts", [111, 422, 1170, 2], 3),
        ("AlexNet", "features.0.weight", [64, 3, 11, 11], 16),
        ("VGG8", "features.0.weight", [32, 3, 3, 3], 16),
        .. Family("VGG", "features.0.weight", [64, 3, 3, 3], (11, 22), (13, 26), (16, 32), (19, 38)),
        .. Family("ResNet", "conv1.weight", [64, 3, 7, 7], (18, 102), (34, 182), (50, 267), (101, 522), (152, 777)),
        .. Family("ResNet", "conv1.weight", [16, 3, 3, 3], (20, 97), (32, 157), (44, 217), (56, 277)),
        ("CochResNet50", "conv1.weight", [64, 1, 7, 7], 267),
        ("CochResNetSmall", "conv1.weight", [16, 1, 7, 7], 87),
        ("CochCnn9", "conv0.weight", [96, 1, 7, 14], 21),
        ("CochCnnSmall", "conv0.weight", [24, 1, 7, 14], 21),
    ];

    /// <summary>What to do about a checkpoint that does not fit.</summary>
    /// <param name="given">The tensors of the checkpoint.</param>
    /// <param name="wanted">The tensors of the network that it was given to.</param>
    public static string Advice(IReadOnlyDictionary<string, Tensor> given, IReadOnlyDictionary<string, Tensor> wanted)
    {
        if (OtherClasses(given, wanted) is (long inFile, long inNetwork))
        {
            return $"Everything fits except the last layer: the checkpoint has {inFile} classes, the "
                + $"network {inNetwork}. Build it with classes: {inFile}.";
        }

        string? nearest = Nearest(given);
        string[] keys = [.. ModelZoo.Cards.Where(card => card.Architecture == nearest).Select(card => card.Key)];
        return keys.Length > 0 && nearest != Nearest(wanted)
            ? (
                $"It looks like the weights of {nearest}. Build that: ModelZoo.Build(\"{keys[0]}\", seed: 0), then "
                + "load them into it."
            )
            : (
                "Choose the network that the checkpoint was trained for (depth, number of classes), or rename "
                + "its tensors."
            );
    }

    /// <summary>
    /// The architecture whose tensors are most like the file's; null if none is recognised by its names.
    /// </summary>
    public static string? Nearest(IReadOnlyDictionary<string, Tensor> given)
    {
        int count = given.Keys.Count(name => !name.EndsWith("num_batches_tracked", StringComparison.Ordinal));
        return Known
            .Where(network =>
                given.Any(tensor =>
                    (tensor.Key == network.Name || tensor.Key.EndsWith("." + network.Name, StringComparison.Ordinal))
                    && tensor.Value.shape.SequenceEqual(network.Shape)
                )
            )
            .OrderBy(network => Math.Abs(network.Tensors - count))
            .Select(network => network.Architecture)
            .FirstOrDefault();
    }

    private static IEnumerable<(string Architecture, string Name, long[] Shape, int Tensors)> Family(
        string family,
        string name,
        long[] shape,
        params (int Depth, int Tensors)[] members
    ) => members.Select(member => ($"{family}{member.Depth}", name, shape, member.Tensors));

    /// <summary>
    /// The numbers of classes if only the weight and bias of the last layer differ, in their number of rows; otherwise
    /// null.
    /// </summary>
    private static (long InFile, long InNetwork)? OtherClasses(
        IReadOnlyDictionary<string, Tensor> given,
        IReadOnlyDictionary<string, Tensor> wanted
    )
    {
        string[] different =
        [
            .. wanted
                .Keys.Where(name =>
                    !given.TryGetValue(name, out Tensor? tensor) || !tensor.shape.SequenceEqual(wanted[name].shape)
                )
                .Where(name => !name.EndsWith("num_batches_tracked", StringComparison.Ordinal)),
        ];
        bool lastLayer =
            different.Length == 2
            && different.Select(name => name[..(name.LastIndexOf('.') + 1)]).Distinct().Count() == 1
            && different.All(name =>
                given.TryGetValue(name, out Tensor? tensor)
                && tensor.dim() > 0
                && tensor.shape[1..].SequenceEqual(wanted[name].shape[1..])
            );
        return lastLayer ? (given[different[0]].shape[0], wanted[different[0]].shape[0]) : null;
    }
}
