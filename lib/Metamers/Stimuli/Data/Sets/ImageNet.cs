using Metamers.Stimuli.Images;

namespace Metamers.Stimuli.Data.Sets;

/// <summary>
/// The 1000 classes of ImageNet (ILSVRC 2012), in the order of the outputs of the networks trained on it.
/// </summary>
/// <remarks>
/// The names are those of WordNet as ImageNet lists them; <c>data/imagenet/classes.txt</c>, its source in
/// data/README.md. Pictures for these networks are loaded by <see cref="ImageFile.Load"/> with a size of 224, as the
/// paper's were.
/// </remarks>
/// <example>
/// <code>
/// ImageNet.ClassNames[207]
/// </code>
/// </example>
public static class ImageNet
{
    /// <summary>The names, each with its synonyms after commas: "tench, Tinca tinca".</summary>
    public static IReadOnlyList<string> ClassNames { get; } = Read();

    private static string[] Read()
    {
        using Stream stream = typeof(ImageNet).Assembly.GetManifestResourceStream("data/imagenet/classes.txt")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
