using Metamers.Runtime;
using Metamers.Stimuli.Synthetic;

namespace Metamers.Stimuli.Data.Sets;

/// <summary>
/// The pictures that notebooks work on: real photographs where they are found, else synthetic ones that need no
/// download.
/// </summary>
public static class Photographs
{
    /// <summary>Index within its class of the CIFAR-10 test picture that is taken first.</summary>
    private const int FirstIndex = 3;

    /// <summary>
    /// Small pictures: photographs of the CIFAR-10 test set, one of each class before a second of any, or dead-leaves
    /// pictures where the data set is not found. The <see cref="Stimulus.Source"/> of each says which.
    /// </summary>
    /// <param name="count">How many, 1 to 1,000.</param>
    /// <returns>Pictures of 32×32 pixels; the same ones at every call.</returns>
    /// <exception cref="MetamerException">A damaged archive.</exception>
    public static IReadOnlyList<ImageStimulus> Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 1000);
        return Cifar10.Find() is { } cifar
            ? cifar.InTurn(Cifar10Split.Test, count, FirstIndex)
            : [.. Enumerable.Range(0, count).Select(seed => SyntheticStimuli.DeadLeaves(Cifar10.Size, seed))];
    }

    /// <summary>
    /// Small pictures with classes, to train and evaluate networks on: photographs of CIFAR-10, or dead leaves in four
    /// classes by the size of their discs where the data set is not found.
    /// </summary>
    /// <param name="split">Which part of the data set.</param>
    /// <param name="perClass">How many of each class, 1 to 1,000.</param>
    /// <returns>Pictures of 32×32 pixels, ordered by class; the same ones at every call.</returns>
    /// <exception cref="MetamerException">A damaged archive.</exception>
    public static IReadOnlyList<ImageStimulus> WithClasses(Cifar10Split split, int perClass)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perClass, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(perClass, 1000);
        return Cifar10.Find() is { } cifar
            ? cifar.Subset(split, perClass)
            : LeavesBySize(perClass, split == Cifar10Split.Train ? 1 : 1_000_001);
    }

    /// <summary>Dead leaves whose discs have radii of one octave, a class an octave.</summary>
    internal static IReadOnlyList<ImageStimulus> LeavesBySize(int perClass, long firstSeed) =>
        [
            .. from octave in Enumerable.Range(0, 4)
            from i in Enumerable.Range(0, perClass)
            let smallest = Math.Pow(2, octave)
            let picture = SyntheticStimuli.DeadLeaves(
                Cifar10.Size,
                firstSeed + octave * perClass + i,
                smallest,
                2 * smallest
            )
            select picture with
            {
                Label = $"discs of {smallest:0} to {2 * smallest:0} pixels",
                ClassIndex = octave,
            },
        ];

    /// <summary>One sentence for a figure's note: what the pictures are and whose.</summary>
    /// <param name="pictures">At least one picture.</param>
    /// <returns>Such as "Pictures: CIFAR-10 Test set (Krizhevsky 2009)."</returns>
    public static string Attribution(IReadOnlyList<ImageStimulus> pictures) =>
        $"Pictures: {string.Join("; ", pictures.Select(picture => picture.Source).Distinct())}.";
}
