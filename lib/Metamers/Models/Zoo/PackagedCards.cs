using Metamers.Stimuli.Data.Sets;

namespace Metamers.Models.Zoo;

/// <summary>Trained networks that are files of packages, not built by the project's code.</summary>
internal static class PackagedCards
{
    private const string Architecture = "ResNet18-CNTK";
    private const string Readout = "resnet18-imagenet-readout.safetensors";

    public static IReadOnlyList<ModelCard> All { get; } =
    [
        new ModelCard
        {
            Key = "resnet18-imagenet",
            Name = "ResNet-18 of ML.NET's image featurizer, ImageNet; decisions are this project's readout for CIFAR-10",
            Architecture = Architecture,
            Package = $"{PackagedNetwork.Package} {PackagedNetwork.Version}",
            Create = () => PackagedNetwork.Create(Architecture, ModelZoo.FindReadout(Readout)),
            Input = PackagedNetwork.Input,
            Classes = Cifar10.ClassNames.Count,
            ClassNames = Cifar10.ClassNames,
            Checkpoint = PackagedNetwork.Network,
            ReadoutCheckpoint = Readout,
            TrainingData =
                "ImageNet, as its package says; its training is not documented. The readout: CIFAR-10, JPEG form, enlarged "
                + "to 224 pixels (data/checkpoints/resnet18-imagenet-readout.json)",
            Licence = "MIT (network and readout)",
            Citation =
                $"{ModelCards.He} Weights: Microsoft, ML.NET, NuGet package {PackagedNetwork.Package} "
                + $"{PackagedNetwork.Version}, https://github.com/dotnet/machinelearning.",
            Note =
                "Not torchvision's ResNet-18: nine residual blocks (three in the last group), asymmetric padding, 512 pooled "
                + "features, no classifier of its own. The mean image of its training is subtracted first, channels in the "
                + "order blue, green, red.",
        },
    ];
}
