using Metamers.Evaluation.Robustness;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation;

/// <summary>
/// How far apart a network maps two versions of one stimulus at a stage, such as a word alone and in noise: the
/// Euclidean distance of their activations over the mean distance between different stimuli. 0: the network does not
/// distinguish the versions; 1: they differ as much as different stimuli do.
/// </summary>
/// <param name="Stage">The stage.</param>
/// <param name="Mean">Mean over the stimuli, 0 or more.</param>
/// <param name="StandardError">Its standard error over the stimuli.</param>
/// <param name="Stimuli">Number of stimuli.</param>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// var pictures = Photographs.Take(2);
/// var leaves = Enumerable.Range(0, 2).Select(seed => SyntheticStimuli.DeadLeaves(32, seed)).ToList();
/// StageDistance.Measure(model, pictures, leaves)
/// </code>
/// </example>
public sealed record StageDistance(string Stage, double Mean, double StandardError, int Stimuli)
{
    private const int BatchSize = 8;

    /// <summary>Measures at every stage.</summary>
    /// <param name="model">The network; it is put into evaluation mode and restored afterwards.</param>
    /// <param name="stimuli">At least two different stimuli, of the network's shape.</param>
    /// <param name="versions">Another version of each, in the same order.</param>
    /// <returns>One entry per stage, in the order of the network.</returns>
    /// <exception cref="MetamerException">
    /// There are fewer than two stimuli or not one version of each, the network does not take a stimulus, or the
    /// distance is not a number at a stage, because its activations are the same for all stimuli or not finite.
    /// </exception>
    public static IReadOnlyList<StageDistance> Measure(
        StagedModel model,
        IReadOnlyList<Stimulus> stimuli,
        IReadOnlyList<Stimulus> versions
    )
    {
        if (stimuli.Count < 2 || versions.Count != stimuli.Count)
        {
            throw new MetamerException(
                $"{stimuli.Count} stimuli and {versions.Count} other versions; give at least two stimuli and one "
                    + "version of each, in the same order."
            );
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = model.InEvaluation();
        using IDisposable noGradient = no_grad();
        string[] stages = [.. model.Stages.Select(stage => stage.Name)];
        IReadOnlyDictionary<string, Tensor> first = Activations(
            model,
            AdversarialEvaluation.Values(model, stimuli),
            stages
        );
        IReadOnlyDictionary<string, Tensor> second = Activations(
            model,
            AdversarialEvaluation.Values(model, versions),
            stages
        );
        return [.. stages.Select(At)];

        StageDistance At(string stage)
        {
            using DisposeScope stageScope = NewDisposeScope();
            Tensor a = first[stage].to(float64);
            Tensor versionDistance = (a - second[stage]).norm(1);
            Tensor between = cdist(a, a, 2, compute_mode.donot_use_mm_for_euclid_dist).sum(1) / (stimuli.Count - 1);
            double[] ratios = [.. (versionDistance / between).data<double>()];
            if (!ratios.All(double.IsFinite))
            {
                string reason =
                    between.sum().item<double>() == 0
                        ? $"are the same for all {stimuli.Count} stimuli, so there is no distance between stimuli to "
                            + "divide by. Give stimuli that differ; if these do, the stage is dead: check the weights "
                            + "with ModelValidation.Check."
                        : "contain NaN or infinity. Check the weights with ModelValidation.Check, or use float64 with "
                            + "model.to(torch.float64).";
                throw new MetamerException($"The activations of {model.Label} at '{stage}' {reason}");
            }

            return new(stage, ratios.Average(), Statistics.StandardError.OfMean(ratios), ratios.Length);
        }
    }

    /// <summary>(N, units) at each stage, on the CPU; each stimulus passes through the network once.</summary>
    private static IReadOnlyDictionary<string, Tensor> Activations(StagedModel model, Tensor stimuli, string[] stages)
    {
        IReadOnlyDictionary<string, Tensor>[] batches =
        [
            .. stimuli.split(BatchSize).Select(batch => model.Activations(batch, stages)),
        ];
        return stages.ToDictionary(
            stage => stage,
            stage => cat([.. batches.Select(batch => batch[stage].flatten(1).cpu())])
        );
    }
}
