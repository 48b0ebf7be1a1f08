using Metamers.Evaluation;
using Metamers.Runtime;
using Metamers.Statistics;
using Microsoft.Data.Analysis;

namespace Metamers.Studies;

/// <summary>
/// Recognition in a study, picture by picture and judge by judge, so that averages over judges have an uncertainty over
/// both: standard errors and intervals are by bootstrap over the stimuli and over the judges.
/// </summary>
/// <example>
/// <code>
/// var study = StudyResults.Load(Path.Combine(ProjectFolder.Data, "studies", "transfer-pictures")).ToRecognition();
/// study.Difference("resnet20-l2-seed0", "resnet20-standard-seed0", "layer3", JudgeGroup.NotAdversarial)
/// </code>
/// </example>
public sealed class StudyRecognition
{
    private readonly string[] stimuli;
    private readonly Dictionary<(string Generator, string Stage), bool[]> kept = [];
    private readonly Dictionary<(string Generator, string Stage, string Judge), bool[]> correct = [];
    private readonly Dictionary<string, List<string>> stages = [];

    internal StudyRecognition(StudyResults results)
    {
        DataFrame metamers = results.Metamers;
        DataFrame recognition = results.Recognition;
        string[] schedules = [.. Texts(metamers, "schedule").Distinct()];
        if (schedules.Length != 1)
        {
            throw new MetamerException(
                $"The study has {schedules.Length} schedules ({string.Join(", ", schedules)}); recognition is computed "
                    + "for one. Make a study of each schedule."
            );
        }

        // Networks are asked about stimuli that have a class.
        int[] classed =
        [
            .. Enumerable.Range(0, (int)metamers.Rows.Count).Where(row => metamers["class_index"][row] is not null),
        ];
        stimuli = [.. classed.Select(row => Text(metamers, "stimulus", row)).Distinct()];
        Dictionary<string, int> places = stimuli.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        foreach (int row in classed)
        {
            (string generator, string stage) = (Text(metamers, "network", row), Text(metamers, "stage", row));
            Stages(generator, stage);
            At(kept, (generator, stage))[places[Text(metamers, "stimulus", row)]] = StudyResults.IsCounted(
                metamers.Rows[row]
            );
        }

        for (int row = 0; row < recognition.Rows.Count; row++)
        {
            At(
                correct,
                (
                    Text(recognition, "network", row),
                    Text(recognition, "stage", row),
                    Text(recognition, "evaluator", row)
                )
            )[places[Text(recognition, "stimulus", row)]] = (bool)recognition["correct"][row];
        }

        Judges = [.. Texts(recognition, "evaluator").Distinct()];
        Made = results.Made();
        kept[(Transfer.Natural, Transfer.Natural)] = [.. stimuli.Select(_ => true)];
    }

    /// <summary>Keys of the networks that judge.</summary>
    public IReadOnlyList<string> Judges { get; }

    /// <summary>How the metamers were made and how well those that are counted match, for figures.</summary>
    internal TransferMetamers Made { get; }

    /// <summary>Number of references that have a class.</summary>
    public int Stimuli => stimuli.Length;

    /// <summary>The stages of a generating network, the references first.</summary>
    /// <param name="generator">Its key.</param>
    /// <exception cref="MetamerException">The study has no metamers of it.</exception>
    public IReadOnlyList<string> StagesOf(string generator) =>
        stages.TryGetValue(generator, out List<string>? found)
            ? found
            : throw new MetamerException(
                $"The study has no metamers of '{generator}'. It has metamers of {string.Join(", ", stages.Keys)}."
            );

    /// <summary>The networks of a group that judge the metamers of one network; not that network itself.</summary>
    /// <param name="generator">Key of the network that the metamers were made for.</param>
    /// <param name="group">Which of the judges.</param>
    public IReadOnlyList<string> JudgesOf(string generator, JudgeGroup group = JudgeGroup.All) =>
        [.. Judges.Where(judge => judge != generator && group.Has(judge, generator))];

