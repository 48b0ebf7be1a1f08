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
        MetamerOptions schedule = ReportBatches.ScheduleOf(model, options);
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
                ReportBatches.FolderOf(model, options),
                share => Report("nulls", "comparing unrelated stimuli", NullShare * share),
                cancellation
            )
            : (null, problem);
        IReadOnlyList<MadeStage> stages = problem is null ? MakeStages(stimuli, nulls) : [];
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

    /// <summary>
    /// Makes and judges the metamers of all stages but the input, which would only copy the references.
    /// </summary>
    private List<MadeStage> MakeStages(IReadOnlyList<Stimulus> stimuli, NullDistribution? nulls)
    {
        ReportBatches batches = new(model, options, stimuli, cancellation);
        List<MadeStage> stages = [];
        foreach ((int index, Stage stage) in model.Stages.Index().Skip(1))
        {
            double depth = ((double)index / LastStage).Rounded();
            try
            {
                stages.Add(StageJudgement.Judge(model, depth, batches.GetOrMake(index, Tell), nulls));
            }
            catch (MetamerException error) when (!error.IsOfStorage)
            {
                stages.Add(Failed(stage.Name, depth, error.Message, stimuli.Count));
            }
        }

        return stages;
    }

    private void Tell(ReportBatches.Batch batch, string what, double done) =>
        Report(
            model.Stages[batch.Stage].Name,
            what,
            NullShare
                + (1 - NullShare - PanelShare - BesideShare)
                    * (batch.Stage - 1 + (batch.Index + done) / batch.Of)
                    / LastStage
        );

    private string? WithoutPeople(string? problem) =>
        (options.People, problem) switch
        {
            (null, null) => "People were not asked. If the stimuli have labels, the folder stimuli is one that "
                + "ExperimentStimuli.FromFolder takes (notebook 14).",
            (not null, not null) =>
                "People were asked; their answers are not compared with a network that does not work.",
            _ => null,
        };

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
}
