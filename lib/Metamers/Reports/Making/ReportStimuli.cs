using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Studies;

namespace Metamers.Reports.Making;

/// <summary>The stimuli of a report.</summary>
internal static class ReportStimuli
{
    private const string Words = "words",
        Recordings = "spoken-digits";

    /// <summary>What to cite for stimuli of a set or of a data set; null if that is not known.</summary>
    /// <param name="set">A name of <see cref="Load"/>, or the key of a data set.</param>
    public static string? CitationFor(string set) =>
        set == Recordings
            ? DataSets.SpokenDigit.Citation
            : DataSet.All.FirstOrDefault(known => known.Key == set)?.Citation;

    /// <summary>The sets that have a name; a folder is given by its path.</summary>
    private static string[] Sets => [.. StudyStimuli.Sets.Where(name => name != StudyStimuli.OwnFiles)];

    /// <summary>Loads them.</summary>
    /// <returns>The name of the set, and the stimuli in their order.</returns>
    /// <exception cref="MetamerException">
    /// They are not found, share a name, or are not what the network takes.
    /// </exception>
    public static (string Set, IReadOnlyList<Stimulus> Stimuli) Load(StagedModel model, ReportOptions options)
    {
        int count = options.CountFor(model);
        string set = options.References is not null ? "stimuli of one's own" : options.Set ?? UsualFor(model);
        IReadOnlyList<Stimulus> stimuli =
            options.References is { } given ? [.. given.Take(count)]
            : Sets.Contains(set) ? new StudyStimuli { Set = set, Count = CountOf(set, count) }.Load(model, "")
            : Directory.Exists(set) ? [.. ClassFolders.Load(model, set, JudgePanel.ClassNamesOf(model)).Take(count)]
            : throw new MetamerException(
                $"'{set}' is neither a set of stimuli nor a folder. The sets are: "
                    + $"{string.Join(", ", Sets)}; a folder has pictures "
                    + $"or sounds directly in it, or in a folder for each class."
            );
        foreach (Stimulus stimulus in stimuli)
        {
            StimulusValidation.CheckKind(model, stimulus.Kind, $"The stimulus '{stimulus.Name}'");
            _ = FileName.Require(stimulus.Name, "The stimulus");
            _ = stimulus.Label is null ? "" : FileName.Require(stimulus.Label, "The label of a stimulus");
            if (!stimulus.Values.shape.SequenceEqual(model.InputShape))
            {
                throw new MetamerException(
                    $"{model.Name} takes stimuli of the shape ({string.Join(", ", model.InputShape)}); {stimulus} has "
                        + $"({string.Join(", ", stimulus.Values.shape)}). Give stimuli of that size."
                );
            }
        }

        return stimuli.CountBy(stimulus => stimulus.Name).FirstOrDefault(name => name.Value > 1) is { Key: { } twice }
            ? throw new MetamerException($"Two stimuli are called '{twice}'; metamers are kept by name. Rename one.")
            : (Directory.Exists(set) && !Sets.Contains(set) ? "a folder" : set, stimuli);
    }

    /// <summary>The training stimuli for a null distribution; null if none are on this computer.</summary>
    public static DataSet? TrainingDataFor(StagedModel model, ReportOptions options)
    {
        bool small = model.InputShape.SequenceEqual([3, Cifar10.Size, Cifar10.Size]);
        DataSet? own = OwnDataSet(model);
        return options.NullData
            ?? own
            ?? DataSet.All.FirstOrDefault(set =>
                set.Key != DataSets.PhotographsKey
                && set.SamplingRate == model.SamplingRate
                && (set.SamplingRate is not null || small)
                && set.IsFound
            );
    }

    /// <summary>The data set of the network's card, if it is on this computer.</summary>
    private static DataSet? OwnDataSet(StagedModel model) =>
        model.Card is Models.Zoo.ModelCard { DataSet: { } key } && DataSet.Find(key) is { IsFound: true } set
            ? set
            : null;

    private static string UsualFor(StagedModel model) =>
        model.SamplingRate is not null ? (DataSets.SpokenDigit.IsFound ? Recordings : Words)
        : !model.InputShape.SequenceEqual([3, Cifar10.Size, Cifar10.Size]) ? DataSets.PhotographsKey
        : OwnDataSet(model)?.Key
            ?? new[] { DataSets.Cifar10Published, DataSets.Cifar10Jpeg }.FirstOrDefault(form => form.IsFound)?.Key
            ?? DataSets.PhotographsKey;

    /// <summary>The project ships fewer photographs than some budgets ask for.</summary>
    private static int CountOf(string set, int wanted) =>
        set == DataSets.PhotographsKey ? Math.Min(wanted, ShippedPhotographs.Count)
        : set is Words or Recordings ? Math.Min(wanted, Stimuli.Data.Sets.Words.MostDigits)
        : wanted;
}
