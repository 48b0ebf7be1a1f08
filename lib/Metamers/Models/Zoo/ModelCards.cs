namespace Metamers.Models.Zoo;

/// <summary>The entries of the <see cref="ModelZoo"/> other than the <see cref="PaperCards"/>.</summary>
internal static class ModelCards
{
    internal const string He =
        "K. He, X. Zhang, S. Ren, J. Sun, Deep Residual Learning for Image Recognition, CVPR 2016.";
    internal const string Kell =
        "A. J. E. Kell, D. L. K. Yamins, E. N. Shook, S. V. Norman-Haignere, J. H. McDermott, A Task-Optimized "
        + "Neural Network Replicates Human Auditory Behavior, Predicts Brain Responses, and Reveals a Cortical "
        + "Processing "
        + "Hierarchy, Neuron 98, 2018.";
    internal const string Feather =
        "J. Feather, G. Leclerc, A. Mądry, J. H. McDermott, Model metamers reveal divergent invariances between "
        + "biological and artificial neural networks, Nature Neuroscience 26, 2023.";
    internal const string Krizhevsky =
        "A. Krizhevsky, One weird trick for parallelizing convolutional neural networks, arXiv:1404.5997, 2014.";
    internal const string Simonyan =
        "K. Simonyan, A. Zisserman, Very Deep Convolutional Networks for Large-Scale Image Recognition, ICLR 2015.";

    public static IReadOnlyList<ModelCard> All { get; } =
    [.. PictureCards.All, .. SoundCards.All, .. TorchvisionCards.All, .. PackagedCards.All];

    /// <summary>A card's <see cref="ModelCard.ShortName"/>.</summary>
    /// <param name="architecture">What figures call the architecture.</param>
    /// <param name="variant">What they say besides; null for the standard training.</param>
    internal static string Short(string architecture, string? variant) =>
        variant is null ? architecture : $"{architecture}, {variant}";

    /// <summary>
    /// An architecture with random weights of one seed, stored in a file so that they are the same on every machine.
    /// </summary>
    internal static ModelCard Untrained(ModelCard architecture, string key, string of, string accuracy) =>
        architecture with
        {
            Key = key,
            Name = $"{architecture.Name}, the random weights of a seed",
            TrainingData = $"none (recipe data/recipes/{key}.json)",
            Accuracy = $"{accuracy} % {of}",
            Checkpoint = $"{key}.safetensors",
            Licence = "MIT",
        };
}
