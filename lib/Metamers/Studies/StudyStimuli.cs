using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Synthetic;

namespace Metamers.Studies;

/// <summary>The stimuli of a study.</summary>
/// <example>
/// <code>
/// var stimuli = new StudyStimuli { Set = "folder", Folder = "../pictures" };
/// string.Join(", ", StudyStimuli.Sets)
/// </code>
/// </example>
public sealed record StudyStimuli
{
    /// <summary>The set that is read from <see cref="Folder"/>.</summary>
    internal const string OwnFiles = "folder";

    private const string Drawn = "dead-leaves",
        Synthetic = "words",
        Recordings = "spoken-digits";

    /// <summary>The names of the sets.</summary>
    public static IReadOnlyList<string> Sets { get; } =
    [
        DataSets.Cifar10Published.Key,
        DataSets.Cifar10Jpeg.Key,
        DataSets.PhotographsKey,
        Drawn,
        Synthetic,
        Recordings,
        OwnFiles,
    ];

    /// <summary>
    /// <c>cifar10</c> and <c>cifar10-jpeg</c>: test pictures, one of each class before a second of any;
    /// <c>photographs</c>: those that the project ships, some of which have a class of CIFAR-10;
    /// <c>dead-leaves</c>: drawn, without classes; <c>words</c>: the spoken digits that the project ships;
    /// <c>spoken-digits</c>: recordings of the Free Spoken Digit Dataset; <c>folder</c>: your own pictures or sounds,
    /// directly in a folder and without classes, or in a folder for each class, called as the networks call it; the
    /// folder <c>stimuli</c> of a report is one, of which the natural stimuli are taken.
    /// </summary>
    public required string Set { get; init; }

    /// <summary>How many, at least 1; if null, all in the folder.</summary>
    public int? Count { get; init; }

    /// <summary>How many stimuli of the set are skipped first, 0 or more.</summary>
    public int First { get; init; }

    /// <summary>The folder of the set <c>folder</c>, relative to the study's file.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether they are the user's own, which have the classes of the networks, or none.</summary>
    internal bool AreOwn => Set == OwnFiles;

    /// <summary>
    /// Names of the classes, in the order of the indices; null if the set has none, or if they are the user's own.
    /// </summary>
    internal IReadOnlyList<string>? ClassNames =>
        Set == Synthetic ? DataSets.SpokenDigit.ClassNames : Published?.ClassNames;

    /// <summary>
    /// The data set whose test part is taken; null for a set that is drawn, shipped or the user's own.
    /// </summary>
    private DataSet? Published =>
        Set == Recordings ? DataSets.SpokenDigit : DataSet.All.FirstOrDefault(data => data.Key == Set);

    internal IEnumerable<(bool Right, string Rule)> Limits() =>
        [
            (Sets.Contains(Set), $"stimuli.set '{Set}': one of {string.Join(", ", Sets)}"),
            (Set == OwnFiles || Count is not null, $"stimuli.count: how many of '{Set}'"),
            (Count is null or >= 1, $"stimuli.count {Count}: at least 1"),
            (First >= 0, $"stimuli.first {First}: 0 or more"),
            (
                Count is null || Most is not { } most || First + (long)Count <= most,
                $"stimuli.first + stimuli.count {First + (long)(Count ?? 0)}: at most the {Most} of '{Set}'"
            ),
            ((Folder is not null) == (Set == OwnFiles), $"stimuli.folder: only and always with the set '{OwnFiles}'"),
        ];

    /// <summary>Loads them at the size that a network takes.</summary>
    /// <param name="model">The network.</param>
    /// <param name="folder">Where relative paths start.</param>
    /// <returns>The stimuli; the same at every call as long as the data are the same.</returns>
    /// <exception cref="MetamerException">
    /// The data set is not found, or the network does not take such stimuli.
    /// </exception>
    internal IReadOnlyList<Stimulus> Load(StagedModel model, string folder)
    {
        bool hears = model.SamplingRate is not null;
        if (Set != OwnFiles && hears != (Set is Synthetic or Recordings))
        {
            throw new MetamerException(
                $"{model.Name} takes {(hears ? "sounds" : "pictures")}, and '{Set}' "
                    + $"are {(hears ? "pictures" : "sounds")}. Give a set of stimuli that it takes."
            );
        }

        int end = First + Count ?? int.MaxValue;
        IReadOnlyList<Stimulus> all = Set switch
        {
            Drawn =>
            [
                .. Enumerable
                    .Range(0, end)
                    .Select(seed => SyntheticStimuli.DeadLeaves((int)model.InputShape[^1], seed)),
            ],
            DataSets.PhotographsKey => ShippedPhotographs.Take(end, (int)model.InputShape[^1]),
            Synthetic => SyntheticWords.Take(end),
            OwnFiles => ClassFolders.Load(model, Path.Combine(folder, Folder!), model.Card.ClassNames),
            _ => Published!.InTurn(DataPart.Test, end),
        };
        if (all.Count <= First || (Count is not null && all.Count < end))
        {
            throw new MetamerException(
                $"The folder {Folder} holds {all.Count} stimuli; the study takes {Count?.ToString() ?? "all"} after "
                    + $"the first {First}."
            );
        }

        Stimulus[] taken = [.. all.Skip(First).Take(Count ?? all.Count)];
        return taken.FirstOrDefault(stimulus => !stimulus.Values.shape.SequenceEqual(model.InputShape)) is { } other
            ? throw new MetamerException(
                $"{model.Name} takes stimuli of the shape ({string.Join(", ", model.InputShape)}); {other} has "
                    + $"({string.Join(", ", other.Values.shape)}). Choose another set of stimuli, or other networks."
            )
            : taken;
    }

    private int? Most =>
        Set is Synthetic or Recordings ? Words.MostDigits
        : Set == DataSets.PhotographsKey ? ShippedPhotographs.Count
        : Published?.CountPerClass(DataPart.Test) * Published?.ClassNames.Count;
}
