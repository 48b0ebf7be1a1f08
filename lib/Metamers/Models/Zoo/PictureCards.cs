using Metamers.Models.Architectures;
using Metamers.Stimuli.Data.Sets;

namespace Metamers.Models.Zoo;

/// <summary>
/// Networks for the pictures of CIFAR-10: with weights of this project, with weights of others, or without weights.
/// </summary>
internal static class PictureCards
{
    private const string OfPictures = "of the CIFAR-10 test set in its JPEG form";

    public static IReadOnlyList<ModelCard> All { get; } =
    [
        TrainedOnPictures(Cifar(20), "resnet20-standard-seed0", null, "trained", "85.57"),
        TrainedOnPictures(Cifar(20), "resnet20-standard-seed1", "second seed", "trained", "85.48"),
        TrainedOnPictures(Cifar(20), "resnet20-l2-seed0", "L2-trained", "adversarially trained (L2, ε = 0.5)", "78.67"),
        TrainedOnPictures(
            Cifar(20),
            "resnet20-linf-seed0",
            "L∞-trained",
            "adversarially trained (L∞, ε = 8/255)",
            "71.49"
        ),
        TrainedOnPictures(
            Cifar(20),
            "resnet20-random-l2-seed0",
            "random L2",
            "trained with random perturbations (L2, ε = 0.5)",
            "85.48"
        ),
        TrainedOnPictures(
            Cifar(20),
            "resnet20-random-linf-seed0",
            "random L∞",
            "trained with random perturbations (L∞, ε = 8/255)",
            "85.08"
        ),
        TrainedOnPictures(
            Cifar(20),
            "resnet20-random-l2-long-seed0",
            "random L2, 16 epochs",
            "trained for 16 epochs with random perturbations (L2, ε = 0.5)",
            "85.24"
        ),
        TrainedOnPictures(
            Cifar(20),
            "resnet20-random-linf-long-seed0",
            "random L∞, 16 epochs",
            "trained for 16 epochs with random perturbations (L∞, ε = 8/255)",
            "85.21"
        ),
        ModelCards.Untrained(Cifar(20), "resnet20-untrained-seed0", OfPictures, "9.14") with
        {
            DataSet = DataSets.Cifar10Jpeg.Key,
            ShortName = ModelCards.Short("ResNet-20", "untrained"),
        },
        Cifar(20) with
        {
            Key = "resnet20-12fca82f",
            Name = "ResNet-20, CIFAR-10, of akamaster",
            TrainingData = "CIFAR-10",
            Accuracy = "91.8 % of the CIFAR-10 test set as published, 81.0 % of its JPEG form",
            Checkpoint = "resnet20-12fca82f.th",
            Licence = "BSD-2-Clause",
            Citation =
                $"{ModelCards.He} Weights: Y. Idelbayev, Proper ResNet Implementation for CIFAR10/CIFAR100 in PyTorch, "
                + "https://github.com/akamaster/pytorch_resnet_cifar10, 2018.",
        },
        Cifar(20),
        Cifar(32),
        Cifar(44),
        Cifar(56),
        TrainedOnPictures(CompactVgg, "vgg8-standard-seed0", null, "trained", "82.19"),
        TrainedOnPictures(CompactVgg, "vgg8-standard-long-seed0", "22 epochs", "trained for 22 epochs", "82.48"),
        TrainedOnPictures(CompactVgg, "vgg8-l2-seed0", "L2-trained", "adversarially trained (L2, ε = 0.5)", "76.44"),
        CompactVgg,
        TrainedOnPictures(LowPassVgg, "lowpassvgg8-standard-seed0", "less aliasing", "trained", "80.56"),
        LowPassVgg,
    ];

    /// <summary>A CIFAR-10 architecture without weights.</summary>
    private static ModelCard Cifar(int depth) =>
        new()
        {
            Key = $"resnet{depth}",
            Name = $"ResNet-{depth} for CIFAR-10, untrained",
            Architecture = $"ResNet{depth}",
            Create = () => new CifarResNet(depth),
            Classes = Cifar10.ClassNames.Count,
            ClassNames = Cifar10.ClassNames,
            DataSet = DataSets.Cifar10Published.Key,
            Citation = ModelCards.He,
        };

    /// <summary>The compact vision model without shortcuts and batch norm; it has no weights.</summary>
    private static ModelCard CompactVgg =>
        Cifar(20) with
        {
            Key = "vgg8",
            Name = "VGG-8 for CIFAR-10, untrained",
            Architecture = "VGG8",
            Create = () => new CifarVgg(),
            Citation = ModelCards.Simonyan,
        };

    /// <summary>The same with less aliasing; it has no weights.</summary>
    private static ModelCard LowPassVgg =>
        Cifar(20) with
        {
            Key = "lowpassvgg8",
            Name = "VGG-8 with less aliasing (Hann filters before its subsampling) for CIFAR-10, untrained",
            Architecture = "LowPassVGG8",
            Create = () => new CifarVgg(lowPass: true),
            Citation = $"{ModelCards.Simonyan} {ModelCards.Feather}",
        };

    /// <summary>An architecture with weights that this project trained.</summary>
    /// <param name="architecture">Its card.</param>
    /// <param name="key">The network's key.</param>
    /// <param name="variant">What figures say besides the architecture; null for the standard training.</param>
    /// <param name="training">How it was trained.</param>
    /// <param name="accuracy">Percentage correct.</param>
    private static ModelCard TrainedOnPictures(
        ModelCard architecture,
        string key,
        string? variant,
        string training,
        string accuracy
    ) =>
        architecture with
        {
            Key = key,
            ShortName = ModelCards.Short(architecture.Architecture == "ResNet20" ? "ResNet-20" : "VGG-8", variant),
            Name =
                $"{architecture.Name.Replace(" for CIFAR-10, untrained", "", StringComparison.Ordinal)}, "
                + $"CIFAR-10, {training} by this project",
            DataSet = DataSets.Cifar10Jpeg.Key,
            TrainingData = $"CIFAR-10, JPEG form (recipe data/recipes/{key}.json)",
            Accuracy = $"{accuracy} % {OfPictures}",
            Checkpoint = $"{key}.safetensors",
            Licence = "MIT",
        };
}
