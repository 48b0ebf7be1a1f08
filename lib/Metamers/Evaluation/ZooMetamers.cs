using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis;
using TorchSharp;

namespace Metamers.Evaluation;

/// <summary>
/// Judged metamers of networks of the zoo, by their keys alone: what comparisons of several networks begin with.
/// </summary>
public static class ZooMetamers
{
    /// <summary>
    /// Makes the metamers of a network at all its stages, or takes them from <see cref="MetamerCache.Default"/>, and
    /// judges them.
    /// </summary>
    /// <param name="key">Key of a network with weights.</param>
    /// <param name="references">Pictures or sounds that it takes, with different names.</param>
    /// <param name="options">The schedule.</param>
    /// <param name="device">Where to compute; the CPU where null.</param>
    /// <param name="progress">Told while metamers are made.</param>
    /// <param name="cancellation">Stops early; stages that were not begun are left out.</param>
    /// <returns>The metamers of the first stage, then those of the second, and so on.</returns>
    /// <exception cref="MetamerException">
    /// No such network, no weights, or references that the network does not take.
    /// </exception>
    public static IReadOnlyList<Metamer> Of(
        string key,
        IReadOnlyList<Stimulus> references,
        MetamerOptions options,
        torch.Device? device = null,
        IProgress<SynthesisProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        using StagedModel model = ModelZoo.Load(key, device);
        IReadOnlyList<Metamer> made = MetamerCache.Default.GetOrMake(
            new MetamerSynthesizer(model, options),
            references,
            model.Stages,
            progress,
            cancellation
        );
        return ActivationMatch.Of(model, made).Judge(made);
    }

    /// <summary>Those of one reference.</summary>
    /// <param name="metamers">Metamers of several references.</param>
    /// <param name="reference">The reference, by its name.</param>
    public static IReadOnlyList<Metamer> OfReference(this IReadOnlyList<Metamer> metamers, Stimulus reference) =>
        [.. metamers.Where(metamer => metamer.ReferenceName == reference.Name)];
}
