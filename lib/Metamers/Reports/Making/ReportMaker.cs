using System.Diagnostics;
using Metamers.Evaluation.Nulls;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Synthesis;

namespace Metamers.Reports.Making;

/// <summary>Does the work of a <see cref="ModelReport"/>.</summary>
internal sealed class ReportMaker(
    StagedModel model,
    ReportOptions options,
    IProgress<ReportProgress>? progress,
    CancellationToken cancellation
)
{
    // Estimated shares of the time.
    private const double NullShare = 0.05;
    private const double PanelShare = 0.03;
    private const double BesideShare = 0.12;

    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly ModelIdentity identity = ModelIdentity.Compute(model);

    private int LastStage => model.Stages.Count - 1;

    public ModelReport Make()
    {
        DateTimeOffset began = DateTimeOffset.Now;
        options.Check();
        ReportRecord[] against = [.. options.Against.Select(ReportRecord.Find)];
        (string set, IReadOnlyList<Stimulus> stimuli) = ReportStimuli.Load(model, options);
        Report("checking the network", 0);
        MetamerOptions schedule = Schedule();
        string? problem = NetworkProblem.Find(model, stimuli);
        JudgePanel? panel = JudgePanel.Find(model, out string? withoutPanel);
        MeasuredRecognition? measured =
            options.People is { } people && problem is null
                ? PeopleMeasurement.Measure(
                    people,
                    model,
                    options.Label ?? model.Label,
                    model.Card.ClassNames ?? panel?.ClassNames,
                    options.Resamples
                )
                : null;
        (NullDistribution? nulls, string? withoutNull) = problem is null ? MeasureNulls(panel) : (null, problem);
        IReadOnlyList<MadeStage> stages = problem is null ? MakeStages(schedule, stimuli, nulls) : [];
        PanelRecognition? recognition =
            problem is null && panel is not null
                ? new PanelMaker(model, identity, panel, stimuli, stages, options.Resamples).Make(
                    share => Report("asking the judges", 1 - BesideShare - PanelShare * (1 - share)),
                    cancellation
                )
                : null;
        (BesideMetamers? beside, string? withoutBeside) = MeasureBeside(problem, panel, recognition, stimuli, set);
        ReportSettings settings = new(
            options.Budget,
            schedule,
            set,
            [
                .. stimuli.Select(s => new ReportedStimulus(
                    s.Name,
                    s.Label,
                    s.ClassIndex,
                    s.Source,
                    TensorHash.Compute(s.Values)[..16]
                )),
            ],
            nulls is null ? null : new(nulls.Data, nulls.Pairs, nulls.IndependentPairs, nulls.Options.Seed),
            options.Resamples
        );
        ReportRecord record = ReportWriter.Write(
            ReportedNetwork.From(model, identity, options.Label ?? model.Label),
            settings,
            model.Kind,
            problem,
            [.. stages.Select(stage => stage.Validity)],
            recognition,
            measured,
            beside,
            new(withoutNull, withoutPanel, withoutBeside)
        );
        Report("done", 1);
        return new(
            record,
            stages,
            new(began, watch.Elapsed.TotalSeconds, RunManifest.Current(model.Device, model.ElementType)),
            against
        );
    }

    private string Folder =>
        options.Folder
        ?? Path.Combine(
            ProjectFolder.Artifacts,
            "reports",
            FileName.Require(options.Label ?? model.Label, "The network")
        );

    private MetamerOptions Schedule()
    {
        MetamerOptions schedule = options.Schedule with { Seed = options.Seed };
        MetamerOptions ofSounds =
            schedule.TotalSteps < MetamerOptions.Paper.TotalSteps
                ? MetamerOptions.QuickSound
                : MetamerOptions.PaperSound;
        return model.Kind.IsSound
            ? schedule with
            {
                StartMean = ofSounds.StartMean,
                StartDeviation = ofSounds.StartDeviation,
                CoarseOversampling = schedule.CoarseOversampling ?? ofSounds.CoarseOversampling,
            }
            : schedule;
    }

    /// <summary>
    /// Makes one share of the metamers, every n-th of all stages and stimuli, and keeps them in the folder of the
    /// report. A stage at which none can be made is left to the report, which says why.
    /// </summary>
    /// <param name="shard">For example "2/8", the second of eight.</param>
    /// <returns>How many metamers of this share the folder has now.</returns>
    /// <exception cref="MetamerException">The network cannot be scored, or there is no such shard.</exception>
    public int MakeShard(string shard)
    {
        options.Check();
        IReadOnlyList<Stimulus> stimuli = ReportStimuli.Load(model, options).Stimuli;
        if (NetworkProblem.Find(model, stimuli) is { } problem)
        {
            throw new MetamerException($"{options.Label ?? model.Label} cannot be scored: {problem}");
        }

        MetamerSynthesizer synthesizer = new(model, Schedule());
        (int Stage, Stimulus Item)[] all =
        [
            .. Enumerable.Range(1, LastStage).SelectMany(index => stimuli.Select(item => (index, item))),
        ];
        int made = 0;
        foreach (IGrouping<int, Stimulus> stage in Shards.Of(all, shard).GroupBy(one => one.Stage, one => one.Item))
        {
            try
            {
                using MetamerSet metamers = GetOrMake(synthesizer, [.. stage], stage.Key);
                made += metamers.Count;
            }
            catch (MetamerException error) when (!error.IsOfStorage) { }
        }

        return made;
    }

    /// <summary>
    /// Networks of a panel are compared under one condition, with as many pairs each. Where no panel compares them, the
    /// pairs that the project ships, if there are more of them, say more and take no time.
    /// </summary>
    private (NullDistribution? Nulls, string? Reason) MeasureNulls(JudgePanel? panel)
    {
        if (
            panel is null
            && options.NullData is null
            && model.Card is ModelCard { DataSet: { } key }
            && NullStore.FindLargest(NullJob.Folder, model, DataSet.Find(key), options.Nulls) is { } shipped
        )
        {
            return (shipped, null);
        }

        if (ReportStimuli.TrainingDataFor(model, options) is not { } data)
        {
            return (
                null,
                "no training stimuli of the network's kind and size are on this computer (data/README.md says how to "
                    + "get data sets; give your own as ReportOptions.NullData)"
            );
        }

        NullDistribution nulls = NullStore.GetOrMeasure(
            Path.Combine(Folder, "nulls"),
            model,
            data,
            options.Nulls with
            {
                Seed = options.Seed,
            },
            new ProgressAction<double>(share => Report("comparing unrelated stimuli", NullShare * share)),
            cancellation
        );
        cancellation.ThrowIfCancellationRequested();
        return (nulls, null);
    }

    /// <summary>
    /// Makes and judges the metamers of all stages but the input, which would only copy the references.
    /// </summary>
    private List<MadeStage> MakeStages(
        MetamerOptions schedule,
        IReadOnlyList<Stimulus> stimuli,
        NullDistribution? nulls
    )
    {
        MetamerSynthesizer synthesizer = new(model, schedule);
        List<MadeStage> stages = [];
        foreach ((int index, Stage stage) in model.Stages.Index().Skip(1))
        {
            double depth = ((double)index / LastStage).Rounded();
            try
            {
                stages.Add(StageJudgement.Judge(model, depth, GetOrMake(synthesizer, stimuli, index), nulls));
            }
            catch (MetamerException error) when (!error.IsOfStorage)
            {
                stages.Add(Failed(stage.Name, depth, error.Message, stimuli.Count));
            }
        }

        return stages;
    }

    /// <summary>
    /// Metamers of a stage from the folder of the report; those that it lacks are made, and kept there.
    /// </summary>
    private MetamerSet GetOrMake(MetamerSynthesizer synthesizer, IReadOnlyList<Stimulus> stimuli, int index)
    {
        string stage = model.Stages[index].Name;
        MetamerSet made = new MetamerCache(Path.Combine(Folder, "metamers.cache")).GetOrMake(
            synthesizer,
            stimuli,
            stage,
            new ProgressAction<SynthesisProgress>(state =>
                Report(
                    $"{stage}, stage {index} of {LastStage}, step {state.Step} of {state.TotalSteps}",
                    NullShare
                        + (1 - NullShare - PanelShare - BesideShare)
                            * (index - 1 + (double)state.Step / state.TotalSteps)
                            / LastStage
                )
            ),
            cancellation
        );
        cancellation.ThrowIfCancellationRequested();
        return made;
    }

    private (BesideMetamers? Found, string? Reason) MeasureBeside(
        string? problem,
        JudgePanel? panel,
        PanelRecognition? recognition,
        IReadOnlyList<Stimulus> stimuli,
        string set
    )
    {
        if (problem is not null || options.TestStimuli == 0)
        {
            return (null, problem is null ? "the report was asked to leave it out (TestStimuli = 0)" : null);
        }

        Report("accuracy, sensitivity and similarity", 1 - BesideShare);
        return new BesideMaker(model, panel, recognition, stimuli, set, options.TestStimuli).Make(cancellation);
    }

    private static MadeStage Failed(string stage, double depth, string problem, int count) =>
        new(new(stage, depth, 0, null, null, 0, [], null, null, [], null, null, [], problem), null, new bool[count]);

    private void Report(string what, double share)
    {
        TimeSpan? left = share > 0.02 && watch.Elapsed.TotalSeconds > 2 ? watch.Elapsed * ((1 - share) / share) : null;
        progress?.Report(new(what, share, left));
    }
}
