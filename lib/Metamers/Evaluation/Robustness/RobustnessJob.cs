using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Perturbations;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using static TorchSharp.torch;

namespace Metamers.Evaluation.Robustness;

/// <summary>
/// The adversarial evaluation of a network of the zoo on its own test set, in every norm and space that suits it.
/// </summary>
public static class RobustnessJob
{
    /// <summary>
    /// What is measured for a vision model: two radii per decade and those that robust networks are usually trained
    /// for.
    /// </summary>
    private static readonly (PerturbationNorm Norm, PerturbationSpace Space, double[] Radii)[] Seeing =
    [
        (PerturbationNorm.L2, PerturbationSpace.Input, [0, 0.1, 0.25, 0.5, 1, 2]),
        (PerturbationNorm.LInf, PerturbationSpace.Input, [0, 1 / 255.0, 2 / 255.0, 4 / 255.0, 8 / 255.0, 16 / 255.0]),
        (PerturbationNorm.L1, PerturbationSpace.Input, [0, 3, 10, 30]),
    ];

    private static readonly (PerturbationNorm Norm, PerturbationSpace Space, double[] Radii)[] Hearing =
    [
        (PerturbationNorm.L2, PerturbationSpace.Input, [0, 0.03, 0.1, 0.3, 0.5, 1, 3]),
        (PerturbationNorm.LInf, PerturbationSpace.Input, [0, 0.0003, 0.001, 0.003, 0.01]),
        (PerturbationNorm.L2, PerturbationSpace.Cochleagram, [0, 0.1, 0.3, 0.5, 1, 3]),
    ];

    /// <summary>Measures the robustness of a network.</summary>
    /// <param name="card">A network of a data set of the project (<see cref="ModelCard.DataSet"/>).</param>
    /// <param name="perClass">Number of test stimuli of each class, at least 1; all of them if there are fewer.</param>
    /// <param name="options">How hard the attack searches.</param>
    /// <param name="device">Where to compute; the CPU if null.</param>
    /// <param name="progress">Receives the finished share, 0 to 1.</param>
    /// <param name="cancellation">Stops after the current batch; nothing is returned then.</param>
    /// <returns>All results.</returns>
    /// <exception cref="MetamerException">The network has other classes, or the test set is not found.</exception>
    public static AdversarialEvaluation Measure(
        ModelCard card,
        int perClass,
        AttackOptions options,
        Device? device = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perClass, 1);
        IReadOnlyList<Stimulus> stimuli = TestStimuli(card, perClass);
        using StagedModel model = ModelZoo.Load(card.Key, device);
        (PerturbationNorm Norm, PerturbationSpace Space, double[] Radii)[] plan = model.SamplingRate is null
            ? Seeing
            : Hearing;
        double all = plan.Sum(part => part.Radii.Length);
        List<RobustAccuracy> results = [];
        foreach ((PerturbationNorm norm, PerturbationSpace space, double[] radii) in plan)
        {
            double before = results.Count;
            ProgressAction<double> shares = new(share => progress?.Report((before + share * radii.Length) / all));
            results.AddRange(
                AdversarialEvaluation
                    .Measure(model, stimuli, norm, radii, options, space, progress: shares, cancellation: cancellation)
                    .Results
            );
        }

        return new(results);
    }

    /// <summary>Stimuli from the test part of the card's data set, the same number of each class.</summary>
    internal static IReadOnlyList<Stimulus> TestStimuli(ModelCard card, int perClass)
    {
        if (card.DataSet is not { } key)
        {
            throw new MetamerException(
                $"The project has no test set for the classes of '{card.Key}'. Use AdversarialEvaluation.Measure with "
                    + "stimuli of your own."
            );
        }

        DataSet data = DataSet.Find(key);
        return data.Subset(DataPart.Test, Math.Min(perClass, data.CountPerClass(DataPart.Test)));
    }
}
