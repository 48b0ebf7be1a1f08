using System.Text.Json;
using System.Text.Json.Serialization;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Synthesis;

namespace Metamers.Studies;

/// <summary>
/// Declares which metamers to make, and which networks evaluate them: every network at each of its stages, every
/// schedule, every stimulus. Stored as JSON in <c>data/studies</c>; <see cref="StudyStore"/> contains the results.
/// </summary>
/// <example>
/// <code>
/// var study = Study.Read(Path.Combine(ProjectFolder.Data, "studies", "transfer-pictures.json"));
/// study.Networks.Keys
/// </code>
/// </example>
public sealed record Study
{
    internal static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>
    /// Name of the study in a store: letters, digits, '-', '_' and '.', with a letter or digit first.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>
    /// Keys of trained networks (<see cref="ModelZoo"/>), all with the same input, each with its stages; an empty list
    /// stands for all stages.
    /// </summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Networks { get; init; }

    /// <summary>The references.</summary>
    public required StudyStimuli Stimuli { get; init; }

    /// <summary>
    /// Schedules by name. Options that an entry leaves out are as published (<see cref="MetamerOptions.Paper"/>).
    /// </summary>
    public required IReadOnlyDictionary<string, MetamerOptions> Schedules { get; init; }

    /// <summary>Keys of the networks that classify the metamers; their classes must be those of the stimuli.</summary>
    public IReadOnlyList<string> Evaluators { get; init; } = [];

    /// <summary>
    /// Schedules whose metamers are compared, to see whether they are of the same kind; none by default.
    /// </summary>
    public IReadOnlyList<StudyComparison> Comparisons { get; init; } = [];

    /// <summary>
    /// Folder of null distributions (<see cref="Evaluation.Nulls.NullStore"/>), one for each network, by which metamers
    /// are accepted; relative to the study's file. Without it, metamers are not judged by the second condition.
    /// </summary>
    public string? Nulls { get; init; }

    /// <summary>
    /// Number of stimuli that are optimised together as one piece of work, 1 to 1,000: larger pieces are faster per
    /// stimulus, smaller ones finish sooner.
    /// </summary>
    public int StimuliPerItem { get; init; } = 8;

    /// <summary>The folder that relative paths start from: that of the file, or the working directory.</summary>
    [JsonIgnore]
    public string Folder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>Keys of the networks that objectives of the schedules name, each once.</summary>
    internal IReadOnlyList<string> NamedByObjectives =>
        [.. Schedules.Values.SelectMany(options => options.Objective?.Models ?? []).Distinct()];

    /// <summary>Reads a study; nothing in the file is ignored.</summary>
    /// <param name="path">A JSON file.</param>
    /// <returns>
    /// The study, checked on its own; <see cref="StudyPlan.Make"/> checks it against networks and data.
    /// </returns>
    /// <exception cref="MetamerException">
    /// The file is missing or is not such JSON, a name is unknown or occurs twice, or a value is out of range.
    /// </exception>
    public static Study Read(string path)
    {
        try
        {
            Study study = JsonText.Read<Study>(JsonText.FromFile(path), Form);
            study.Check();
            return study with { Folder = Path.GetDirectoryName(Path.GetFullPath(path))! };
        }
        catch (Exception error)
            when (error is IOException or JsonException or UnauthorizedAccessException or ArgumentException)
        {
            throw new MetamerException(
                $"Cannot read the study {path}: {error.Message} See data/studies for examples.",
                error
            );
        }
    }

    /// <summary>The study as JSON that <see cref="Read"/> accepts, including every default.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Form);

    /// <summary>Checks what can be checked without networks and data.</summary>
    /// <exception cref="MetamerException">The message names everything that is wrong, and what is allowed.</exception>
    internal void Check()
    {
        Rules.Check(
            "The study cannot be used.",
            [
                (
                    StudyStore.IsName(Name),
                    $"name '{Name}': letters, digits, '-', '_' and '.', a letter or digit first, at most 100"
                ),
                (Networks.Count > 0, "networks: at least one"),
                (Networks.Values.All(stages => stages.Distinct().Count() == stages.Count), "networks: each stage once"),
                (Schedules.Count > 0, "schedules: at least one"),
                .. Schedules.Keys.Select(name =>
                    (StudyStore.IsName(name), $"schedule '{name}': a name like the study's")
                ),
                (Evaluators.Distinct().Count() == Evaluators.Count, "evaluators: each once"),
                .. Comparisons.SelectMany(comparison => comparison.Rules(Schedules, Evaluators.Count)),
                (StimuliPerItem is >= 1 and <= 1000, $"stimuliPerItem {StimuliPerItem}: 1 to 1,000"),
                .. Schedules
                    .Where(schedule => schedule.Value.Objective?.JoinsItems == true)
                    .Select(schedule =>
                        (
                            false,
                            $"schedule '{schedule.Key}' spreads metamers of one reference, and a study takes each "
                                + "reference once: an objective without a SpreadTerm"
                        )
                    ),
                .. Stimuli.Limits(),
                .. Evaluators
                    .Intersect(NamedByObjectives)
                    .Select(key =>
                        (false, $"evaluator '{key}': an objective matches it, so that it is no other network")
                    ),
                (
                    Evaluators.Count == 0 || Stimuli.ClassNames is not null || Stimuli.AreOwn,
                    $"evaluators: none, since the classes of '{Stimuli.Set}' are not known"
                ),
            ]
        );
        string[] keys = [.. Networks.Keys.Concat(Evaluators).Concat(NamedByObjectives)];
        foreach (string key in keys.Where(key => ModelZoo.Find(key).Key != key))
        {
            throw new MetamerException(
                $"The study '{Name}' has the network '{key}', which is another name of '{ModelZoo.Find(key).Key}'. "
                    + "Write that one everywhere, so that no network judges itself under another name."
            );
        }

        foreach (string key in keys.Where(key => ModelZoo.Find(key).Checkpoint is null))
        {
            throw new MetamerException(
                $"The network '{key}' of the study '{Name}' has no trained weights. "
                    + $"Networks with weights: {Keys(card => card.Checkpoint is not null)}."
            );
        }

        foreach (string key in Evaluators.Where(key => !HasClasses(ModelZoo.Find(key))))
        {
            throw new MetamerException(
                $"The evaluator '{key}' of the study '{Name}' does not have the classes of the stimuli "
                    + $"'{Stimuli.Set}'. Choose from: {Keys(card => card.Checkpoint is not null && HasClasses(card))}."
            );
        }

        foreach ((string name, MetamerOptions options) in Schedules)
        {
            try
            {
                options.Check();
            }
            catch (MetamerException error)
            {
                throw new MetamerException($"The schedule '{name}' of the study '{Name}': {error.Message}", error);
            }
        }
    }

    /// <summary>Whether a network has the classes of the stimuli; a user's own have those of the evaluators.</summary>
    private bool HasClasses(ModelCard card) =>
        card.ClassNames?.SequenceEqual(Stimuli.ClassNames ?? ModelZoo.Find(Evaluators[0]).ClassNames ?? []) == true;

    private static string Keys(Func<ModelCard, bool> condition) =>
        string.Join(", ", ModelZoo.Cards.Where(condition).Select(card => card.Key));
}
