using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Synthetic;
using Metamers.Tables;
using Microsoft.Data.Analysis;

namespace Metamers.Experiments;

/// <summary>
/// Which participant gets which stimulus in which condition, as in the published experiments (method: the authors'
/// example_vision_turk_javascript.html): each participant gets each stimulus once, the conditions are spread as evenly
/// as possible, and over as many participants as there are conditions, each stimulus is in each condition once. If a
/// metamer is missing or not accepted, the natural stimulus is shown.
/// </summary>
/// <example>
/// <code>
/// var pictures = Photographs.Take(2);
/// var natural = ExperimentStimuli.FromStimuli(pictures, "natural", folder, p => p == pictures[0] ? "cat" : "dog");
/// var made = natural.Select(picture => picture with { Condition = "resnet20/layer3" }); // in place of metamers
/// var design = ExperimentDesign.Create([.. natural, .. made], new() { Choices = ["cat", "dog"], Participants = 2 });
/// design.Table()
/// </code>
/// </example>
public sealed partial class ExperimentDesign
{
    /// <summary>The condition of the natural stimuli.</summary>
    public const string Natural = "natural";

    /// <summary>The condition of trials with feedback, which come first. Every participant gets all of them.</summary>
    public const string Practice = "practice";

    /// <summary>
    /// The condition of the trials after practice that decide who continues
    /// (<see cref="ExperimentOptions.ScreeningNeeded"/>).
    /// </summary>
    public const string Screening = "screening";

    /// <summary>
    /// The condition of easy trials spread among the others (<see cref="ExperimentOptions.CatchNeeded"/>).
    /// </summary>
    public const string Catch = "catch";

    internal static readonly string[] Others = [Practice, Screening, Catch];

    private readonly IReadOnlyList<ExperimentStimulus> stimuli;

    private ExperimentDesign(
        IReadOnlyList<ExperimentStimulus> stimuli,
        ExperimentOptions options,
        StimulusKind kind,
        IReadOnlyList<string> conditions,
        IReadOnlyList<ExperimentTrial> trials
    )
    {
        this.stimuli = stimuli;
        (Options, Kind, Conditions, Trials) = (options, kind, conditions, trials);
    }

    /// <summary>The options of the design.</summary>
    public ExperimentOptions Options { get; }

    /// <summary>Whether the stimuli are pictures or sounds.</summary>
    public StimulusKind Kind { get; }

    /// <summary><see cref="Natural"/>, then the others in the order of the stimuli.</summary>
    public IReadOnlyList<string> Conditions { get; }

    /// <summary>All trials, ordered by participant and position.</summary>
    public IReadOnlyList<ExperimentTrial> Trials { get; }

    /// <summary>
    /// Eight hexadecimal digits of a hash of the choices, the criteria, and every trial with its file's content,
    /// independent of where the files are; results carry them.
    /// </summary>
    public string Hash =>
        field ??= TextHash.Compute(
            FormattableString.Invariant(
                $"{string.Join('|', Options.Choices)}\n{Options.Seed} {Options.HeadphonesNeeded} "
            )
                + FormattableString.Invariant($"{Options.ScreeningNeeded:R} {Options.CatchNeeded:R}\n")
                + string.Join(
                    '\n',
                    Trials.Select(trial =>
                        $"{trial.Participant}|{trial.Trial}|{trial.Stimulus}|{trial.Category}|{trial.Condition}|"
                        + $"{trial.Replaced}|{trial.Content}"
                    )
                )
        );

    /// <summary>
    /// The names that the files have on the page, by their content: numbers, so that an address reveals nothing about
    /// the answer.
    /// </summary>
    internal IReadOnlyDictionary<string, string> Names =>
        field ??= Trials
            .Select(trial => (trial.Content, Extension: Path.GetExtension(trial.File).ToLowerInvariant()))
            .DistinctBy(file => file.Content)
            .Index()
            .ToDictionary(file => file.Item.Content, file => $"stimuli/{file.Index}{file.Item.Extension}");

