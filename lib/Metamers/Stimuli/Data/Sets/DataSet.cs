using Metamers.Runtime;

namespace Metamers.Stimuli.Data.Sets;

/// <summary>
/// Pictures or sounds with classes, in a training and a test part: their names, the files that hold them, how they are
/// changed in training, and who made them. <see cref="All"/> are those that this project knows; <see
/// cref="FromStimuli"/> makes one of your own.
/// </summary>
public sealed record DataSet
{
    private readonly DataReader reader;

    internal DataSet(DataReader reader) => this.reader = reader;

    /// <summary>The data sets that this project knows.</summary>
    public static IReadOnlyList<DataSet> All => DataSets.All;

    /// <summary>Its name in recipes, on model cards and in files of results, e.g. <c>cifar10-jpeg</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Title { get; init; }

    /// <summary>
    /// Names of its files in <c>data/manifest.json</c> (<see cref="DataFiles"/>); none for a set of your own or one
    /// that the project ships.
    /// </summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The classes, in the order of the labels.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Sampling rate of its sounds, Hz; null for pictures.</summary>
    public int? SamplingRate { get; init; }

    /// <summary>How its stimuli are changed in training, and for null distributions.</summary>
    public required Augmentation Augmentation { get; init; }

    /// <summary>Its licence, or what its authors say instead of one; null if not known.</summary>
    public string? Licence { get; init; }

    /// <summary>What to cite; null for a set of your own.</summary>
    public string? Citation { get; init; }

    /// <summary>Whether its files are on this computer.</summary>
    /// <exception cref="MetamerException">The only copies that were found are damaged.</exception>
    public bool IsFound => reader.Locate() is not null;

    /// <summary>A data set that this project knows.</summary>
    /// <param name="key">Its <see cref="Key"/>.</param>
    /// <exception cref="MetamerException">There is none with this key; the message lists the existing ones.</exception>
    public static DataSet Find(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return All.FirstOrDefault(set => set.Key == key)
            ?? throw new MetamerException(
                $"There is no data set '{key}'. Allowed: {string.Join(", ", All.Select(set => set.Key))}. "
                    + "DataSet.FromStimuli makes one of stimuli of your own."
            );
    }

    /// <summary>A data set of stimuli of your own, to train on and to measure null distributions with.</summary>
    /// <param name="key">
    /// Any name but those of <see cref="All"/>; null distributions are stored under it, so give other stimuli another
    /// name.
    /// </param>
    /// <param name="train">
    /// At least one picture or sound, each with a class index and a label; all of one size, or of one sampling rate.
    /// </param>
    /// <param name="test">Others of the same kind and classes.</param>
    /// <param name="augmentation">
    /// How they are changed in training; if null, as is usual for pictures or for sounds.
    /// </param>
    /// <returns>The data set; it holds the stimuli, which must not be disposed before it is used.</returns>
    /// <exception cref="MetamerException">
    /// The key is already used, or there are no stimuli, they are of both kinds, or they have no classes.
    /// </exception>
    public static DataSet FromStimuli(
        string key,
        IReadOnlyList<Stimulus> train,
        IReadOnlyList<Stimulus> test,
        Augmentation? augmentation = null
    ) => DataSets.FromStimuli(key, train, test, augmentation);

    /// <summary>
    /// Number of stimuli of each class in a part; for a set of your own, that of the smallest class; 0 for the set
    /// <c>photographs</c>, which is not for training.
    /// </summary>
    /// <param name="part">Which part.</param>
    public int CountPerClass(DataPart part) => reader.PerClass(part);

    /// <summary>All stimuli of a part, ordered by class and then by index within the class.</summary>
    /// <param name="part">Which part.</param>
    /// <returns>The stimuli, in memory; dispose of them after use.</returns>
    /// <exception cref="MetamerException">
    /// The files are not found (the message says how to get them) or damaged.
    /// </exception>
    public LabelledStimuli Load(DataPart part) => reader.All(Path, part);

    /// <summary>A fixed subset: the stimuli of each class with the indices from a first one on.</summary>
    /// <param name="part">Which part.</param>
    /// <param name="perClass">How many of each class, at least 1.</param>
    /// <param name="firstIndex">Index within the class of the first, from 0.</param>
    /// <returns>Ordered by class and then by index.</returns>
    /// <exception cref="MetamerException">As <see cref="Load"/>, or a class has fewer.</exception>
    public IReadOnlyList<Stimulus> Subset(DataPart part, int perClass, int firstIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perClass, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(firstIndex);
        return reader.Some(Path, part, perClass, firstIndex);
    }

    /// <summary>
    /// Stimuli of all classes, one of each before a second of any; consecutive words are in different voices. Of the
    /// set
    /// <c>photographs</c>, which has one part, they are taken in its order, and some have no class.
    /// </summary>
    /// <param name="part">Which part.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="firstIndex">Index within the class of the first, from 0.</param>
    /// <returns>The same stimuli at every call.</returns>
    /// <exception cref="MetamerException">As <see cref="Subset"/>.</exception>
    public IReadOnlyList<Stimulus> InTurn(DataPart part, int count, int firstIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (reader.InOrder is { } inOrder)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(firstIndex);
            return inOrder(count, firstIndex);
        }

        (int classes, int variants) = (ClassNames.Count, reader.Variants);
        int rounds = (count + classes - 1) / classes;
        int perClass = (rounds + variants - 1) / variants * variants;
        IReadOnlyList<Stimulus> subset = Subset(part, perClass, firstIndex);
        return [.. Enumerable.Range(0, count).Select(i => subset[i % classes * perClass + Index(i)])];

        int Index(int i) => i / classes / variants * variants + (i % classes + i / classes) % variants;
    }

    /// <summary>Its key and title in one line.</summary>
    public override string ToString() => $"{Key}: {Title}";

    private string Path => reader.Locate() ?? (Files.Count > 0 ? DataFiles.Require(Files[0]) : "");
}
