using Metamers.Stimuli.Data.Sets;

namespace Metamers.Models.Zoo;

/// <summary>Trained networks that are files of packages, not built by the project's code.</summary>
internal static class PackagedCards
{
    private const string Architecture = "ResNet18-CNTK";
    private const string Title = "ResNet-18 for ImageNet, of ML.NET";
    private const string Readout = "resnet18-imagenet-readout.safetensors";

    /// <summary>The card of a network that was loaded without its readout.</summary>
    public static ModelCard WithoutReadout(ModelCard card) =>
        card with
        {
            Name = Title,
            ClassNames = null,
            Decider = NetworkCard.UsualDecider,
            DataSet = null,
            Accuracy = null,
        };

    public static IReadOnlyList<ModelCard> All { get; } =
    [
        new ModelCard
        {
            Key = "resnet18-imagenet",
            Name = $"{Title}, with a readout for CIFAR-10",
            Architecture = Architecture,
            Package = $"{PackagedNetwork.Package} {PackagedNetwork.Version}",
            Create = () => PackagedNetwork.Create(Architecture, ModelZoo.FindReadout(Readout)),
            Input = PackagedNetwork.Input,
            Classes = Cifar10.ClassNames.Count,
            ClassNames = Cifar10.ClassNames,
            Decider = "the readout",
            DataSet = DataSets.Cifar10Jpeg.Key,
            Accuracy = "78.93 % of CIFAR-10's test pictures, enlarged to 224×224, by the readout",
            Checkpoint = PackagedNetwork.Network,
            ReadoutCheckpoint = Readout,
            TrainingData =
                "ImageNet, as ML.NET's documentation says; how it was trained, and its accuracy, are not documented",
            Licence = "MIT",
            Citation =
                $"{ModelCards.He} Weights: Microsoft, ML.NET, NuGet package {PackagedNetwork.Package} "
                + $"{PackagedNetwork.Version}, https://github.com/dotnet/machinelearning.",
            Note =
                "Not torchvision's ResNet-18: nine residual blocks (three in the last group), asymmetric padding, "
                + "512 pooled features, no classifier of its own. The mean image of its training is subtracted "
                + "first, channels in the order blue, green, red. Its decisions are those of this project's linear "
                + "readout for CIFAR-10's classes (dotnet run --project lib/Workbook -- readout resnet18-imagenet); "
                + "without it, it makes none.",
        },
    ];
}
