using Metamers.Runtime;

namespace Metamers.Stimuli.Data.Sets;

/// <summary>
/// The photographs that notebooks use: those of CIFAR-10, in whichever form is on this computer, as published first.
/// <see cref="TakeOrDraw(int)"/> never fails: it draws pictures if there are no photographs.
/// </summary>
/// <example>
/// <code>
/// var photographs = Photographs.TakeOrDraw(3);
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

    /// <summary>Small photographs of the CIFAR-10 test set, one of each class before a second of any.</summary>
    /// <param name="count">How many, 1 to 1,000.</param>
    /// <returns>Pictures of 32×32 pixels; the same ones at every call.</returns>
    /// <exception cref="MetamerException">There are none on this computer, or the archive is damaged.</exception>
    public static IReadOnlyList<ImageStimulus> Take(int count) => Take(count, Forms);

    /// <summary>
    /// Photographs if there are any on this computer (<see cref="Take(int)"/>), otherwise drawn pictures (<see
    /// cref="DrawnPictures.Take"/>). The <see cref="Stimulus.Source"/> of each says which.
    /// </summary>
    /// <param name="count">How many, 1 to 1,000.</param>
    /// <returns>Pictures of 32×32 pixels; the same ones at every call.</returns>
    /// <exception cref="MetamerException">The archive is damaged.</exception>
    public static IReadOnlyList<ImageStimulus> TakeOrDraw(int count) => TakeOrDraw(count, Forms);

    /// <summary>Small photographs of CIFAR-10 with their classes, to train and evaluate networks on.</summary>
    /// <param name="part">Which part of the data set.</param>
    /// <param name="perClass">How many of each class, 1 to 1,000.</param>
    /// <returns>Pictures of 32×32 pixels, ordered by class; the same ones at every call.</returns>
    /// <exception cref="MetamerException">There are none on this computer, or the archive is damaged.</exception>
    public static IReadOnlyList<ImageStimulus> WithClasses(DataPart part, int perClass) =>
        WithClasses(part, perClass, Forms);

    /// <summary>
    /// Photographs with classes if there are any on this computer (<see cref="WithClasses(DataPart, int)"/>), otherwise
    /// drawn pictures in four classes (<see cref="DrawnPictures.WithClasses"/>). The <see cref="Stimulus.Source"/> of
    /// each says which.
    /// </summary>
    /// <param name="part">Which part of the data set.</param>
    /// <param name="perClass">How many of each class, 1 to 1,000.</param>
    /// <returns>Pictures of 32×32 pixels, ordered by class; the same ones at every call.</returns>
    /// <exception cref="MetamerException">The archive is damaged.</exception>
    public static IReadOnlyList<ImageStimulus> WithClassesOrDraw(DataPart part, int perClass) =>
        WithClassesOrDraw(part, perClass, Forms);

    /// <summary>As the public methods, from given forms of the data set.</summary>
    internal static IReadOnlyList<ImageStimulus> Take(int count, IReadOnlyList<DataSet> forms)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Most);
        return [.. Found(forms, nameof(Take)).InTurn(DataPart.Test, count, FirstIndex).Cast<ImageStimulus>()];
    }

    internal static IReadOnlyList<ImageStimulus> TakeOrDraw(int count, IReadOnlyList<DataSet> forms) =>
        forms.Any(form => form.IsFound) ? Take(count, forms) : DrawnPictures.Take(count);

    internal static IReadOnlyList<ImageStimulus> WithClasses(DataPart part, int perClass, IReadOnlyList<DataSet> forms)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perClass, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(perClass, Most);
        return [.. Found(forms, nameof(WithClasses)).Subset(part, perClass).Cast<ImageStimulus>()];
    }

    internal static IReadOnlyList<ImageStimulus> WithClassesOrDraw(
        DataPart part,
        int perClass,
        IReadOnlyList<DataSet> forms
    ) =>
        forms.Any(form => form.IsFound)
            ? WithClasses(part, perClass, forms)
            : DrawnPictures.WithClasses(part, perClass);

    private static DataSet Found(IReadOnlyList<DataSet> forms, string method) =>
        forms.FirstOrDefault(form => form.IsFound)
        ?? throw new MetamerException(
            "There are no photographs on this computer: neither "
                + $"{string.Join(" nor ", forms.SelectMany(form => form.Files))} "
                + $"was found in {string.Join(", ", DataFiles.Folders.Select(folder => folder.Path))}. "
                + $"data/README.md says how to get them. Photographs.{method}OrDraw draws pictures instead."
        );
}
