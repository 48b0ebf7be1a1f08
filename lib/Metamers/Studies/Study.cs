using System.Text.Json;
using System.Text.Json.Serialization;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Synthesis;

namespace Metamers.Studies;

/// <summary>
/// What metamers are to be made, and who is asked about them: every network at each of its stages, every schedule,
/// every stimulus. Lies as JSON in <c>data/studies</c>; <see cref="StudyStore"/> holds what was made.
/// </summary>
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

    /// <summary>Names the study in a store: letters, digits, '-', '_' and '.', a letter or digit first.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Keys of trained networks (<see cref="ModelZoo"/>), all of one input, each with its stages; with none, all its
    /// stages.
    /// </summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Networks { get; init; }

    /// <summary>The references.</summary>
    public required StudyStimuli Stimuli { get; init; }

    /// <summary>
    /// Schedules by a name of their own. What an entry leaves out is as published (<see cref="MetamerOptions.Paper"/>).
    /// </summary>
    public required IReadOnlyDictionary<string, MetamerOptions> Schedules { get; init; }

    /// <summary>
    /// Keys of the networks that are asked what they recognise in the metamers; their classes are those of the stimuli.
    /// </summary>
    public IReadOnlyList<string> Evaluators { get; init; } = [];

    /// <summary>
    /// Folder of null distributions (<see cref="Evaluation.Nulls.NullStore"/>), one of each network, by which metamers
    /// are accepted; relative to the study's file. Without it no metamer is judged by the second condition.
    /// </summary>
    public string? Nulls { get; init; }

    /// <summary>
    /// Stimuli that descend together as one piece of work, 1 to 1,000: more are faster, fewer are sooner done.
    /// </summary>
    public int StimuliPerItem { get; init; } = 8;

    /// <summary>The folder that relative paths start from: that of the file, or the working directory.</summary>
    [JsonIgnore]
    public string Folder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>Reads a study; nothing in the file is passed over.</summary>
    /// <param name="path">A JSON file.</param>
    /// <returns>
    /// The study, checked by itself; <see cref="StudyPlan.Make"/> checks it against networks and data.
    /// </returns>
    /// <exception cref="MetamerException">
    /// The file is missing, is no such JSON, names something twice or unknown, or a value is out of range.
    /// </exception>
    public static Study Read(string path)
    {
        try
        {
            Study study =
                JsonSerializer.Deserialize<Study>(File.ReadAllText(path), Form)
                ?? throw new JsonException("it holds null.");
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

    /// <summary>The study as JSON that <see cref="Read"/> takes, with every default in it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Form);

    /// <summary>Refuses what can be seen to be wrong without networks and data.</summary>
    /// <exception cref="MetamerException">Names everything that is wrong, and what is allowed.</exception>
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
                    (StudyStore.IsName(name), $"schedule '{name}': a name as the study's")
                ),
                (Evaluators.Distinct().Count() == Evaluators.Count, "evaluators: each once"),
                (StimuliPerItem is >= 1 and <= 1000, $"stimuliPerItem {StimuliPerItem}: 1 to 1,000"),
                .. Stimuli.Limits(),
                (
                    Evaluators.Count == 0 || Stimuli.ClassNames is not null,
                    $"evaluators: none, since nobody knows the classes of '{Stimuli.Set}'"
                ),
            ]
        );
        foreach (string key in Networks.Keys.Concat(Evaluators).Where(key => ModelZoo.Find(key).Checkpoint is null))
        {
            throw new MetamerException(
                $"The network '{key}' of the study '{Name}' has no trained weights. "
                    + "Networks with "
                    + $"weights: {string.Join(", ", ModelZoo.Cards.Where(card => card.Checkpoint is not null).Select(card => card.Key))}."
            );
        }

        foreach (
            string key in Evaluators.Where(key =>
                ModelZoo.Find(key).ClassNames?.SequenceEqual(Stimuli.ClassNames!) != true
            )
        )
        {
            throw new MetamerException(
                $"The evaluator '{key}' of the study '{Name}' tells other classes apart than the stimuli "
                    + $"'{Stimuli.Set}' have. "
                    + $"Take of: {string.Join(", ", ModelZoo.Cards.Where(card => card.Checkpoint is not null && card.ClassNames?.SequenceEqual(Stimuli.ClassNames!) == true).Select(card => card.Key))}."
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
}
