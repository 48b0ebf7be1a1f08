using System.Text.Json.Serialization;
using Metamers.Evaluation.Nulls;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis;

namespace Metamers.Studies;

/// <summary>
/// A study with everything that its names refer to on this machine: weights and stimuli by their hashes, and the pieces
/// of work.
/// </summary>
/// <param name="Study">The study as declared.</param>
/// <param name="Networks">The networks with their weights.</param>
/// <param name="Stimuli">The stimuli, in order.</param>
/// <param name="Items">The work, ordered by network, stage, schedule and stimulus.</param>
public sealed record StudyPlan(
    Study Study,
    IReadOnlyList<ModelIdentity> Networks,
    IReadOnlyList<StudyStimulus> Stimuli,
    IReadOnlyList<StudyItem> Items
)
{
    /// <summary>
    /// The networks that only the objectives of schedules name, with their weights; null if there are none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ModelIdentity>? Others { get; init; }

    /// <summary>Plans a study: loads every network and the stimuli.</summary>
    /// <param name="study">The study.</param>
    /// <exception cref="MetamerException">
    /// A network, stage or set of stimuli is unknown, data or weights are not found, networks have different inputs, or
    /// a network lacks its null distribution.
    /// </exception>
    public static StudyPlan Make(Study study)
    {
        study.Check();
        List<ModelIdentity> networks = [];
        List<ModelIdentity> others = [];
        List<(ModelIdentity Network, string[] Stages)> stages = [];
        StudyStimulus[] stimuli = [];
        string? first = null;
        IReadOnlyList<string>? classes = null;
        foreach (string key in study.Networks.Keys.Union(study.Evaluators).Union(study.NamedByObjectives))
        {
            using StagedModel model = ModelZoo.Load(key);
            string input =
                $"({string.Join(", ", model.InputShape)}){(model.SamplingRate is { } rate ? $" at {rate} Hz" : "")}";
            if (first is null)
            {
                stimuli = [.. study.Stimuli.Load(model, study.Folder).Select(StudyStimulus.From)];
                first = input;
                classes = model.Card.ClassNames;
            }
            else if (input != first)
            {
                throw new MetamerException(
                    $"The networks of the study '{study.Name}' take different "
                        + $"inputs: {study.Networks.Keys.First()} {first}, {key} {input}. Make one study for each kind."
                );
            }

            CheckClasses(study, stimuli, key, model.Card.ClassNames, classes);
            if (study.Networks.ContainsKey(key))
            {
                ModelIdentity identity = ModelIdentity.Compute(model);
                stages.Add((identity, StagesOf(study, key, model)));
                networks.Add(identity);
            }
            else if (study.NamedByObjectives.Contains(key))
            {
                others.Add(ModelIdentity.Compute(model));
            }
        }

        _ = NullsOf(study, networks);
        return new(
            study,
            networks,
            stimuli,
            [
                .. from network in stages
                from stage in network.Stages
                from schedule in study.Schedules
                from start in Enumerable
                    .Range(0, (stimuli.Length + study.StimuliPerItem - 1) / study.StimuliPerItem)
                    .Select(i => i * study.StimuliPerItem)
                select StudyItem.Create(
                    network.Network,
                    stage,
                    schedule.Key,
                    schedule.Value,
                    stimuli,
                    start,
                    Math.Min(study.StimuliPerItem, stimuli.Length - start),
                    OthersOf(schedule.Value, network.Network.Key!, [.. networks, .. others])
                ),
            ]
        )
        {
            Others = others.Count == 0 ? null : others,
        };
    }

    /// <summary>The classes of a user's own stimuli are those of the networks, which must then be the same.</summary>
    private static void CheckClasses(
        Study study,
        StudyStimulus[] stimuli,
        string key,
        IReadOnlyList<string>? own,
        IReadOnlyList<string>? first
    )
    {
        bool classed = stimuli.Any(stimulus => stimulus.ClassIndex is not null);
        if (!study.Stimuli.AreOwn || (study.NamedByObjectives.Contains(key) && !study.Networks.ContainsKey(key)))
        {
            return;
        }

        if (!classed && study.Evaluators.Count > 0)
        {
            throw new MetamerException(
                $"The stimuli in {study.Stimuli.Folder} have no classes, by which the evaluators of the study "
                    + $"'{study.Name}' could be right or wrong. Put them into a folder for each class, called as the "
                    + "networks call it, or leave out 'evaluators'."
            );
        }

        if (classed && own?.SequenceEqual(first ?? []) != true)
        {
            throw new MetamerException(
                $"The networks of the study '{study.Name}' have different classes: {study.Networks.Keys.First()} and "
                    + $"{key}. Stimuli in a folder for each class need networks of one task; make one study for each "
                    + "task, or put the stimuli directly into one folder, without classes."
            );
        }
    }

    /// <summary>The networks that a schedule's objective names besides the one that metamers are made for.</summary>
    internal static IReadOnlyList<string> OthersOf(MetamerOptions options, string network) =>
        [.. (options.Objective?.Models ?? []).Where(key => key != network)];

    private static ModelIdentity[] OthersOf(
        MetamerOptions options,
        string network,
        IReadOnlyList<ModelIdentity> known
    ) => [.. OthersOf(options, network).Select(key => known.First(identity => identity.Key == key))];

    /// <summary>The share of the work of one of several workers: every n-th piece.</summary>
    /// <param name="shard">For example "2/8", the second of eight; null for all of the work.</param>
    /// <exception cref="MetamerException">It is not such a fraction.</exception>
    public IReadOnlyList<StudyItem> Shard(string? shard) => Shards.Of(Items, shard);

    /// <summary>Loads the stimuli again, and checks that they are those of the plan.</summary>
    internal IReadOnlyList<Stimulus> LoadStimuli(StagedModel model)
    {
        IReadOnlyList<Stimulus> loaded = Study.Stimuli.Load(model, Study.Folder);
        return loaded.Select(StudyStimulus.From).SequenceEqual(Stimuli)
            ? loaded
            : throw new MetamerException(
                $"The stimuli '{Study.Stimuli.Set}' of this machine are not those that the study '{Study.Name}' was "
                    + "planned with. Give every machine the same data, or plan the study again in another store."
            );
    }

    /// <summary>Loads a network, and checks that it is that of the plan.</summary>
    internal StagedModel LoadNetwork(string key, TorchSharp.torch.Device? device)
    {
        StagedModel model = ModelZoo.Load(key, device);
        ModelIdentity planned = Networks.Concat(Others ?? []).Single(network => network.Key == key);
        ModelIdentity found = ModelIdentity.Compute(model);
        if (found.IsSameNetworkAs(planned))
        {
            return model;
        }

        model.Dispose();
        throw new MetamerException(
            $"The weights of '{key}' on this machine ({found.WeightsSha256[..8]}{found.FrontEndText}) are not those "
                + $"that the study '{Study.Name}' was planned with "
                + $"({planned.WeightsSha256[..8]}{planned.FrontEndText}). "
                + "Give every machine the same weights, or plan the study again in another store."
        );
    }

    /// <summary>
    /// The null distributions of the study's networks, by key, for each network the one with the most pairs; empty if
    /// the study declares none.
    /// </summary>
    internal static IReadOnlyDictionary<string, NullDistribution> NullsOf(
        Study study,
        IReadOnlyList<ModelIdentity> networks
    )
    {
        if (study.Nulls is null)
        {
            return new Dictionary<string, NullDistribution>();
        }

        string folder = Path.Combine(study.Folder, study.Nulls);
        return networks.ToDictionary(
            network => network.Key!,
            network =>
                NullStore
                    .LoadAllOf(folder, network)
                    .Where(entry => entry.IsComplete && entry.Model.IsSameNetworkAs(network))
                    .MaxBy(entry => entry.Pairs)
                ?? throw new MetamerException(
                    $"{folder} contains no complete null distribution of '{network.Key}' with the "
                        + $"weights {network.WeightsSha256[..8]}{network.FrontEndText}. Measure it (the command "
                        + "null, or NullStore.GetOrMeasure), or leave 'nulls' out of the study."
                )
        );
    }

    private static string[] StagesOf(Study study, string key, StagedModel model)
    {
        string[] known = [.. model.Stages.Select(stage => stage.Name)];
        IReadOnlyList<string> wanted = study.Networks[key];
        return wanted.FirstOrDefault(stage => !known.Contains(stage)) is { } unknown
                ? throw new MetamerException(
                    $"{key} has no stage '{unknown}', which the study '{study.Name}' names. Its stages "
                        + $"are: {string.Join(", ", known)}."
                )
            : wanted.Count == 0 ? known
            : [.. wanted];
    }
}
