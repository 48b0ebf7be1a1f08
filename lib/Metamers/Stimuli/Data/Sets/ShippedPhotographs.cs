using Metamers.Runtime;
using Metamers.Stimuli.Images;

namespace Metamers.Stimuli.Data.Sets;

/// <summary>
/// Photographs and textures that the project ships (<c>data/photographs</c>, whose README lists authors and licences).
/// <see cref="Photographs.Take(int, int)"/> gives the photographs wherever no data set is found.
/// </summary>
/// <example>
/// <code>
/// var photographs = ShippedPhotographs.All(size: 64);
/// string.Join(", ", photographs.Where(photograph => photograph.ClassIndex is not null))
/// </code>
/// </example>
public static class ShippedPhotographs
{
    /// <summary>Height and width that networks for ImageNet take.</summary>
    internal const int ImageNetSize = 224;

    /// <summary>
    /// The colour photographs: one each of four classes of CIFAR-10, then others between them, most without a class.
    /// </summary>
    /// <param name="size">Height and width of the result, 1 to 300 pixels.</param>
    /// <returns>
    /// Prepared as <see cref="ImageFile.Load"/> does, named by what they show. <see cref="Stimulus.Label"/> and <see
    /// cref="Stimulus.ClassIndex"/> are those of CIFAR-10; a photograph of anything else is labelled by its name, and
    /// its class index is null.
    /// </returns>
    /// <exception cref="MetamerException">A file is missing or damaged, or the size is too large.</exception>
    public static IReadOnlyList<ImageStimulus> All(int size = ImageNetSize) => Load(size, texture: false);

    /// <summary>
    /// Pictures of one texture each, without classes: grass, gravel and a wall of bricks in grey; bark, galaxies and
    /// rough paper in colour.
    /// </summary>
    /// <param name="size">Height and width of the result, 1 to 320 pixels.</param>
    /// <returns>Prepared as <see cref="ImageFile.Load"/> does; grey ones have three equal channels.</returns>
    /// <exception cref="MetamerException">A file is missing or damaged, or the size is too large.</exception>
    public static IReadOnlyList<ImageStimulus> Textures(int size = ImageNetSize) => Load(size, texture: true);

    /// <summary>The first photographs of the table, after some.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="size">As in <see cref="All"/>.</param>
    /// <param name="first">How many are skipped.</param>
    /// <param name="more">Where there are more photographs, for the message; null if nowhere.</param>
    /// <exception cref="MetamerException">There are fewer, or as for <see cref="All"/>.</exception>
    internal static IReadOnlyList<ImageStimulus> Take(int count, int size, int first = 0, string? more = null)
    {
        ShippedPhotograph[] rows = [.. Rows(texture: false)];
        return first + (long)count <= rows.Length
            ? [.. rows.Skip(first).Take(count).Select(row => Load(row, size))]
            : throw new MetamerException(
                $"The project ships {rows.Length} photographs; asked for {first + (long)count}. Ask for fewer, or use "
                    + $"pictures of your own (ImageFile.LoadFolder).{(more is null ? "" : $" {more}")}"
            );
    }

    /// <summary>Number of the photographs; 0 outside a checkout.</summary>
    internal static int Count => IsFound ? Rows(texture: false).Count() : 0;

    /// <summary>Whether this program runs from a checkout, which holds them.</summary>
    internal static bool IsFound => File.Exists(ShippedPhotograph.Table(ShippedPhotograph.Folder));

    /// <summary>Why nothing can be trained on them.</summary>
    internal static MetamerException NoParts()
    {
        ShippedPhotograph[] rows = [.. Rows(texture: false)];
        return new(
            $"'{DataSets.PhotographsKey}' has no training and test part: it is {rows.Length} pictures to be shown, "
                + $"{rows.Count(row => row.Class is not null)} of them with a class. Train and test on "
                + $"{DataSets.Cifar10Published.Key}, {DataSets.Cifar10Jpeg.Key} or stimuli of your own "
                + "(DataSet.FromStimuli)."
        );
    }

    private static IReadOnlyList<ImageStimulus> Load(int size, bool texture) =>
        [.. Rows(texture).Select(row => Load(row, size))];

    private static IEnumerable<ShippedPhotograph> Rows(bool texture) =>
        ShippedPhotograph.Read(ShippedPhotograph.Folder).Where(row => row.IsTexture == texture);

    private static ImageStimulus Load(ShippedPhotograph row, int size)
    {
        ImageStimulus picture = ImageFile.Load(Path.Combine(ShippedPhotograph.Folder, row.File), size);
        return picture with
        {
            Label = row.Class ?? picture.Name,
            ClassIndex = row.Class is { } name
                ? Cifar10.ClassNames.Index().First(known => known.Item == name).Index
                : null,
            Source = $"{picture.Name} by {row.Author} ({row.Licence}), cropped and scaled",
            Licence = row.Licence,
        };
    }
}
