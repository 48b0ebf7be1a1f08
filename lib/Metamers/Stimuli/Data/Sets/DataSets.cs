using Metamers.Runtime;

namespace Metamers.Stimuli.Data.Sets;

/// <summary>The entries of <see cref="DataSet.All"/>.</summary>
internal static class DataSets
{
    /// <summary>CIFAR-10 as its authors publish it.</summary>
    public static DataSet Cifar10Published { get; } = Pictures("cifar10", "CIFAR-10", Cifar10.PublishedArchive);

    /// <summary>CIFAR-10 in JPEG files.</summary>
    public static DataSet Cifar10Jpeg { get; } = Pictures("cifar10-jpeg", "CIFAR-10, JPEG form", Cifar10.JpegArchive);

    /// <summary>The digits of the Free Spoken Digit Dataset.</summary>
    public static DataSet SpokenDigit { get; } = Recordings(SpokenDigitsTask.Digit);

    /// <summary>Its speakers.</summary>
    public static DataSet SpokenDigitSpeaker { get; } = Recordings(SpokenDigitsTask.Speaker);

    /// <summary>The <see cref="DataSet.Key"/> of <see cref="Photographs"/>.</summary>
    public const string PhotographsKey = "photographs";

    /// <summary>The photographs that the project ships: pictures to be shown, not to train on.</summary>
    public static DataSet Photographs { get; } =
        new(
            new(
                Locate: () => ShippedPhotographs.IsFound ? ShippedPhotograph.Folder : null,
                PerClass: _ => 0,
                All: (_, _) => throw ShippedPhotographs.NoParts(),
                Some: (_, _, _, _) => throw ShippedPhotographs.NoParts(),
                InOrder: (count, first) => ShippedPhotographs.Take(count, ShippedPhotographs.ImageNetSize, first)
            )
        )
        {
            Key = PhotographsKey,
            Title = "Photographs that the project ships",
            ClassNames = Cifar10.ClassNames,
            Augmentation = Augmentation.OfPictures,
            Licence = "CC0 1.0, CC BY, CC BY-SA or public domain, by picture",
            Citation = "The authors of the pictures, as data/photographs/README.md lists them.",
        };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DataSet> All { get; } =
    [Cifar10Published, Cifar10Jpeg, Photographs, SpokenDigit, SpokenDigitSpeaker];

    /// <summary>As <see cref="DataSet.FromStimuli"/>.</summary>
    public static DataSet FromStimuli(
        string key,
        IReadOnlyList<Stimulus> train,
        IReadOnlyList<Stimulus> test,
        Augmentation? augmentation
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        if (All.Any(set => set.Key == key))
        {
            throw new MetamerException(
                $"'{key}' is a data set that this project knows; DataSet.Find gives it. Give stimuli of your own "
                    + "another name."
            );
        }

        IReadOnlyList<string> names = LabelledStimuli.ClassNamesOf([.. train, .. test]);
        int? rate = (train.Concat(test).First() as SoundStimulus)?.SamplingRate;
        DataReader reader = new(
            Locate: () => "",
            PerClass: part => names.Select((_, i) => Part(part).Count(stimulus => stimulus.ClassIndex == i)).Min(),
            All: (_, part) => LabelledStimuli.FromStimuli(Part(part)),
            Some: (_, part, perClass, first) => [.. names.SelectMany((_, i) => OfClass(part, i, perClass, first))]
        );
        return new(reader)
        {
            Key = key,
            Title = key,
            ClassNames = names,
            SamplingRate = rate,
            Augmentation = augmentation ?? (rate is null ? Augmentation.OfPictures : Augmentation.OfSounds),
        };

        IReadOnlyList<Stimulus> Part(DataPart part) => part == DataPart.Train ? train : test;

        Stimulus[] OfClass(DataPart part, int index, int count, int first)
        {
            Stimulus[] all = [.. Part(part).Where(stimulus => stimulus.ClassIndex == index)];
            return first + (long)count <= all.Length
                ? all[first..(first + count)]
                : throw new MetamerException(
                    $"'{key}' has {all.Length} stimuli of the class '{names[index]}' in its {part} part; asked for "
                        + $"{first} to {first + (long)count - 1}."
                );
        }
    }

    private static DataSet Pictures(string key, string title, string archive) =>
        new(
            new(
                Locate: () => DataFiles.Find(archive),
                PerClass: Cifar10.CountPerClass,
                All: (path, part) => new Cifar10(path).Load(part),
                Some: (path, part, perClass, first) => new Cifar10(path).Subset(part, perClass, first)
            )
        )
        {
            Key = key,
            Title = title,
            Files = [archive],
            ClassNames = Cifar10.ClassNames,
            Augmentation = Augmentation.OfPictures,
            Licence = DataFiles.Describe(archive).Licence,
            Citation = DataFiles.Describe(archive).Citation,
        };

    private static DataSet Recordings(SpokenDigitsTask task) =>
        new(
            new(
                Locate: SpokenDigits.Locate,
                PerClass: part => SpokenDigits.CountPerClass(part, task),
                All: (path, part) => new SpokenDigits(path).Load(part, task),
                Some: (path, part, perClass, first) => new SpokenDigits(path).Subset(part, task, perClass, first),
                Variants: task == SpokenDigitsTask.Digit ? SpokenDigits.Speakers.Length : SpokenDigits.Digits.Length
            )
        )
        {
            Key = $"spoken-digits-{task.ToString().ToLowerInvariant()}",
            Title = $"Free Spoken Digit Dataset, by {task.ToString().ToLowerInvariant()}",
            Files = [SpokenDigits.Archive],
            ClassNames = SpokenDigits.ClassNames(task),
            SamplingRate = SpokenDigits.SamplingRate,
            Augmentation = Augmentation.OfSounds,
            Licence = DataFiles.Describe(SpokenDigits.Archive).Licence,
            Citation = DataFiles.Describe(SpokenDigits.Archive).Citation,
        };
}
