using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Training;
using static TorchSharp.torch;

namespace Metamers.Evaluation.Nulls;

/// <summary>
/// The null distribution of a network of the zoo that this project trained, kept in <c>data/nulls</c>.
/// </summary>
public static class NullJob
{
    /// <summary>
    /// What the project ships of its networks: a quarter of a million pairs, all pairs of 512 blocks of 32 stimuli.
    /// </summary>
    public static NullOptions Shipped { get; } = new() { Blocks = 512 };

    /// <summary>Where null distributions lie.</summary>
    public static string Folder => Path.Combine(ProjectFolder.Data, "nulls");

    /// <summary>
    /// Reads it, or measures what is missing of it, for which the network's training data are needed.
    /// </summary>
    /// <param name="key">Key of the network; its recipe lies in <c>data/recipes</c>.</param>
    /// <param name="options">How many stimuli; <see cref="Shipped"/> where null.</param>
    /// <param name="device">Where; the CPU where null.</param>
    /// <param name="progress">Told the finished share, 0 to 1.</param>
    /// <param name="cancellation">
    /// Stops after the current block; what was measured is kept, and the next call goes on.
    /// </param>
    /// <returns>The null distribution.</returns>
    /// <exception cref="MetamerException">
    /// No such network, one without a recipe, or training data that are not found.
    /// </exception>
    public static NullDistribution GetOrMeasure(
        string key,
        NullOptions? options = null,
        Device? device = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        using StagedModel model = ModelZoo.Load(key, device);
        string path = Path.Combine(ProjectFolder.Data, "recipes", key + ".json");
        if (!File.Exists(path))
        {
            throw new MetamerException(
                $"'{key}' has no recipe in data/recipes, so the stimuli it was trained on are not known. Use "
                    + "NullDistribution.Measure with a training set of its own."
            );
        }

        TrainingRecipe recipe = TrainingRecipe.Read(path);
        NullOptions wanted = options ?? Shipped;
        if (NullStore.Find(Folder, model, recipe, wanted) is { IsComplete: true } kept)
        {
            return kept;
        }

        using TrainingData data = TrainingData.Open(recipe, model);
        return NullStore.GetOrMeasure(Folder, model, data.Train, recipe, wanted, progress, cancellation);
    }
}
