using Metamers.Models;
using Metamers.Stimuli.Data.Sets;
using static TorchSharp.torch;

namespace Metamers.Training;

/// <summary>Stimuli with their classes, as a network is trained and evaluated on them: pictures or sounds.</summary>
internal abstract class TrainingSet
{
    /// <summary>Number of stimuli.</summary>
    public abstract long Count { get; }

    /// <summary>Stimuli that are evaluated at once.</summary>
    internal abstract int EvaluationBatch { get; }

    /// <summary>(Count) int64: the class of each.</summary>
    internal abstract Tensor Labels { get; }

    /// <summary>Stimuli changed at random, as a network is trained on them.</summary>
    /// <param name="chosen">(N) int64: which ones.</param>
    /// <param name="model">The network, for shape, element type and device.</param>
    /// <param name="augmentation">How they are changed.</param>
    /// <param name="random">Random generator (CPU).</param>
    /// <returns>(N, shape of a stimulus) in the range of the network's input.</returns>
    internal abstract Tensor Augmented(Tensor chosen, StagedModel model, Augmentation augmentation, Generator random);

    /// <summary>Stimuli as they are, as a network is evaluated on them.</summary>
    /// <param name="first">Index of the first.</param>
    /// <param name="end">Index after the last.</param>
    /// <param name="model">The network, for shape, element type and device.</param>
    /// <returns>(end − first, shape of a stimulus) in the range of the network's input.</returns>
    internal abstract Tensor Plain(long first, long end, StagedModel model);
}
