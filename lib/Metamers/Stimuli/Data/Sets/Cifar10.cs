using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Stimuli.Data.Sets;

/// <summary>
/// CIFAR-10 (Krizhevsky 2009): 60,000 colour photographs of 32×32 pixels in ten classes. Reads the official binary
/// archive (<c>cifar-10-binary.tar.gz</c>) and the same pictures as JPEG files in a tar with <c>train/</c> and
/// <c>test/</c> folders by class, neither unpacked to disk. JPEG at quality 75 costs a network trained on the original
/// about ten points of accuracy: train and test on one form.
/// </summary>
/// <param name="path">The archive.</param>
/// <example>
/// <code>
/// string.Join(", ", Cifar10.ClassNames)
/// </code>
/// </example>
public sealed class Cifar10(string path)
{
    /// <summary>Height and width of a picture.</summary>
    public const int Size = 32;

    /// <summary>Name of the official archive in the manifest.</summary>
    internal const string PublishedArchive = "cifar-10-binary.tar.gz";

    /// <summary>Name of the archive of JPEG files in the manifest.</summary>
    internal const string JpegArchive = "cifar10-jpeg.tar";

    internal const int PixelBytes = 3 * Size * Size;

    /// <summary>The archive.</summary>
    public string Path { get; } = path;

    /// <summary>The ten classes, in the order of the official labels.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
    ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Number of pictures of each class in a part.</summary>
    /// <param name="part">Which part.</param>
    /// <returns>5,000 or 1,000.</returns>
    public static int CountPerClass(DataPart part) => part == DataPart.Train ? 5000 : 1000;

    /// <summary>All pictures of a part, ordered by class and then by index within the class.</summary>
    /// <param name="part">Which part.</param>
    /// <returns>50,000 or 10,000 pictures.</returns>
    /// <exception cref="MetamerException">The archive is missing or truncated, or lacks pictures.</exception>
    public LabelledImages Load(DataPart part)
    {
        int perClass = CountPerClass(part);
        byte[] pixels = new byte[ClassNames.Count * perClass * PixelBytes];
        ReadInto(pixels, part, perClass, firstIndex: 0);
        return new LabelledImages(
            tensor(pixels, [ClassNames.Count * perClass, 3, Size, Size]),
            arange(ClassNames.Count).repeat_interleave(perClass),
            ClassNames
        );
    }

    /// <summary>
    /// A fixed subset: the pictures of each class with the indices from <paramref name="firstIndex"/> on.
    /// </summary>
    /// <param name="part">Which part.</param>
    /// <param name="perClass">How many of each class, at least 1.</param>
    /// <param name="firstIndex">Index within the class of the first, from 0.</param>
    /// <returns>10 × <paramref name="perClass"/> pictures, ordered by class and then by index.</returns>
    /// <exception cref="MetamerException">The archive is missing or truncated, or lacks pictures.</exception>
    public IReadOnlyList<ImageStimulus> Subset(DataPart part, int perClass, int firstIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perClass, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(firstIndex);
        if (firstIndex + perClass > CountPerClass(part))
        {
            throw new MetamerException(
                $"CIFAR-10 has {CountPerClass(part)} pictures per class in its {part} part; asked for {firstIndex} "
                    + $"to {firstIndex + perClass - 1}."
            );
        }

        byte[] pixels = new byte[ClassNames.Count * perClass * PixelBytes];
        ReadInto(pixels, part, perClass, firstIndex);
        string licence = DataFiles.Describe(PublishedArchive).Licence;
        using DisposeScope scope = NewDisposeScope();
        Tensor all = tensor(pixels, [ClassNames.Count, perClass, 3, Size, Size]).to(float32) / 255;
        return
        [
            .. from label in Enumerable.Range(0, ClassNames.Count)
            from index in Enumerable.Range(0, perClass)
            select new ImageStimulus(
                $"{ClassNames[label]}-{firstIndex + index:D4}",
                ClassNames[label],
                label,
                all[label, index].clone().MoveToOuterDisposeScope(),
                $"CIFAR-10 {part} set (Krizhevsky 2009)"
            )
            {
                Licence = licence,
            },
        ];
    }

    /// <summary>Fills <paramref name="pixels"/>, laid out (class, index, channel, row, column).</summary>
    private void ReadInto(byte[] pixels, DataPart part, int perClass, int firstIndex)
    {
        int found = 0;
        try
        {
            foreach ((int label, int index, Func<byte[]> read) in Cifar10Archive.Entries(Path, part))
            {
                if (index >= firstIndex && index < firstIndex + perClass)
                {
                    read().CopyTo(pixels, (label * perClass + index - firstIndex) * PixelBytes);
                    found++;
                }
            }
        }
        catch (Exception error)
            when (error is IOException or InvalidDataException or UnauthorizedAccessException or OverflowException)
        {
            throw new MetamerException(
                $"Cannot read CIFAR-10 from {Path}: {error.Message} It takes cifar-10-binary.tar.gz or a tar of "
                    + "train/CLASS/NNNN.jpg; fetch it again.",
                error
            );
        }

        if (found != ClassNames.Count * perClass)
        {
            throw new MetamerException(
                $"{Path} holds {found} of the {ClassNames.Count * perClass} pictures wanted from its {part} part; "
                    + "it is incomplete or another data set. Fetch it again."
            );
        }
    }
}
