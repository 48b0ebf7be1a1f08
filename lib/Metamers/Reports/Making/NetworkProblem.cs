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
/// <remarks>
/// A network that can be run is refused only if its decisions on stimuli of its classes show that it does not work: it
/// is no better than guessing, and the upper end of the 95 % interval of its accuracy (Clopper and Pearson 1934,
/// <em>Biometrika</em> 26, 404–413) is below <see cref="UsefulAccuracy"/>. A few stimuli often cannot show either; then
/// it gets its numbers, and the doubt beside them. One that decides the same class for all stimuli is judged by those
/// of other classes alone.
/// </remarks>
internal static class NetworkProblem
{
    private const double Significance = 0.05;

    /// <summary>A network that is right about half of its stimuli is not refused.</summary>
    private const double UsefulAccuracy = 0.5;

    /// <summary>The first problem found, and why it is not certain that the network works; null for none.</summary>
    /// <param name="model">The network.</param>
    /// <param name="stimuli">Stimuli that it takes.</param>
    public static (string? Problem, string? Doubt) Find(StagedModel model, IReadOnlyList<Stimulus> stimuli)
    {
        using DisposeScope scope = NewDisposeScope();
        try
        {
            ModelValidation.Check(
                model,
                stack([.. stimuli.Take(1).Select(stimulus => stimulus.Values)]).to(model.ElementType, model.Device)
            );
            ModelValidation.RequireFixed(model);
            return model.HasDecision ? OfDecisions(model, stimuli) : (null, null);
        }
        catch (MetamerException error) when (!error.IsOfStorage)
        {
            return (error.Message, null);
        }
    }

    private static (string? Problem, string? Doubt) OfDecisions(StagedModel model, IReadOnlyList<Stimulus> stimuli)
    {
        IReadOnlyList<int> decisions = Transfer.Decisions(
            model,
            [.. stimuli.Select(stimulus => (stimulus, stimulus.Values))]
        );
        (int Decision, int Truth)[] known =
        [
            .. decisions
                .Zip(stimuli)
                .Where(pair => HasClass(model, pair.Second))
                .Select(pair => (pair.First, pair.Second.ClassIndex!.Value)),
        ];
        int right = known.Count(pair => pair.Decision == pair.Truth);
        if (decisions.Count >= AnswerTable.LeastStimuli && decisions.Distinct().Count() == 1)
        {
            string constant = $"It decides '{model.Card.ClassName(decisions[0])}' for all {decisions.Count} stimuli";
            if (known.Length > right && MostAccurate(0, known.Length - right) < UsefulAccuracy)
            {
                return (
                    $"{constant}, whatever they show. Look for a diverged training or a wrong normalisation of the "
                        + "input.",
                    null
                );
            }

            if (known.Length < AnswerTable.LeastStimuli)
            {
                return (
                    null,
                    $"{constant}; {known.Length} of them are known to be of a class of it, which does not tell whether "
                        + "that is right. Give stimuli of its classes."
                );
            }
        }

        double chance = 1.0 / model.Stages[^1].Units;
        if (
            known.Length < AnswerTable.LeastStimuli
            || 1 - Binomial.CDF(chance, known.Length, right - 1) <= Significance
        )
        {
            return (null, null);
        }

        string found = string.Create(
            CultureInfo.InvariantCulture,
            $"It names {right} of {known.Length} stimuli correctly, which cannot be told from guessing "
                + $"({100 * chance:0.#} %)"
        );
        double most = MostAccurate(right, known.Length);
        return most < UsefulAccuracy
            ? (
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{found}, and it can hardly be right about more than {100 * most:0} % of such stimuli. It is not "
                        + $"trained, it has other classes or the same in another order, the stimuli are not of the "
                        + $"classes that they are labelled with, or its input is normalised in another way."
                ),
                null
            )
            : (null, $"{found}; so few stimuli do not tell whether it is trained. Give more of them.");
    }

    /// <summary>
    /// Upper end of the 95 % interval of Clopper and Pearson of the accuracy of a network that is right about some of n
    /// stimuli.
    /// </summary>
    private static double MostAccurate(int right, int of) =>
        right == of ? 1 : Beta.InvCDF(right + 1, of - right, 1 - Significance / 2);

    /// <summary>
    /// Whether the class of a stimulus is known to be one of the network's: its index is that of its label among the
    /// names of the classes. Where these are not known, an index says nothing, since it may be that of another task.
    /// </summary>
    public static bool HasClass(StagedModel model, Stimulus stimulus) =>
        stimulus.ClassIndex is { } index
        && index >= 0
        && index < model.Stages[^1].Units
        && JudgePanel.ClassNamesOf(model) is { } names
        && index < names.Count
        && names[index] == stimulus.Label;
}
