using Metamers.Runtime;

namespace Metamers.Stimuli.Data.Sets;

/// <summary>
/// The photographs that notebooks use: those of CIFAR-10 if it is on this computer, in whichever form, as published
/// first; otherwise, and at any larger size, those that the project ships (<see cref="ShippedPhotographs"/>).
/// </summary>
/// <example>
/// <code>
/// var photographs = Photographs.Take(3);
/// photographs.Attribution()
/// </code>
/// </example>
public static class Photographs
{
    /// <summary>Largest number of pictures returned at once, and largest number of each class.</summary>
    internal const int Most = 1000;

    /// <summary>Index within its class of the CIFAR-10 test picture that is taken first.</summary>
    private const int FirstIndex = 3;

    private static DataSet[] Forms { get; } = [DataSets.Cifar10Published, DataSets.Cifar10Jpeg];

    /// <summary>
    /// The largest count that <see cref="Take(int, int)"/> gives at 32 pixels: 1,000 if CIFAR-10 is on this computer,
    /// otherwise the number of those that the project ships.
    /// </summary>
    /// <exception cref="MetamerException">The archive of CIFAR-10 is damaged.</exception>
    public static int Available => AvailableOf(Forms);

    /// <summary>
    /// Photographs, one of each class before a second of any. At 32 pixels they are of the CIFAR-10 test set if it is
    /// on this computer. Otherwise they are those that the project ships, and most of these have no class: their <see
    /// cref="Stimulus.Label"/> is their name, and their <see cref="Stimulus.ClassIndex"/> is null. <see
    /// cref="Stimulus.Source"/> says which they are.
    /// </summary>
    /// <param name="count">How many, 1 to 1,000; at most as many as there are (<see cref="Available"/>).</param>
    /// <param name="size">Height and width, 1 to 300 pixels: 32 for CIFAR-10, 224 for ImageNet.</param>
    /// <returns>The same ones at every call.</returns>
    /// <exception cref="MetamerException">
    /// There are fewer of this size, or a file is missing or damaged.
    /// </exception>
    public static IReadOnlyList<ImageStimulus> Take(int count, int size = Cifar10.Size) => Take(count, size, Forms);

    /// <summary>Small photographs of CIFAR-10 with their classes, to train and evaluate networks on.</summary>
    /// <param name="part">Which part of the data set.</param>
    /// <param name="perClass">How many of each class, 1 to 1,000.</param>
    /// <returns>Pictures of 32×32 pixels, ordered by class; the same ones at every call.</returns>
    /// <exception cref="MetamerException">There are none on this computer, or the archive is damaged.</exception>
    public static IReadOnlyList<ImageStimulus> WithClasses(DataPart part, int perClass) =>
        WithClasses(part, perClass, Forms);

    /// <summary>
    /// Photographs to ask networks of CIFAR-10 about, one of each class before a second of any: of its test set if it
    /// is on this computer, otherwise those that the project ships and that have a class, ten animals of four classes.
    /// </summary>
    /// <param name="count">How many, 1 to 1,000; of those that are shipped, fewer if there are not as many.</param>
    /// <returns>Pictures of 32×32 pixels; the same ones at every call.</returns>
    /// <exception cref="MetamerException">A file is missing or damaged.</exception>
    public static IReadOnlyList<ImageStimulus> WithClassesOrShipped(int count) => WithClassesOrShipped(count, Forms);

    /// <summary>
    /// Photographs with classes if CIFAR-10 is on this computer (<see cref="WithClasses(DataPart, int)"/>), otherwise
    /// drawn pictures in four classes (<see cref="DrawnPictures.WithClasses"/>): the photographs that the project ships
    /// are too few to train on. The <see cref="Stimulus.Source"/> of each says which.
    /// </summary>
    /// <param name="part">Which part of the data set.</param>
    /// <param name="perClass">How many of each class, 1 to 1,000.</param>
    /// <returns>Pictures of 32×32 pixels, ordered by class; the same ones at every call.</returns>
    /// <exception cref="MetamerException">The archive is damaged.</exception>
    public static IReadOnlyList<ImageStimulus> WithClassesOrDraw(DataPart part, int perClass) =>
        WithClassesOrDraw(part, perClass, Forms);

    /// <summary>As the public methods, from given forms of the data set.</summary>
    internal static IReadOnlyList<ImageStimulus> Take(int count, int size, IReadOnlyList<DataSet> forms)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Most);
        return size != Cifar10.Size ? ShippedPhotographs.Take(count, size)
            : forms.FirstOrDefault(form => form.IsFound) is { } found
                ? [.. found.InTurn(DataPart.Test, count, FirstIndex).Cast<ImageStimulus>()]
            : ShippedPhotographs.Take(count, size, more: $"CIFAR-10 has more, but {NotFound(forms)}");
    }

    internal static int AvailableOf(IReadOnlyList<DataSet> forms) =>
        forms.Any(form => form.IsFound) ? Most : ShippedPhotographs.Count;

    internal static IReadOnlyList<ImageStimulus> WithClasses(DataPart part, int perClass, IReadOnlyList<DataSet> forms)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perClass, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(perClass, Most);
        return forms.FirstOrDefault(form => form.IsFound) is { } found
            ? [.. found.Subset(part, perClass).Cast<ImageStimulus>()]
            : throw new MetamerException(
                $"There are no photographs with classes on this computer: {NotFound(forms)} "
                    + $"Photographs.{nameof(WithClassesOrDraw)} draws pictures instead."
            );
    }

    internal static IReadOnlyList<ImageStimulus> WithClassesOrShipped(int count, IReadOnlyList<DataSet> forms)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Most);
        return forms.FirstOrDefault(form => form.IsFound) is { } found
            ? [.. found.InTurn(DataPart.Test, count).Cast<ImageStimulus>()]
            :
            [
                .. ShippedPhotographs
                    .All(Cifar10.Size)
                    .Where(photograph => photograph.ClassIndex is not null)
                    .GroupBy(photograph => photograph.ClassIndex)
                    .SelectMany(same => same.Index())
                    .OrderBy(placed => placed.Index)
                    .ThenBy(placed => placed.Item.ClassIndex)
                    .Select(placed => placed.Item)
                    .Take(count),
            ];
    }

    internal static IReadOnlyList<ImageStimulus> WithClassesOrDraw(
        DataPart part,
        int perClass,
        IReadOnlyList<DataSet> forms
    ) =>
        forms.Any(form => form.IsFound)
            ? WithClasses(part, perClass, forms)
            : DrawnPictures.WithClasses(part, perClass);

    private static string NotFound(IReadOnlyList<DataSet> forms) =>
        $"neither {string.Join(" nor ", forms.SelectMany(form => form.Files))} was found in "
        + $"{string.Join(", ", DataFiles.Folders.Select(folder => folder.Path))}. data/README.md says how to get them.";
}