    /// <summary>
    /// Number of metamers that are counted: those that keep their network's decision, or are accepted.
    /// </summary>
    /// <param name="generator">Key of the network that they were made for.</param>
    /// <param name="stage">Its stage, or <see cref="Transfer.Natural"/>.</param>
    public int CountOf(string generator, string stage) => Kept(generator, stage).Count(counted => counted);

    /// <summary>Number of stimuli whose metamers are counted for two networks at a stage.</summary>
    internal int CountOfBoth(string generator, string other, string stage) =>
        Both(Kept(generator, stage), Kept(other, stage)).Count(counted => counted);

    /// <summary>How often the judges recognise the metamers of a stage.</summary>
    /// <param name="generator">Key of the network that they were made for.</param>
    /// <param name="stage">Its stage, or <see cref="Transfer.Natural"/>.</param>
    /// <param name="group">Which of the judges.</param>
    /// <returns>Proportion correct, the mean over judges with equal weights.</returns>
    /// <exception cref="MetamerException">No such metamer is counted, or the group has no judge.</exception>
    public Estimate Mean(string generator, string stage, JudgeGroup group = JudgeGroup.All) =>
        Contrast(JudgesOf(generator, group), (generator, stage), null);

    /// <summary>
    /// How much more often the judges recognise the metamers of one network than those of another, of the same stage
    /// and the same stimuli: those whose metamers are counted for both. Networks that are compared do not judge.
    /// </summary>
    /// <param name="generator">Key of the one.</param>
    /// <param name="baseline">Key of the other.</param>
    /// <param name="stage">The stage, or <see cref="Transfer.Natural"/>.</param>
    /// <param name="group">Which of the judges, as seen from the one.</param>
    /// <exception cref="MetamerException">No such metamer is counted, or the group has no judge.</exception>
    public Estimate Difference(string generator, string baseline, string stage, JudgeGroup group = JudgeGroup.All) =>
        Contrast(Between(generator, baseline, group), (generator, stage), (baseline, stage));

    /// <summary>The judges of <see cref="Difference"/>.</summary>
    internal IReadOnlyList<string> Between(string generator, string baseline, JudgeGroup group) =>
        [.. JudgesOf(generator, group).Where(judge => judge != baseline)];

    /// <summary>How much less often these judges recognise the metamers of a stage than the references.</summary>
    internal Estimate Loss(string generator, string stage, IReadOnlyList<string> judges) =>
        Contrast(judges, (generator, Transfer.Natural), (generator, stage));

    /// <summary>
    /// How much less often all other networks recognise the metamers of a stage than the references, as the mean over
    /// several networks.
    /// </summary>
    /// <param name="conditions">Keys of the networks that they were made for, and their stages.</param>
    internal Estimate MeanLoss(IReadOnlyList<(string Generator, string Stage)> conditions)
    {
        (int Self, (bool[] Kept, bool[][] Correct) Natural, (bool[] Kept, bool[][] Correct) Made)[] parts =
        [
            .. from condition in conditions
            let made = Of(condition, Judges)
            select (
                Judges.ToList().IndexOf(condition.Generator),
                (made.Kept, Of((condition.Generator, Transfer.Natural), Judges).Correct),
                made
            ),
        ];
        return CrossedBootstrap
            .Measure(
                stimuli.Length,
                Judges.Count,
                (items, drawn) =>
                    parts.Average(part =>
                    {
                        int[] others = [.. drawn.Select((count, judge) => judge == part.Self ? 0 : count)];
                        return Accuracy(part.Natural, items, others) - Accuracy(part.Made, items, others);
                    })
            )
            .AllowingExceptions(stimuli.Length, lowest: -1);
    }

