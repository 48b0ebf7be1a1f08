using Metamers.Models;
using Metamers.Perturbations;
using Metamers.Stimuli;
using Metamers.Tables;
using Microsoft.Data.Analysis;

namespace Metamers.Evaluation.Robustness;

/// <summary>
/// Whether a network is robust, or the search for perturbations merely fails on it (Carlini et al. 2019, On evaluating
/// adversarial robustness): more steps must find larger losses, large perturbations must always mislead it, and
/// perturbations made for another network must not mislead it more than those made for itself.
/// </summary>
/// <param name="Steps">The search with more and more steps, at the radius that is checked.</param>
/// <param name="Large">The search at a radius large enough for any stimulus.</param>
/// <param name="Transferred">
/// Perturbations made for another network, at the radius that is checked; null if there was none to make them for.
/// </param>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// var other = ModelZoo.Load("resnet20-l2-seed0", session.Device);
/// var small = new PerturbationSet(PerturbationNorm.L2, 0.5);
/// RobustnessChecks.Measure(model, other, Photographs.Take(1), small, largeRadius: 10).ToDataFrame()
/// </code>
/// </example>
public sealed record RobustnessChecks(
    IReadOnlyList<(int Steps, RobustAccuracy Result)> Steps,
    RobustAccuracy Large,
    RobustAccuracy? Transferred
)
{
    private static readonly int[] StepCounts = [1, 5, 20];

    /// <summary>Whether the loss rises with the number of steps, allowing for noise of a hundredth of a nat.</summary>
    public bool LossRisesWithSteps =>
        Steps.Zip(Steps.Skip(1)).All(pair => pair.Second.Result.Loss > pair.First.Result.Loss - 0.01);

    /// <summary>Whether no stimulus withstands the large perturbations.</summary>
    public bool LargePerturbationsAlwaysMislead => Large.Accuracy == 0;

    /// <summary>
    /// Whether perturbations that were made for another network are weaker than the network's own, as far as that was
    /// checked.
    /// </summary>
    public bool TransferIsWeaker => Transferred is null || Transferred.Accuracy >= Steps[^1].Result.Accuracy;

    /// <summary>Whether all checks pass that were made.</summary>
    public bool AllHold => LossRisesWithSteps && LargePerturbationsAlwaysMislead && TransferIsWeaker;

    /// <summary>Makes the checks.</summary>
    /// <param name="model">The network.</param>
    /// <param name="other">
    /// Another network for the same stimuli and classes; if null, the check that needs one is left out.
    /// </param>
    /// <param name="stimuli">Pictures or sounds with their classes.</param>
    /// <param name="set">The perturbations at whose radius it is checked.</param>
    /// <param name="largeRadius">A radius at which every stimulus can become any other.</param>
    /// <param name="space">What is perturbed.</param>
    /// <param name="cancellation">Stops after the current batch; nothing is returned then.</param>
    /// <returns>The checks.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static RobustnessChecks Measure(
        StagedModel model,
        StagedModel? other,
        IReadOnlyList<Stimulus> stimuli,
        PerturbationSet set,
        double largeRadius,
        PerturbationSpace space = PerturbationSpace.Input,
        CancellationToken cancellation = default
    )
    {
        RobustAccuracy Measure(StagedModel attacked, double radius, int steps) =>
            AdversarialEvaluation
                .Measure(
                    attacked,
                    stimuli,
                    set.Norm,
                    [radius],
                    new AttackOptions { Steps = steps, RelativeStepSize = Math.Min(1, 2.5 / steps) },
                    space,
                    judge: model,
                    cancellation: cancellation
                )
                .Results[0];
        return new(
            [.. StepCounts.Select(steps => (steps, Measure(model, set.Radius, steps)))],
            Measure(model, largeRadius, StepCounts[^1]),
            other is null ? null : Measure(other, set.Radius, StepCounts[^1])
        );
    }

    /// <summary>One row per check.</summary>
    /// <returns>Columns perturbation, radius, steps, accuracy (0 to 1), loss (nats).</returns>
    public DataFrame ToDataFrame()
    {
        (string Name, int Steps, RobustAccuracy Result)[] rows =
        [
            .. Steps.Select(step => ("its own", step.Steps, step.Result)),
            ("its own, large", StepCounts[^1], Large),
            .. Transferred is null
                ? Array.Empty<(string, int, RobustAccuracy)>()
                : [("another network's", StepCounts[^1], Transferred)],
        ];
        return rows.Select(row => new
            {
                Perturbation = row.Name,
                row.Result.Set.Radius,
                row.Steps,
                row.Result.Accuracy,
                row.Result.Loss,
            })
            .ToDataFrame();
    }

    /// <summary>What the checks say, in one sentence.</summary>
    public override string ToString() =>
        AllHold
            ? (
                "More steps find larger losses, large perturbations always mislead"
                + (Transferred is null ? "" : ", another network's mislead less")
                + ": nothing points to a search that fails."
            )
            : "Do not trust the robust accuracy: " + string.Join("; ", Failed()) + ".";

    private IEnumerable<string> Failed()
    {
        if (!LossRisesWithSteps)
        {
            yield return "more steps do not find larger losses";
        }

        if (!LargePerturbationsAlwaysMislead)
        {
            yield return FormattableString.Invariant(
                $"{100 * Large.Accuracy:0.#} % of the stimuli withstand perturbations of {Large.Set.Radius:G3}"
            );
        }

        if (!TransferIsWeaker)
        {
            yield return "perturbations made for another network mislead it more than its own";
        }
    }
}
