using System.Globalization;
using MathNet.Numerics.Distributions;
using Metamers.Evaluation;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Reports.Making;

/// <summary>What makes a network unfit for a report: then it gets no number, but the reason.</summary>
internal static class NetworkProblem
{
    private const double Significance = 0.05;

    /// <summary>The first problem found; null if there is none.</summary>
    /// <param name="model">The network.</param>
    /// <param name="stimuli">Stimuli that it takes.</param>
    public static string? Find(StagedModel model, IReadOnlyList<Stimulus> stimuli)
    {
        using DisposeScope scope = NewDisposeScope();
        try
        {
            ModelValidation.Check(
                model,
                stack([.. stimuli.Take(1).Select(stimulus => stimulus.Values)]).to(model.ElementType, model.Device)
            );
            return model.HasDecision ? OfDecisions(model, stimuli) : null;
        }
        catch (MetamerException error) when (!error.IsOfStorage)
        {
            return error.Message;
        }
    }

    private static string? OfDecisions(StagedModel model, IReadOnlyList<Stimulus> stimuli)
    {
        IReadOnlyList<int> decisions = Transfer.Decisions(
            model,
            [.. stimuli.Select(stimulus => (stimulus, stimulus.Values))]
        );
        int different = stimuli.Select(stimulus => stimulus.ClassIndex).Distinct().Count();
        if (decisions.Distinct().Count() == 1 && decisions.Count >= AnswerTable.LeastStimuli && different > 1)
        {
            return $"It decides '{model.Card.ClassName(decisions[0])}' for all {decisions.Count} stimuli, whatever "
                + "they show: its output does not depend on them. Look for a diverged training or a wrong "
                + "normalisation of the input.";
        }

        (int Decision, int Truth)[] known =
        [
            .. decisions
                .Zip(stimuli)
                .Where(pair => HasClass(model, pair.Second))
                .Select(pair => (pair.First, pair.Second.ClassIndex!.Value)),
        ];
        double chance = 1.0 / model.Stages[^1].Units;
        int right = known.Count(pair => pair.Decision == pair.Truth);
        return
            known.Length >= AnswerTable.LeastStimuli && 1 - Binomial.CDF(chance, known.Length, right - 1) > Significance
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"It names {right} of {known.Length} stimuli correctly, which is no more than guessing "
                    + $"({100 * chance:0.#} %) gives. It is not trained, its classes are in another order, or its "
                    + $"input is normalised in another way."
            )
            : null;
    }

    /// <summary>
    /// Whether the class of a stimulus is known and, as far as their names are known, one of the network's.
    /// </summary>
    public static bool HasClass(StagedModel model, Stimulus stimulus) =>
        stimulus.ClassIndex is { } index
        && index >= 0
        && index < model.Stages[^1].Units
        && (model.Card.ClassNames is not { } names || names[index] == stimulus.Label);
}
