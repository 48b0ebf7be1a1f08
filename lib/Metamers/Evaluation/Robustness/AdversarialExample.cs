using Metamers.Models;
using Metamers.Perturbations;
using Metamers.Runtime;
using Metamers.Stimuli;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation.Robustness;

/// <summary>A stimulus, and the same stimulus perturbed to make a network err.</summary>
/// <param name="Natural">The stimulus.</param>
/// <param name="Perturbed">Same shape as its values, on the CPU.</param>
/// <param name="Set">The perturbations that were allowed.</param>
/// <param name="Size">Size of the perturbation in the norm of <paramref name="Set"/>.</param>
/// <param name="PredictedNatural">Index of the class that the network gives the stimulus.</param>
/// <param name="PredictedPerturbed">Index of the class that it gives the perturbed one.</param>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// var pictures = Photographs.Take(2);
/// var found = AdversarialExample.Find(model, pictures, new PerturbationSet(PerturbationNorm.L2, 0.5));
/// found.Count(example => example.Misleads)
/// </code>
/// </example>
public sealed record AdversarialExample(
    Stimulus Natural,
    Tensor Perturbed,
    PerturbationSet Set,
    double Size,
    int PredictedNatural,
    int PredictedPerturbed
)
{
    /// <summary>
    /// Whether the network gives the perturbed stimulus a class other than its own or, if that is unknown, than before.
    /// </summary>
    public bool Misleads => PredictedPerturbed != (Natural.ClassIndex ?? PredictedNatural);

    /// <summary>Makes one for each stimulus.</summary>
    /// <param name="model">The network to mislead.</param>
    /// <param name="stimuli">
    /// Pictures or sounds. For one without a <see cref="Stimulus.ClassIndex"/>, the network's own decision counts as
    /// its class.
    /// </param>
    /// <param name="set">The allowed perturbations of pixels or samples.</param>
    /// <param name="options">How hard the attack searches; <see cref="AttackOptions.TwentySteps"/> if null.</param>
    /// <param name="seed">Seed of the random start.</param>
    /// <returns>In the order of the stimuli.</returns>
    /// <exception cref="MetamerException">
    /// The network does not take a stimulus or does not have its class, or options are out of range.
    /// </exception>
    public static IReadOnlyList<AdversarialExample> Find(
        StagedModel model,
        IReadOnlyList<Stimulus> stimuli,
        PerturbationSet set,
        AttackOptions? options = null,
        int seed = 0
    )
    {
        using Generator random = new((ulong)seed, CPU);
        using IDisposable evaluation = model.InEvaluation();
        AdversarialEvaluation.CheckClasses(model, stimuli);
        ProjectedGradientDescent attack = new(
            model,
            set,
            PerturbationSpace.Input,
            options ?? AttackOptions.TwentySteps
        );
        return
        [
            .. stimuli
                .Chunk(AdversarialEvaluation.BatchSize)
                .SelectMany(batch => Find(model, batch, attack, set, random)),
        ];
    }

    private static AdversarialExample[] Find(
        StagedModel model,
        Stimulus[] stimuli,
        ProjectedGradientDescent attack,
        PerturbationSet set,
        Generator random
    )
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor values = AdversarialEvaluation.Values(model, stimuli);
        long[] before = Decisions(model, values);
        Tensor labels = tensor([.. stimuli.Select((stimulus, i) => stimulus.ClassIndex ?? before[i])]).to(model.Device);
        Tensor perturbed = attack.Perturb(values, labels, random);
        double[] sizes = [.. set.Size(perturbed - values).to(float64).cpu().data<double>()];
        long[] after = Decisions(model, perturbed);
        return
        [
            .. stimuli.Select(
                (stimulus, i) =>
                    new AdversarialExample(
                        stimulus,
                        perturbed[i].to(float32).cpu().clone().DetachFromDisposeScope(),
                        set,
                        sizes[i],
                        (int)before[i],
                        (int)after[i]
                    )
            ),
        ];
    }

    private static long[] Decisions(StagedModel model, Tensor stimuli)
    {
        model.RequireGradient();
        model.RequireDecision();
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        return [.. model.call(stimuli).argmax(1).cpu().data<long>()];
    }
}