    /// <summary>Draws a design; the same stimuli and options give the same design on every machine.</summary>
    /// <param name="stimuli">All versions of all stimuli; their files must exist.</param>
    /// <param name="options">Choices, participants, seed.</param>
    /// <exception cref="MetamerException">
    /// The options are wrong, no metamer is accepted, a version occurs twice, a natural version is missing, the
    /// categories are not those of the choices, a file is missing, or sounds have several rates.
    /// </exception>
    public static ExperimentDesign Create(IReadOnlyList<ExperimentStimulus> stimuli, ExperimentOptions options)
    {
        options.Check();
        ExperimentStimulusValidation.Check(stimuli, options.Choices);
        StimulusFiles files = StimulusFiles.Read(stimuli.Select(version => version.File));
        ExperimentStimulusValidation.CheckContent(stimuli, files);
        ILookup<string, ExperimentStimulus> others = stimuli
            .Where(version => Others.Contains(version.Condition))
            .ToLookup(version => version.Condition);
        ExperimentStimulus[] main = [.. stimuli.Where(version => !Others.Contains(version.Condition))];
        string[] conditions =
        [
            Natural,
            .. main.Select(version => version.Condition).Where(condition => condition != Natural).Distinct(),
        ];
        Dictionary<(string, string), ExperimentStimulus> versions = main.Where(version =>
                version.Accepted || version.Condition == Natural
            )
            .ToDictionary(version => (version.Stimulus, version.Condition));
        (string Stimulus, string Category)[] references =
        [
            .. main.Select(version => (version.Stimulus, version.Category)).Distinct(),
        ];
        SplitMix64 random = new(options.Seed);
        List<ExperimentTrial> trials = [];
        (string Stimulus, string Category)[] order = references;
        for (int participant = 0; participant < options.Participants; participant++)
        {
            // One order is used for as many participants as there are conditions; it keeps categories together, which
            // spreads each of them over the conditions.
            order =
                participant % conditions.Length == 0
                    ? [.. Shuffled(references, random).OrderBy(reference => reference.Category, StringComparer.Ordinal)]
                    : order;
            (string Stimulus, string)[] assigned = Shuffled(
                order.Select(
                    (reference, at) => (reference.Stimulus, conditions[(at + participant) % conditions.Length])
                ),
                random
            );
            IEnumerable<(ExperimentStimulus Shown, string Condition)> shown = assigned.Select(pair =>
                (versions.GetValueOrDefault(pair) ?? versions[(pair.Stimulus, Natural)], pair.Item2)
            );
            (ExperimentStimulus, string)[] Own(string condition) =>
                Shuffled(others[condition].Select(version => (version, condition)), random);
            (ExperimentStimulus Shown, string Condition)[] all =
            [
                .. Own(Practice),
                .. Own(Screening),
                .. Spread([.. shown], Own(Catch)),
            ];
            trials.AddRange(
                all.Select(
                    (trial, at) =>
                        new ExperimentTrial(
                            participant,
                            at,
                            trial.Shown.Stimulus,
                            trial.Shown.Category,
                            trial.Condition,
                            trial.Shown.Condition != trial.Condition,
                            trial.Shown.File,
                            files.Content[trial.Shown.File]
                        )
                )
            );
        }

        CheckBalance(trials);
        return new([.. stimuli], options, files.Kind, conditions, trials);
    }

    /// <summary>Checks that trials are balanced, and throws if they are not.</summary>
    /// <param name="trials">The trials of a design; practice, screening and catch trials are ignored.</param>
    /// <exception cref="MetamerException">
    /// A participant has a stimulus twice or not at all, or has at least two more trials of one condition than of
    /// another; or, over all participants, a stimulus is in one condition at least two times more often than in
    /// another.
    /// </exception>
    public static void CheckBalance(IReadOnlyList<ExperimentTrial> trials)
    {
        trials = [.. trials.Where(trial => trial.IsMain)];
        string[] stimuli = [.. trials.Select(trial => trial.Stimulus).Distinct()];
        string[] conditions = [.. trials.Select(trial => trial.Condition).Distinct()];
        foreach (IGrouping<int, ExperimentTrial> own in trials.GroupBy(trial => trial.Participant))
        {
            Dictionary<string, int> seen = own.CountBy(trial => trial.Stimulus).ToDictionary();
            if (stimuli.FirstOrDefault(stimulus => seen.GetValueOrDefault(stimulus) != 1) is { } wrong)
            {
                throw new MetamerException(
                    $"Participant {own.Key} has the stimulus '{wrong}' {seen.GetValueOrDefault(wrong)} times; each "
                        + "participant must have each once. Draw the design again."
                );
            }

            CheckEven(own, conditions, $"Participant {own.Key} has");
        }

        foreach (IGrouping<string, ExperimentTrial> shown in trials.GroupBy(trial => trial.Stimulus))
        {
            CheckEven(shown, conditions, $"Over the participants the stimulus '{shown.Key}' has");
        }
    }

    /// <summary>The design as a table, with the columns of <see cref="ExperimentTrial"/>.</summary>
    public DataFrame Table() =>
        Trials
            .Select(trial => new
            {
                trial.Participant,
                trial.Trial,
                trial.Stimulus,
                trial.Category,
                trial.Condition,
                trial.Replaced,
                trial.File,
                trial.Content,
            })
            .ToDataFrame();

    /// <summary>Writes <see cref="Table"/> as comma-separated text.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="MetamerException">The file cannot be written.</exception>
    public void WriteTable(string path) => TableFile.WriteCsv(Table(), path);

    private static void CheckEven(IEnumerable<ExperimentTrial> trials, string[] conditions, string who)
    {
        Dictionary<string, int> counts = trials.CountBy(trial => trial.Condition).ToDictionary();
        string most = conditions.MaxBy(condition => counts.GetValueOrDefault(condition))!,
            fewest = conditions.MinBy(condition => counts.GetValueOrDefault(condition))!;
        if (counts.GetValueOrDefault(most) > counts.GetValueOrDefault(fewest) + 1)
        {
            throw new MetamerException(
                $"{who} {counts.GetValueOrDefault(most)} trials of '{most}' and {counts.GetValueOrDefault(fewest)} "
                    + $"of '{fewest}'; "
                    + "they may differ by one. Draw the design again."
            );
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

    /// <summary>Spreads a few items among many, at even distances.</summary>
    private static IEnumerable<T> Spread<T>(T[] many, T[] few)
    {
        int placed = 0;
        for (int i = 0; i < many.Length; i++)
        {
            for (; placed < few.Length && (placed + 1) * many.Length <= i * (few.Length + 1); placed++)
            {
                yield return few[placed];
            }

            yield return many[i];
        }

        foreach (T last in few[placed..])
        {
            yield return last;
        }
    }
}
