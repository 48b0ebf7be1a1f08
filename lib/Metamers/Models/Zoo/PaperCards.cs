using Metamers.Stimuli.Data.Sets;

namespace Metamers.Models.Zoo;

/// <summary>
/// The paper's networks, with the names in its code and data; those of torchvision are among <see cref="ModelCards"/>.
/// File names and addresses are those of the authors' repository (download_large_files.py, the READMEs of its
/// checkpoint folders, build_network.py of each network).
/// </summary>
internal static class PaperCards
{
    internal const string VisualArchive =
        "https://mcdermottlab.mit.edu//jfeather/model_metamers_assets/pytorch_metamers_visual_model_checkpoints.tar";
    internal const string NoLicence = "None stated for the weights; the code of the paper is MIT";

    public static IReadOnlyList<ModelCard> All { get; } =
    [.. PaperConvolutionalCards.All, .. PaperOtherCards.All, .. PaperSoundCards.All];

    /// <summary>A vision model in the paper's archive, with ImageNet's classes.</summary>
    internal static ModelCard Seeing(
        string key,
        string name,
        string architecture,
        Func<StagedModel> create,
        string checkpoint,
        string training
    ) =>
        new()
        {
            Key = key,
            PaperKey = key,
            Name = $"{name}, ImageNet, {training}",
            Architecture = architecture,
            Create = create,
            Classes = 1000,
            ClassNames = ImageNet.ClassNames,
            TrainingData = $"ImageNet (ILSVRC 2012); {training}",
            Checkpoint = checkpoint,
            CheckpointUrl = VisualArchive,
            Licence = NoLicence,
            Citation = ModelCards.Feather,
        };

    /// <summary>An accuracy as the authors of a network state it.</summary>
    internal static string Stated(string accuracy) =>
        $"{accuracy} % of the ImageNet validation set (first guess, as its authors state)";
}
