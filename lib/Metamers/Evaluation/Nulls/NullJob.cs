using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Stimuli.Data.Sets;
using static TorchSharp.torch;

namespace Metamers.Evaluation.Nulls;

/// <summary>
/// The null distribution of a network of the zoo on the data set that its card names, kept in <c>data/nulls</c>.
/// </summary>
/// <example>
/// <code>
/// var nulls = NullJob.GetOrMeasure("resnet20-standard-seed0", device: session.Device);
/// nulls.ToDataFrame()
/// </code>
/// </example>
public static class NullJob
{
    /// <summary>
    /// What the project ships for its networks: a quarter of a million pairs, all pairs of 512 blocks of 32 stimuli.
    /// </summary>
    public static NullOptions Shipped { get; } = new() { Blocks = 512 };

    /// <summary>Where null distributions are kept.</summary>
    public static string Folder => Path.Combine(ProjectFolder.Data, "nulls");

    /// <summary>Reads it, or measures what is missing, for which the network's training data are needed.</summary>
    /// <param name="key">Key of the network; its card names the data set.</param>
    /// <param name="options">How many stimuli; null for <see cref="Shipped"/>.</param>
    /// <param name="device">Where to compute; null for the CPU.</param>
    /// <param name="progress">Called with the finished share, 0 to 1.</param>
    /// <param name="cancellation">
    /// Stops after the current block; what was measured is kept, and the next call measures the rest.
    /// </param>
    /// <returns>The null distribution.</returns>
    /// <exception cref="MetamerException">
    /// There is no such network, the project does not have its training stimuli, or the data set is not found.
    /// </exception>
    public static NullDistribution GetOrMeasure(
        string key,
        NullOptions? options = null,
        Device? device = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ModelCard card = ModelZoo.Find(key);
        if (card.DataSet is not { } data)
        {
            throw new MetamerException(
                $"The project does not have the stimuli that '{key}' was trained on. Give stimuli of your own: "
                    + "NullDistribution.Measure(model, DataSet.FromStimuli(…), options)."
            );
        }

        using StagedModel model = ModelZoo.Load(key, device);
        return NullStore.GetOrMeasure(Folder, model, DataSet.Find(data), options ?? Shipped, progress, cancellation);
    }
}
