using Metamers.Models;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Perturbations;

/// <summary>
/// Searches, for each stimulus, for a perturbation in a set that makes a network misclassify it: steps up the gradient
/// of the cross-entropy, each followed by a projection onto the set (Mądry et al. 2018). Untargeted. The network is in
/// evaluation mode during the search.
/// </summary>
/// <param name="model">The network.</param>
/// <param name="set">The allowed perturbations.</param>
/// <param name="space">What is perturbed.</param>
/// <param name="options">Options of the search.</param>
internal sealed class ProjectedGradientDescent(
    StagedModel model,
    PerturbationSet set,
    PerturbationSpace space,
    AttackOptions options
)
{
    /// <summary>Adversarial examples of stimuli.</summary>
    /// <param name="stimuli">
    /// (N, shape of a stimulus) in the network's range; or cochleagrams (N, 1, channels, frames) if those are
    /// perturbed.
    /// </param>
    /// <param name="labels">(N) int64: the true classes, on the same device.</param>
    /// <param name="random">The generator of the random starts (CPU).</param>
    /// <returns>Same shape as the stimuli.</returns>
    /// <exception cref="MetamerException">
    /// Cochleagrams are to be perturbed but the network does not compute them; or options are out of range.
    /// </exception>
    public Tensor Perturb(Tensor stimuli, Tensor labels, Generator random)
    {
        Check();
        using IDisposable evaluation = model.InEvaluation();
        using DisposeScope scope = NewDisposeScope();
        (Tensor found, Tensor loss) = Search(stimuli, labels, random);
        for (int restart = 1; restart < options.Restarts; restart++)
        {
            (Tensor again, Tensor againLoss) = Search(stimuli, labels, random);
            KeepBetter(found, loss, again, againLoss);
        }

        return found.MoveToOuterDisposeScope();
    }

    /// <summary>One search from one start.</summary>
    private (Tensor Found, Tensor Loss) Search(Tensor stimuli, Tensor labels, Generator random)
    {
        using DisposeScope scope = NewDisposeScope();
        (double minimum, double maximum) = space.Range(model);
        using IDisposable noGradient = no_grad();
        Tensor x = options.RandomStart
            ? (stimuli + set.RandomStart(stimuli, random)).clamp_(minimum, maximum)
            : stimuli.clone();
        Tensor best = x.clone();
        Tensor largest = full_like(labels, double.NegativeInfinity, x.dtype);
        for (int step = 0; step < options.Steps; step++)
        {
            using DisposeScope stepScope = NewDisposeScope();
            (Tensor loss, Tensor gradient) = LossAndGradient(x, labels);
            if (options.KeepBest)
            {
                KeepBetter(best, largest, x, loss);
            }

            x.copy_(
                set.Project(set.Step(x, gradient, set.Radius * options.RelativeStepSize), stimuli, minimum, maximum)
            );
        }

        if (options.KeepBest)
        {
            KeepBetter(best, largest, x, Loss(x, labels));
            return (best.MoveToOuterDisposeScope(), largest.MoveToOuterDisposeScope());
        }

        return (
            x.MoveToOuterDisposeScope(),
            (options.Restarts > 1 ? Loss(x, labels) : largest).MoveToOuterDisposeScope()
        );
    }

    private (Tensor Loss, Tensor Gradient) LossAndGradient(Tensor x, Tensor labels)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradients = enable_grad();
        Tensor leaf = x.detach().requires_grad_(true);
        Tensor losses = nn.functional.cross_entropy(space.Logits(model, leaf), labels, reduction: nn.Reduction.None);
        Tensor gradient = autograd.grad([losses.sum()], [leaf])[0];
        return (losses.detach().MoveToOuterDisposeScope(), gradient.MoveToOuterDisposeScope());
    }

    private Tensor Loss(Tensor x, Tensor labels)
    {
        using Tensor logits = space.Logits(model, x);
        return nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.None);
    }

    /// <summary>Replaces each stimulus whose counterpart in <paramref name="other"/> has a larger loss.</summary>
    private static void KeepBetter(Tensor x, Tensor loss, Tensor other, Tensor otherLoss)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor better = otherLoss.gt(loss);
        x.copy_(where(better.view(PerturbationSet.PerItem(x)), other, x));
        loss.copy_(where(better, otherLoss, loss));
    }

    private void Check()
    {
        space.Check(model);
        Rules.Check(
            "The attack cannot be run.",
            [
                (
                    set.Radius is > 0 and < double.PositiveInfinity,
                    FormattableString.Invariant($"radius {set.Radius}: above 0 and finite")
                ),
                (options.Steps >= 1, $"steps {options.Steps}: at least 1"),
                (
                    options.RelativeStepSize > 0,
                    FormattableString.Invariant($"relative step size {options.RelativeStepSize}: above 0")
                ),
                (options.Restarts >= 1, $"restarts {options.Restarts}: at least 1"),
            ]
        );
    }
}
