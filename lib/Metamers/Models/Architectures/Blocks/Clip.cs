using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures.Blocks;

/// <summary>What the two image encoders of CLIP (Radford et al. 2021) share.</summary>
internal static class Clip
{
    private const string ImageEncoder = "visual.";

    /// <summary>CLIP's own mean and standard deviation of each channel.</summary>
    public static InputNormalization Normalization { get; } =
        new(0, 1, [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]);

    /// <summary>
    /// Maps the names in a file, of all of CLIP or of its image encoder alone, to those in the image encoder.
    /// </summary>
    /// <param name="names">All names in the file.</param>
    /// <returns>
    /// A map from a name in the file to one in the image encoder; null for names of the text encoder.
    /// </returns>
    public static Func<string, string?> Naming(IReadOnlyCollection<string> names) =>
        !names.Any(name => name.StartsWith(ImageEncoder, StringComparison.Ordinal))
            ? name => name
            : name => name.StartsWith(ImageEncoder, StringComparison.Ordinal) ? name[ImageEncoder.Length..] : null;

    /// <summary>
    /// Scales embeddings to length 1. The length is held constant in the backward pass, as in the paper's code, so the
    /// gradient is that of the embedding divided by its length.
    /// </summary>
    /// <param name="embedding">(N, dimensions).</param>
    public static Tensor Normalize(Tensor embedding)
    {
        using DisposeScope scope = NewDisposeScope();
        return (embedding / embedding.norm(1, keepdim: true).detach()).MoveToOuterDisposeScope();
    }
}
