using System.Runtime.InteropServices;
using MathNet.Numerics.Statistics;
using Metamers.Evaluation.Robustness;
using Metamers.Evaluation.Sensitivity;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Perturbations;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Reports.Making;

/// <summary>
/// Measures what a report shows beside the metamers: accuracy, robustness, sensitivity, similarity. What cannot be
/// measured is left out, with the reason, and does not end the report.
/// </summary>
internal sealed class BesideMaker(
    StagedModel model,
    PanelRecognition? recognition,
    IReadOnlyList<Stimulus> references,
    string referenceSet,
    int count
)
{
    private const int CheckedShare = 5; // one stimulus in so many, of which each costs many passes
    private const int SensedShare = 25;
    private const double CifarValues = 3 * 32 * 32;

    private static readonly EigendistortionOptions Search = new() { Tolerance = 0.01, MaximumSteps = 30 };

    private readonly List<Untested> untested = [];

    /// <summary>Measures.</summary>
    /// <returns>What was found, and what could not be measured.</returns>
    /// <exception cref="OperationCanceledException">It was stopped, between attacks, stages or stimuli.</exception>
    public (BesideMetamers Found, IReadOnlyList<Untested> Untested) Make(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        (string set, Stimulus[] stimuli, bool haveClass) = Stimuli();
        IReadOnlyList<AttackedAccuracy> accuracy = [];
        string? checks = null;
        if (model.HasDecision && haveClass)
        {
            accuracy = Try("Accuracy under attack", () => Accuracy(stimuli, cancellation)) ?? [];
            checks = Try("Checks against false robustness", () => Checks(stimuli, cancellation));
        }

        IReadOnlyList<StageSensitivity> sensitivity =
        [
            .. model.Stages.Skip(1).Select(stage => Sensitivity(stage.Name, stimuli, cancellation)),
        ];
        return (
            new(set, stimuli.Length, accuracy, checks, sensitivity, Similarity(stimuli, cancellation) ?? []),
            untested
        );
    }

    /// <summary>A part of the whole; null, with the reason among what is untested, if it cannot be measured.</summary>
    private T? Try<T>(string what, Func<T> measure)
        where T : class
    {
        try
        {
            return measure();
        }
        catch (Exception error) when (error is ExternalException or MetamerException { IsOfStorage: false })
        {
            untested.Add(new(what, error.Message));
            return null;
        }
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
    /// Test stimuli of the network's classes; without such a set, those of the report that have a class, or, if these
    /// are too few for an accuracy, all of the report.
    /// </summary>
    private (string Set, Stimulus[] Stimuli, bool HaveClass) Stimuli()
    {
        bool small = model.SamplingRate is not null || JudgePanel.Find(model, out _) is not null;
        if (small && TestSet(DataSet.All) is { } test)
        {
            int perClass = Math.Clamp(count / test.ClassNames.Count, 1, test.CountPerClass(DataPart.Test));
            return (test.Key, [.. test.Subset(DataPart.Test, perClass)], true);
        }

        Stimulus[] known = [.. references.Where(stimulus => NetworkProblem.HasClass(model, stimulus)).Take(count)];
        if (known.Length >= AnswerTable.LeastStimuli)
        {
            return (referenceSet, known, true);
        }

        if (model.HasDecision)
        {
            untested.Add(
                new(
                    "Accuracy under attack",
                    $"No test set with the network's classes and size is on this computer, and {known.Length} of the "
                        + $"report's stimuli have a class; at least {AnswerTable.LeastStimuli} are needed."
                )
            );
        }

        return (referenceSet, [.. references.Take(count)], false);
    }

    /// <summary>The first of some data sets whose test part has the network's classes and size.</summary>
    internal DataSet? TestSet(IEnumerable<DataSet> sets)
    {
        IReadOnlyList<string>? names = JudgePanel.ClassNamesOf(model);
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

    /// <summary>What the checks say, and with what they were made.</summary>
    private string Checks(Stimulus[] stimuli, CancellationToken cancellation)
    {
        string? key = Judges.FirstOrDefault();
        using StagedModel? judge = key is null ? null : ModelZoo.Load(key, model.Device);
        Stimulus[] some = OneIn(CheckedShare, stimuli);
        RobustnessChecks checks = RobustnessChecks.Measure(
            model,
            judge,
            some,
            new(PerturbationNorm.L2, Radii[^1]),
            LargeRadius,
            cancellation: cancellation
        );
        return $"{checks} ({some.Length} of the stimuli"
            + (key is null ? "; there is no judge to make perturbations for.)" : $"; the other network is {key}.)");
    }

    private StageSensitivity Sensitivity(string stage, Stimulus[] stimuli, CancellationToken cancellation)
    {
        try
        {
            (double Eigenvalue, double Relative)[] found = [.. OneIn(SensedShare, stimuli).Select(At)];
            return new(
                stage,
                Median(found.Select(one => one.Eigenvalue)),
                Median(found.Select(one => one.Relative)),
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

    /// <summary>The median of those that are finite; null without any, such as of activations that are all 0.</summary>
    private static double? Median(IEnumerable<double> values) =>
        values.Where(double.IsFinite).ToArray() is { Length: > 0 } finite ? finite.Median().Significant() : null;

    private StageSimilarity[]? Similarity(Stimulus[] stimuli, CancellationToken cancellation)
    {
        const string What = "Similarity to the judges";
        if (Judges.Length > 0 && stimuli.Length < AnswerTable.LeastStimuli)
        {
            untested.Add(new(What, $"{stimuli.Length} stimuli; at least {AnswerTable.LeastStimuli} are needed."));
            return null;
        }

        return Try(What, () => new JudgeSimilarity(model, Judges).Measure(stimuli, cancellation));
    }
}
