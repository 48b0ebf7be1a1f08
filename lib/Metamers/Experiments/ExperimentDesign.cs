using Metamers.Runtime;
using Metamers.Stimuli;
using Microsoft.Data.Analysis;

namespace Metamers.Experiments;

/// <summary>
/// Who sees which stimulus in which condition, as in the published experiments (method: the authors' example_vision_turk_javascript.html): each
/// participant sees each stimulus once, the conditions are spread as evenly as possible, and over as many participants as there are
/// conditions each stimulus is in each condition once. Where a metamer is missing or not accepted, the natural stimulus is shown.
/// </summary>
public sealed class ExperimentDesign
{
    /// <summary>The condition of the natural stimuli.</summary>
    public const string Natural = "natural";

    private ExperimentDesign(ExperimentOptions options, IReadOnlyList<string> conditions, IReadOnlyList<ExperimentTrial> trials) =>
        (Options, Conditions, Trials) = (options, conditions, trials);

    /// <summary>What the design was drawn from.</summary>
    public ExperimentOptions Options { get; }

    /// <summary><see cref="Natural"/>, then the others in the order of the stimuli.</summary>
    public IReadOnlyList<string> Conditions { get; }

    /// <summary>Every trial, by participant and place.</summary>
    public IReadOnlyList<ExperimentTrial> Trials { get; }

    /// <summary>Eight hexadecimal digits that only this design has; results carry them.</summary>
    public string Hash => TextHash.Of(string.Join('\n', Options.Choices) + '\n' + Csv());

    /// <summary>Draws a design; the same stimuli and options give the same on every machine.</summary>
    /// <param name="stimuli">All versions of all stimuli.</param>
    /// <param name="options">Choices, participants, seed.</param>
    /// <exception cref="MetamerException">The options are wrong, no metamer is accepted, a version is there twice, a natural version is
    /// missing, or the categories are not those of the choices.</exception>
    public static ExperimentDesign Draw(IReadOnlyList<ExperimentStimulus> stimuli, ExperimentOptions options)
    {
        options.Check();
        StimulusChecks.Check(stimuli, options.Choices);
        string[] conditions = [Natural, .. stimuli.Select(version => version.Condition).Where(condition => condition != Natural).Distinct()];
        Dictionary<(string, string), ExperimentStimulus> versions = stimuli.Where(version => version.Accepted || version.Condition == Natural)
            .ToDictionary(version => (version.Stimulus, version.Condition));
        (string Stimulus, string Category)[] references = [.. stimuli.Select(version => (version.Stimulus, version.Category)).Distinct()];
        SplitMix64 random = new(options.Seed);
        List<ExperimentTrial> trials = [];
        (string Stimulus, string Category)[] order = references;
        for (int participant = 0; participant < options.Participants; participant++)
        {
            // One order serves as many participants as there are conditions; categories stand together in it, which spreads each over the conditions.
            order = participant % conditions.Length == 0 ? [.. Shuffled(references, random).OrderBy(reference => reference.Category, StringComparer.Ordinal)] : order;
            IEnumerable<(string, string)> assigned = order.Select((reference, at) => (reference.Stimulus, conditions[(at + participant) % conditions.Length]));
            trials.AddRange(Shuffled(assigned, random).Select((pair, trial) =>
            {
                bool replaced = !versions.TryGetValue(pair, out ExperimentStimulus? shown);
                shown ??= versions[(pair.Item1, Natural)];
                return new ExperimentTrial(participant, trial, shown.Stimulus, shown.Category, pair.Item2, replaced, shown.File);
            }));
        }

        CheckBalance(trials);
        return new(options, conditions, trials);
    }

    /// <summary>Asserts what the design promises.</summary>
    /// <param name="trials">Those of a design.</param>
    /// <exception cref="MetamerException">A participant has a stimulus twice or not at all, or one condition at least two times more often
    /// than another, or over the participants a stimulus is in one condition at least two times more often than in another.</exception>
    public static void CheckBalance(IReadOnlyList<ExperimentTrial> trials)
    {
        string[] stimuli = [.. trials.Select(trial => trial.Stimulus).Distinct()];
        string[] conditions = [.. trials.Select(trial => trial.Condition).Distinct()];
        foreach (IGrouping<int, ExperimentTrial> own in trials.GroupBy(trial => trial.Participant))
        {
            Dictionary<string, int> seen = own.CountBy(trial => trial.Stimulus).ToDictionary();
            if (stimuli.FirstOrDefault(stimulus => seen.GetValueOrDefault(stimulus) != 1) is { } wrong)
            {
                throw new MetamerException($"Participant {own.Key} has the stimulus '{wrong}' {seen.GetValueOrDefault(wrong)} times; each participant has each once. Draw the design again.");
            }

            CheckEven(own, conditions, $"Participant {own.Key} has");
        }

        foreach (IGrouping<string, ExperimentTrial> shown in trials.GroupBy(trial => trial.Stimulus))
        {
            CheckEven(shown, conditions, $"Over the participants the stimulus '{shown.Key}' has");
        }
    }

    /// <summary>The design as a table, with the columns of <see cref="ExperimentTrial"/>.</summary>
    public DataFrame Table() => new(
        new Int32DataFrameColumn("participant", Trials.Select(trial => trial.Participant)),
        new Int32DataFrameColumn("trial", Trials.Select(trial => trial.Trial)),
        new StringDataFrameColumn("stimulus", Trials.Select(trial => trial.Stimulus)),
        new StringDataFrameColumn("category", Trials.Select(trial => trial.Category)),
        new StringDataFrameColumn("condition", Trials.Select(trial => trial.Condition)),
        new BooleanDataFrameColumn("replaced", Trials.Select(trial => trial.Replaced)),
        new StringDataFrameColumn("file", Trials.Select(trial => trial.File)));

    /// <summary>Writes <see cref="Table"/> as comma-separated text.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="MetamerException">The file cannot be written.</exception>
    public void WriteTable(string path) => AtomicFile.WriteText(path, Csv());

    private static void CheckEven(IEnumerable<ExperimentTrial> trials, string[] conditions, string who)
    {
        Dictionary<string, int> counts = trials.CountBy(trial => trial.Condition).ToDictionary();
        string most = conditions.MaxBy(condition => counts.GetValueOrDefault(condition))!, fewest = conditions.MinBy(condition => counts.GetValueOrDefault(condition))!;
        if (counts.GetValueOrDefault(most) > counts.GetValueOrDefault(fewest) + 1)
        {
            throw new MetamerException($"{who} {counts.GetValueOrDefault(most)} trials of '{most}' and {counts.GetValueOrDefault(fewest)} of '{fewest}'; "
                + "they may differ by one. Draw the design again.");
        }
    }

    private static T[] Shuffled<T>(IEnumerable<T> items, SplitMix64 random)
    {
        T[] all = [.. items];
        for (int i = all.Length - 1; i > 0; i--)
        {
            int j = (int)(random.Uniform() * (i + 1));
            (all[i], all[j]) = (all[j], all[i]);
        }

        return all;
    }

    private static string Field(string text) => text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private string Csv() => string.Concat(Trials
        .Select(trial => $"{trial.Participant},{trial.Trial},{Field(trial.Stimulus)},{Field(trial.Category)},{Field(trial.Condition)},{(trial.Replaced ? 1 : 0)},{Field(trial.File)}\n")
        .Prepend("participant,trial,stimulus,category,condition,replaced,file\n"));
}
