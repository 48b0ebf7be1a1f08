using System.Diagnostics;
using Metamers.Evaluation.Nulls;
using Metamers.Models;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Stimuli;
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
    private readonly TimeLeft timeLeft = new();
    private readonly ModelIdentity identity = ModelIdentity.Compute(model);

    private int LastStage => model.Stages.Count - 1;

    public ModelReport Make()
    {
        DateTimeOffset began = DateTimeOffset.Now;
        options.Check();
        ReportRecord[] against = [.. options.Against.Select(ReportRecord.Find)];
        (string set, IReadOnlyList<Stimulus> stimuli) = ReportStimuli.Load(model, options);
        Report("checks", "checking the network", 0);
        MetamerOptions schedule = Schedule();
        (string? problem, string? doubt) = NetworkProblem.Find(model, stimuli);
        JudgePanel? panel = JudgePanel.Find(model, out string? withoutPanel);
        MeasuredRecognition? measured =
            options.People is { } people && problem is null
                ? PeopleMeasurement.Measure(
                    people,
                    model,
                    options.Label ?? model.Label,
                    JudgePanel.ClassNamesOf(model),
                    options.Resamples
                )
                : null;
        (NullDistribution? nulls, string? withoutNull) = problem is null
            ? ReportNulls.Measure(
                model,
                options,
                panel,
                Folder,
                share => Report("nulls", "comparing unrelated stimuli", NullShare * share),
                cancellation
            )
            : (null, problem);
        IReadOnlyList<MadeStage> stages = problem is null ? MakeStages(schedule, stimuli, nulls) : [];
        PanelRecognition? recognition =
            problem is null && panel is not null
                ? new PanelMaker(model, identity, panel, stimuli, stages, options.Resamples).Make(
                    share => Report("judges", "asking the judges", 1 - BesideShare - PanelShare * (1 - share)),
                    cancellation
                )
                : null;
        (BesideMetamers? beside, IReadOnlyList<Untested> withoutBeside) = MeasureBeside(
            problem,
            recognition,
            stimuli,
            set
        );
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
            new(doubt, withoutNull, withoutPanel, WithoutPeople(problem), withoutBeside)
        );
        Report("done", "done", 1);
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
    /// Makes one share of the metamers, every n-th batch of all stages, and keeps them in the folder of the report. A
    /// batch of which none can be made is left to the report; the progress and the report say why.
    /// </summary>
    /// <param name="shard">For example "2/8", the second of eight.</param>
    /// <returns>How many metamers of this share the folder has now.</returns>
    /// <exception cref="MetamerException">The network cannot be scored, or there is no such shard.</exception>
    public int MakeShard(string shard)
    {
        options.Check();
        IReadOnlyList<Stimulus> stimuli = ReportStimuli.Load(model, options).Stimuli;
        if (NetworkProblem.Find(model, stimuli).Problem is { } problem)
        {
            throw new MetamerException($"{options.Label ?? model.Label} cannot be scored: {problem}");
        }

        MetamerSynthesizer synthesizer = new(model, Schedule());
        int made = 0;
        foreach (Piece piece in Shards.Of([.. Enumerable.Range(1, LastStage).SelectMany(PiecesOf)], shard))
        {
            try
            {
                using MetamerSet metamers = GetOrMake(synthesizer, piece);
                made += metamers.Count;
            }
            catch (MetamerException error) when (!error.IsOfStorage)
            {
                string name = model.Stages[piece.Stage].Name;
                Report(name, $"{name}: no metamers of this shard. {error.Message}", ShareOf(piece, 1));
            }
        }

        return made;

        IEnumerable<Piece> PiecesOf(int stage) => Pieces(stimuli, stage);
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

    /// <summary>The batches of a stage.</summary>
    private List<Piece> Pieces(IReadOnlyList<Stimulus> stimuli, int stage)
    {
        List<Stimulus[]> batches = [.. stimuli.Chunk(ReportOptions.CountPerPiece(model))];
        return [.. batches.Select((batch, i) => new Piece(stage, batch, i, batches.Count))];
    }

    /// <summary>The metamers of a stage, batch by batch.</summary>
    private MetamerSet GetOrMake(MetamerSynthesizer synthesizer, IReadOnlyList<Stimulus> stimuli, int stage)
    {
        MetamerSet made = new([]);
        try
        {
            foreach (Piece piece in Pieces(stimuli, stage))
            {
                made = new(made.Concat(GetOrMake(synthesizer, piece)));
            }

            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The metamers of a batch from the folder of the report; those that it lacks are made, and kept there.
    /// </summary>
    private MetamerSet GetOrMake(MetamerSynthesizer synthesizer, Piece piece)
    {
        string stage = model.Stages[piece.Stage].Name;
        string part = piece.Of > 1 ? $", batch {piece.Index + 1} of {piece.Of}" : "";
        MetamerSet made = new MetamerCache(Path.Combine(Folder, "metamers.cache")).GetOrMake(
            synthesizer,
            piece.Stimuli,
            stage,
            new ProgressAction<SynthesisProgress>(state =>
                Report(
                    stage,
                    $"{stage}, stage {piece.Stage} of {LastStage}{part}, step {state.Step} of {state.TotalSteps}",
                    ShareOf(piece, (double)state.Step / state.TotalSteps)
                )
            ),
            cancellation
        );
        cancellation.ThrowIfCancellationRequested();
        return made;
    }

    /// <summary>Finished share of the whole when a share of a batch is done.</summary>
    private double ShareOf(Piece piece, double done) =>
        NullShare
        + (1 - NullShare - PanelShare - BesideShare) * (piece.Stage - 1 + (piece.Index + done) / piece.Of) / LastStage;

    private string? WithoutPeople(string? problem) =>
        options.People is null
            ? "People were not asked. If the stimuli have labels, the folder stimuli is one that "
                + "ExperimentStimuli.FromFolder takes (notebook 14)."
        : problem is not null ? "People were asked; their answers are not compared with a network that does not work."
        : null;

    private (BesideMetamers? Found, IReadOnlyList<Untested> Untested) MeasureBeside(
        string? problem,
        PanelRecognition? recognition,
        IReadOnlyList<Stimulus> stimuli,
        string set
    )
    {
        if (problem is not null || options.TestStimuli == 0)
        {
            return (
                null,
                problem is null
                    ?
                    [
                        new(
                            "Accuracy under attack, sensitivity and similarity to the judges",
                            "the report was asked to leave it out (TestStimuli = 0)."
                        ),
                    ]
                    : []
            );
        }

        Report("beside", "accuracy, sensitivity and similarity", 1 - BesideShare);
        return new BesideMaker(model, recognition, stimuli, set, options.TestStimuli).Make(cancellation);
    }

    private static MadeStage Failed(string stage, double depth, string problem, int count) =>
        new(new(stage, depth, 0, null, null, null, [], null, null, [], null, null, [], problem), null, new bool[count]);

    private void Report(string part, string what, double share) =>
        progress?.Report(new(what, share, timeLeft.After(part, share, watch.Elapsed)));

    /// <summary>A batch of the stimuli of a stage, one of several.</summary>
    private sealed record Piece(int Stage, Stimulus[] Stimuli, int Index, int Of);
}
