using Metamers.Stimuli.Data.Sets;

namespace Metamers.Models.Zoo;

/// <summary>Trained networks that are files of packages, not built by the project's code.</summary>
internal static class PackagedCards
{
    private const string Architecture = "ResNet18-CNTK";
    private const string Readout = "resnet18-imagenet-readout.safetensors";

    /// <summary>A card of a network that was loaded with its readout.</summary>
    public static ModelCard WithReadout(ModelCard card) =>
        card with
        {
            Name = $"{card.Name}; its decisions are this project's readout for CIFAR-10",
            ClassNames = Cifar10.ClassNames,
            DataSet = DataSets.Cifar10Jpeg.Key,
        };

    public static IReadOnlyList<ModelCard> All { get; } =
    [
        new ModelCard
        {
            Key = "resnet18-imagenet",
            Name = "ResNet-18 of ML.NET's image featurizer, ImageNet",
            Architecture = Architecture,
            Package = $"{PackagedNetwork.Package} {PackagedNetwork.Version}",
            Create = () => PackagedNetwork.Create(Architecture, ModelZoo.FindReadout(Readout)),
            Input = PackagedNetwork.Input,
            Classes = Cifar10.ClassNames.Count,
            Checkpoint = PackagedNetwork.Network,
            ReadoutCheckpoint = Readout,
            TrainingData =
                "ImageNet, as ML.NET's documentation says; how it was trained, and its accuracy, are not documented",
            Licence = "MIT",
            Citation =
                $"{ModelCards.He} Weights: Microsoft, ML.NET, NuGet package {PackagedNetwork.Package} "
                + $"{PackagedNetwork.Version}, https://github.com/dotnet/machinelearning.",
            Note =
                "Not torchvision's ResNet-18: nine residual blocks (three in the last group), asymmetric padding, 512 pooled "
                + "features, no classifier of its own. The mean image of its training is subtracted first, channels in the "
                + "order blue, green, red. Its decisions are those of this project's linear readout for CIFAR-10's classes "
                + "(dotnet run --project lib/Workbook -- readout resnet18-imagenet); without it, it makes none.",
        },
    ];
}
