using Metamers.Stimuli.Synthetic;

namespace Metamers.Stimuli.Data.Sets;

/// <summary>
/// Small dead-leaves pictures (<see cref="SyntheticStimuli.DeadLeaves"/>), of the size of CIFAR-10's photographs. Those
/// with classes are what a network can be trained on if there is no data set.
/// </summary>
public static class DrawnPictures
{
    /// <summary>Pictures without classes.</summary>
    /// <param name="count">How many, 1 to 1,000.</param>
    /// <returns>Pictures of 32×32 pixels; the same ones at every call.</returns>
    public static IReadOnlyList<ImageStimulus> Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Photographs.Most);
        return [.. Enumerable.Range(0, count).Select(seed => SyntheticStimuli.DeadLeaves(Cifar10.Size, seed))];
    }

    /// <summary>Pictures in four classes by the size of their discs: radii of one octave per class.</summary>
    /// <param name="part">Which part; the two have no picture in common.</param>
    /// <param name="perClass">How many of each class, 1 to 1,000.</param>
    /// <returns>Pictures of 32×32 pixels, ordered by class; the same ones at every call.</returns>
    public static IReadOnlyList<ImageStimulus> WithClasses(DataPart part, int perClass)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perClass, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(perClass, Photographs.Most);
        long firstSeed = part == DataPart.Train ? 1 : 1_000_001;
        return
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
    }
}