    /// <summary>
    /// How much more often these judges recognise the metamers of one condition than those of another, over the stimuli
    /// that are counted in both; how often, if there is no other.
    /// </summary>
    internal Estimate Contrast(
        IReadOnlyList<string> judges,
        (string Generator, string Stage) condition,
        (string Generator, string Stage)? other
    )
    {
        if (judges.Count == 0)
        {
            throw new MetamerException(
                $"No network of that group judges the metamers of '{condition.Generator}'. The study's judges are: "
                    + $"{string.Join(", ", Judges)}."
            );
        }

        (bool[] Kept, bool[][] Correct) first = Of(condition, judges);
        (bool[] Kept, bool[][] Correct)? second = other is { } against ? Of(against, judges) : null;
        if (second is { } paired)
        {
            bool[] both = Both(first.Kept, paired.Kept);
            if (!both.Contains(true))
            {
                throw new MetamerException(
                    $"No stimulus has counted metamers both of '{condition.Generator}' at '{condition.Stage}' and of "
                        + $"'{other!.Value.Generator}' at '{other.Value.Stage}', so that they cannot be compared. More "
                        + "steps, or more stimuli, make more of them."
                );
            }

            (first.Kept, second) = (both, (both, paired.Correct));
        }

        Estimate found = CrossedBootstrap
            .Measure(
                stimuli.Length,
                judges.Count,
                (items, drawn) =>
                    Accuracy(first, items, drawn) - (second is { } minus ? Accuracy(minus, items, drawn) : 0)
            )
            .AllowingExceptions(first.Kept.Count(counted => counted), lowest: second is null ? 0 : -1);
        return second is { } compared
            ? found.AllowingFewPairs(
                Enumerable
                    .Range(0, stimuli.Length)
                    .Where(i => first.Kept[i])
                    .Select(i => Share(first.Correct, i) - Share(compared.Correct, i))
            )
            : found;

        static double Share(bool[][] correct, int stimulus) =>
            correct.Count(judge => judge[stimulus]) / (double)correct.Length;
    }

    private (bool[] Kept, bool[][] Correct) Of((string Generator, string Stage) condition, IReadOnlyList<string> judges)
    {
        (string generator, string stage) = Rows(condition.Generator, condition.Stage);
        bool[] counted = Kept(condition.Generator, condition.Stage);
        return counted.Any(keep => keep)
            ? (counted, [.. judges.Select(judge => correct[(generator, stage, judge)])])
            : throw new MetamerException(
                $"None of the metamers of '{condition.Generator}' at '{condition.Stage}' is accepted. More steps make "
                    + "more of them."
            );
    }

    private bool[] Kept(string generator, string stage) =>
        kept.TryGetValue(Rows(generator, stage), out bool[]? counted)
            ? counted
            : throw new MetamerException(
                $"The study has no metamers of '{generator}' at '{stage}'. Its stages are "
                    + $"{string.Join(", ", StagesOf(generator))}."
            );

    private static bool[] Both(bool[] first, bool[] second) => [.. first.Zip(second, (one, other) => one && other)];

    /// <summary>Where the rows of a condition are; the references are the same for every generating network.</summary>
    private static (string Generator, string Stage) Rows(string generator, string stage) =>
        stage == Transfer.Natural ? (Transfer.Natural, Transfer.Natural) : (generator, stage);

    private static double Accuracy((bool[] Kept, bool[][] Correct) condition, int[] items, int[] judges)
    {
        long correct = 0;
        long counted = 0;
        for (int item = 0; item < items.Length; item++)
        {
            counted += condition.Kept[item] ? items[item] : 0;
        }

        long weight = 0;
        for (int judge = 0; judge < judges.Length; judge++)
        {
            weight += judges[judge];
            for (int item = 0; judges[judge] > 0 && item < items.Length; item++)
            {
                correct += condition.Kept[item] && condition.Correct[judge][item] ? judges[judge] * items[item] : 0;
            }
        }

        return counted == 0 ? double.NaN : (double)correct / (counted * weight);
    }

    private bool[] At<TKey>(Dictionary<TKey, bool[]> table, TKey key)
        where TKey : notnull => table.TryGetValue(key, out bool[]? row) ? row : table[key] = new bool[stimuli.Length];

    private void Stages(string generator, string stage)
    {
        if (!stages.TryGetValue(generator, out List<string>? known))
        {
            stages[generator] = known = [Transfer.Natural];
        }

        if (!known.Contains(stage))
        {
            known.Add(stage);
        }
    }

    private static IEnumerable<string> Texts(DataFrame frame, string column) => frame[column].Cast<string>();

    private static string Text(DataFrame frame, string column, long row) => (string)frame[column][row];
}
