using MathNet.Numerics.Statistics;
using Metamers.Evaluation.Kinds;
using Metamers.Evaluation.Nulls;
using Metamers.Models;
using Metamers.Reports.Records;
using Metamers.Statistics;
using Metamers.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Reports.Making;

/// <summary>Judges the metamers of one stage by the paper's two conditions, as far as each can be tested.</summary>
internal static class StageJudgement
{
    private const double LeastSoundChange = 0.05; // of the level of the reference

    /// <summary>Judges them.</summary>
    /// <param name="model">The network.</param>
    /// <param name="depth">Relative depth of the stage.</param>
    /// <param name="made">Its metamers of one stage.</param>
    /// <param name="nulls">Its null distribution; null if there is none.</param>
    public static MadeStage Judge(StagedModel model, double depth, MetamerSet made, NullDistribution? nulls)
    {
        string stage = made.Stages[0];
        NullMaximum? maximum = nulls is null ? null : new(nulls.At(stage).Maximum, nulls.Pairs);
        (bool? Kept, bool? Better, string? Reason)[] verdicts = [.. made.Select(metamer => Verdict(metamer, maximum))];
        Metamer[] compared = [.. made.Where(metamer => metamer.Judgement is not null)];
        StimulusStatistics[] statistics = [.. made.Select(StimulusStatistics.Measure)];
        StageValidity validity = new(
            stage,
            depth,
            made.Count,
            model.HasDecision ? verdicts.Count(verdict => verdict.Kept == true) : null,
            maximum is null ? null : verdicts.Count(verdict => verdict.Better == true),
            model.HasDecision || maximum is not null ? verdicts.Count(verdict => verdict.Reason is null) : null,
            [
                .. made.Zip(verdicts)
                    .Where(pair => pair.Second.Reason is not null)
                    .Select(pair => new RefusedMetamer(pair.First.Reference.Name, pair.Second.Reason!)),
            ],
            compared.Length == 0 ? null : Median(compared).Rounded(),
            maximum?.Measures.Rounded(),
            maximum is null ? [] : [.. maximum.Saturated.Select(measure => measure.InWords())],
            statistics.Select(measured => measured.DistanceToStart).Median().Rounded(),
            statistics.Select(measured => measured.TotalVariation).Median().Rounded(),
            [
                .. made.Zip(statistics)
                    .Where(pair => pair.Second.DistanceToStart < LeastChange(pair.First))
                    .Select(pair => pair.First.Reference.Name),
            ],
            null
        );
        return new(validity, made, [.. verdicts.Select(verdict => verdict.Reason is null)]);
    }

    private static (bool? Kept, bool? Better, string? Reason) Verdict(Metamer metamer, NullMaximum? maximum)
    {
        if (metamer.Judgement is not { } judgement)
        {
            return (null, null, "the network's activations for it are not finite");
        }

        bool? kept = judgement.HasDecision ? judgement.DecisionKept : null;
        string[]? failed = maximum is null
            ? null
            : [.. maximum.FailedBy(metamer.Match).Select(measure => measure.InWords())];
        string[] reasons =
        [
            .. kept == false
                ? new[]
                {
                    $"{metamer.Card.Decider} decides '{metamer.Card.ClassName(judgement.PredictedMetamer)}' "
                        + $"in place of '{metamer.Card.ClassName(judgement.PredictedReference)}'",
                }
                : [],
            .. failed is { Length: > 0 }
                ? new[] { $"by {string.Join(" and ", failed)} it matches no better than unrelated pairs" }
                : [],
        ];
        return (
            kept,
            failed is null ? null : failed.Length == 0,
            reasons.Length == 0 ? null : string.Join("; ", reasons)
        );
    }

    private static MatchMeasures Median(Metamer[] metamers) =>
        new(
            metamers.Select(metamer => metamer.Match.Spearman).Median(),
            metamers.Select(metamer => metamer.Match.Pearson).Median(),
            metamers.Select(metamer => metamer.Match.DecibelSnr).Median()
        );

    /// <summary>The change below which a metamer is the start with another name.</summary>
    private static double LeastChange(Metamer metamer)
    {
        if (!metamer.Reference.Kind.IsSound)
        {
            return metamer.Options.StartDeviation;
        }

        using DisposeScope scope = NewDisposeScope();
        return LeastSoundChange * metamer.Reference.Values.to(float64).square().mean().sqrt().item<double>();
    }
}
