using System.Runtime.InteropServices;
using MathNet.Numerics.Statistics;
using Metamers.Evaluation.Robustness;
using Metamers.Evaluation.Sensitivity;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Perturbations;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Reports.Making;

/// <summary>Measures what a report shows beside the metamers: accuracy, robustness, sensitivity, similarity.</summary>
internal sealed class BesideMaker(
    StagedModel model,
    JudgePanel? panel,
    PanelRecognition? recognition,
    IReadOnlyList<Stimulus> references,
    string referenceSet,
    int count
)
{
    private const int BatchSize = 8;
    private const int CheckedShare = 5; // one stimulus in so many, of which each costs many passes
    private const int SensedShare = 25;
    private const double CifarValues = 3 * 32 * 32;

    private static readonly EigendistortionOptions Search = new() { Tolerance = 0.01, MaximumSteps = 30 };

    /// <summary>Measures; null, with the reason, if too few stimuli have a class.</summary>
    /// <exception cref="OperationCanceledException">It was stopped, between attacks, stages or stimuli.</exception>
    public (BesideMetamers? Found, string? Reason) Make(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        (string set, Stimulus[] stimuli) = Stimuli();
        if (stimuli.Length < AnswerTable.LeastStimuli)
        {
            return (
                null,
                $"no test set with the network's classes and size is on this computer, and {stimuli.Length} of the "
                    + $"report's stimuli have a class; at least {AnswerTable.LeastStimuli} are needed"
            );
        }

        IReadOnlyList<AttackedAccuracy> accuracy = model.HasDecision ? Accuracy(stimuli, cancellation) : [];
        using StagedModel? judge = Judges.FirstOrDefault() is { } key ? ModelZoo.Load(key, model.Device) : null;
        string? checks =
            judge is not null && model.HasDecision
                ? RobustnessChecks
                    .Measure(
                        model,
                        judge,
                        OneIn(CheckedShare, stimuli),
                        new(PerturbationNorm.L2, Radii[^1]),
                        LargeRadius,
                        cancellation: cancellation
                    )
                    .ToString()
                : null;
        return (
            new(
                set,
                stimuli.Length,
                accuracy,
                checks,
                [.. model.Stages.Skip(1).Select(stage => Sensitivity(stage.Name, stimuli, cancellation))],
                Similarity(stimuli, cancellation)
            ),
            null
        );
    }

    /// <summary>Some of stimuli that are ordered by class, from all over that order.</summary>
    private static Stimulus[] OneIn(int share, Stimulus[] stimuli) =>
        [.. stimuli.Where((_, i) => i % share == Math.Min(share, stimuli.Length) / 2)];

    /// <summary>The judges that are not the network itself.</summary>
    private string[] Judges => [.. recognition?.Judges.Select(judge => judge.Key) ?? []];

    // Radii of the networks that are trained against perturbations of pictures of 32×32 pixels, scaled as a change of
    // every value by the same amount is, and of sounds of a second.
    private double[] Radii => model.Kind.IsSound ? [0.3, 1] : [.. new[] { 0.25, 0.5 }.Select(Scaled)];

    private double LargeRadius => model.Kind.IsSound ? 30 : Scaled(10);

    private double Scaled(double radius) =>
        radius * Math.Sqrt(model.InputShape.Aggregate(1.0, (product, size) => product * size) / CifarValues);

    /// <summary>
    /// Test stimuli of the network's classes; without such a set, those of the report that have a class.
    /// </summary>
    private (string Set, Stimulus[] Stimuli) Stimuli()
    {
        DataSet? test = panel is null && model.SamplingRate is null ? null : TestSet(DataSet.All);
        return test is null
            ? (referenceSet, [.. references.Where(stimulus => NetworkProblem.HasClass(model, stimulus)).Take(count)])
            : (
                test.Key,
                [
                    .. test.Subset(
                        DataPart.Test,
                        Math.Clamp(count / test.ClassNames.Count, 1, test.CountPerClass(DataPart.Test))
                    ),
                ]
            );
    }

    /// <summary>The first of some data sets whose test part has the network's classes and size.</summary>
    internal DataSet? TestSet(IEnumerable<DataSet> sets)
    {
        IReadOnlyList<string>? names = model.Card.ClassNames ?? panel?.ClassNames;
        return sets.FirstOrDefault(set =>
            set.Key != DataSets.PhotographsKey
            && names is not null
            && set.ClassNames.SequenceEqual(names)
            && set.SamplingRate == model.SamplingRate
            && set.IsFound
            && set.Subset(DataPart.Test, 1)[0].Values.shape.SequenceEqual(model.InputShape)
        );
    }

    private AttackedAccuracy[] Accuracy(Stimulus[] stimuli, CancellationToken cancellation) =>
        [
            .. AdversarialEvaluation
                .Measure(
                    model,
                    stimuli,
                    PerturbationNorm.L2,
                    [0, .. Radii],
                    AttackOptions.TwentySteps,
                    cancellation: cancellation
                )
                .Results.Select(result => new AttackedAccuracy(
                    result.Set.Radius.Rounded(),
                    result.Set.Radius == 0 ? 0 : result.Options.Steps,
                    result.Accuracy.Rounded(),
                    result.StandardError.Rounded()
                )),
        ];

    private StageSensitivity Sensitivity(string stage, Stimulus[] stimuli, CancellationToken cancellation)
    {
        try
        {
            (double Eigenvalue, double Relative)[] found = [.. OneIn(SensedShare, stimuli).Select(At)];
            return new(
                stage,
                found.Select(one => one.Eigenvalue).Median().Significant(),
                found.Select(one => one.Relative).Median().Significant(),
                found.Length
            );
        }
        catch (Exception error) when (error is ExternalException or MetamerException { IsOfStorage: false })
        {
            return new(stage, null, null, 0); // such as an operation without a second derivative
        }

        (double Eigenvalue, double Relative) At(Stimulus stimulus)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            double eigenvalue = Eigendistortions.Find(model, stage, stimulus, Search).Most.Eigenvalue;
            using IDisposable noGradient = no_grad();
            Tensor values = stimulus.Values.unsqueeze(0).to(model.ElementType, model.Device);
            return (
                eigenvalue,
                Math.Sqrt(eigenvalue) / model.Activations(values, stage).norm().to(float64).item<double>()
            );
        }
    }

    private StageSimilarity[] Similarity(Stimulus[] stimuli, CancellationToken cancellation)
    {
        if (Judges.Length == 0)
        {
            return [];
        }

        using DisposeScope scope = NewDisposeScope();
        string[] stages = [.. model.Stages.Skip(1).Select(stage => stage.Name)];
        IReadOnlyDictionary<string, Tensor> own = Grams(model, stages, stimuli, cancellation);
        double[,] alignment = new double[stages.Length, Judges.Length];
        double[,] rotation = new double[stages.Length, Judges.Length];
        foreach ((int j, string key) in Judges.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope judgeScope = NewDisposeScope();
            using StagedModel judge = ModelZoo.Load(key, model.Device);
            string[] corresponding =
            [
                .. Enumerable.Range(1, stages.Length).Select(index => Corresponding(judge, index)),
            ];
            IReadOnlyDictionary<string, Tensor> theirs = Grams(
                judge,
                [.. corresponding.Distinct()],
                stimuli,
                cancellation
            );
            foreach ((int s, string stage) in stages.Index())
            {
                (Tensor one, Tensor other) = (own[stage], theirs[corresponding[s]]);
                alignment[s, j] = RepresentationSimilarity.CenteredKernelAlignment(one, other);
                rotation[s, j] = RepresentationSimilarity.Procrustes(one, other);
            }
        }

        return
        [
            .. stages.Select(
                (stage, s) =>
                {
                    (double? Mean, double? Error) aligned = OverJudges(alignment, s);
                    (double? Mean, double? Error) rotated = OverJudges(rotation, s);
                    return new StageSimilarity(stage, aligned.Mean, aligned.Error, rotated.Mean, rotated.Error);
                }
            ),
        ];
    }

    /// <summary>
    /// The stage of a judge whose relative depth is nearest, the earlier one in a tie; never the input.
    /// </summary>
    private string Corresponding(StagedModel judge, int index)
    {
        double depth = (double)index / (model.Stages.Count - 1);
        int last = judge.Stages.Count - 1;
        return judge.Stages[Enumerable.Range(1, last).MinBy(i => Math.Abs((double)i / last - depth))].Name;
    }

    private static (double? Mean, double? Error) OverJudges(double[,] values, int stage)
    {
        double[] known =
        [
            .. Enumerable.Range(0, values.GetLength(1)).Select(j => values[stage, j]).Where(double.IsFinite),
        ];
        return (
            known.Length == 0 ? null : known.Average().Rounded(),
            known.Length < 2 ? null : StandardError.OfMean(known).Rounded()
        );
    }

    /// <summary>Inner products of the stimuli at each stage, in batches so that few activations are held.</summary>
    private static IReadOnlyDictionary<string, Tensor> Grams(
        StagedModel asked,
        string[] stages,
        Stimulus[] stimuli,
        CancellationToken cancellation
    )
    {
        using IDisposable evaluation = asked.InEvaluation();
        using IDisposable noGradient = no_grad();
        return stages.ToDictionary(
            stage => stage,
            stage =>
            {
                using DisposeScope scope = NewDisposeScope();
                return RepresentationSimilarity
                    .Gram(cat([.. stimuli.Chunk(BatchSize).Select(batch => Activations(batch, stage))]))
                    .MoveToOuterDisposeScope();
            }
        );

        Tensor Activations(Stimulus[] batch, string stage)
        {
            cancellation.ThrowIfCancellationRequested();
            Tensor values = stack([.. batch.Select(stimulus => stimulus.Values)]).to(asked.ElementType, asked.Device);
            return asked.Activations(values, stage).flatten(1);
        }
    }
}
