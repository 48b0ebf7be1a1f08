using Metamers.Models.Architectures;
using Metamers.Stimuli.Data.Sets;

namespace Metamers.Models.Zoo;

/// <summary>
/// Torchvision's networks for ImageNet. Names, addresses and accuracies are those of its <c>IMAGENET1K_V1</c> weights.
/// </summary>
internal static class TorchvisionCards
{
    public static IReadOnlyList<ModelCard> All { get; } =
    [
        Torchvision(
            "resnet18",
            "ResNet-18",
            "ResNet18",
            () => new ResNet(18),
            "resnet18-f37072fd.pth",
            "69.758",
            ModelCards.He
        ),
        Torchvision(
            "resnet34",
            "ResNet-34",
            "ResNet34",
            () => new ResNet(34),
            "resnet34-b627a593.pth",
            "73.314",
            ModelCards.He
        ),
        Torchvision(
            "resnet50",
            "ResNet-50",
            "ResNet50",
            () => new ResNet(50),
            "resnet50-0676ba61.pth",
            "76.130",
            ModelCards.He
        ) with
        {
            PaperKey = "resnet50",
        },
        Torchvision(
            "resnet101",
            "ResNet-101",
            "ResNet101",
            () => new ResNet(101),
            "resnet101-63fe2227.pth",
            "77.374",
            ModelCards.He
        ) with
        {
            PaperKey = "resnet101",
        },
        Torchvision(
            "resnet152",
            "ResNet-152",
            "ResNet152",
            () => new ResNet(152),
            "resnet152-394f9c45.pth",
            "78.312",
            ModelCards.He
        ),
        Torchvision(
            "alexnet",
            "AlexNet",
            "AlexNet",
            () => new AlexNet(),
            "alexnet-owt-7be5be79.pth",
            "56.522",
            ModelCards.Krizhevsky
        ) with
        {
            PaperKey = "alexnet",
        },
        Torchvision("vgg11", "VGG-11", "VGG11", () => new Vgg(11), "vgg11-8a719046.pth", "69.020", ModelCards.Simonyan),
        Torchvision("vgg13", "VGG-13", "VGG13", () => new Vgg(13), "vgg13-19584684.pth", "69.928", ModelCards.Simonyan),
        Torchvision("vgg16", "VGG-16", "VGG16", () => new Vgg(16), "vgg16-397923af.pth", "71.592", ModelCards.Simonyan),
        Torchvision(
            "vgg19",
            "VGG-19",
            "VGG19",
            () => new Vgg(19),
            "vgg19-dcbb9e9d.pth",
            "72.376",
            ModelCards.Simonyan
        ) with
        {
            PaperKey = "vgg_19",
        },
    ];

    private static ModelCard Torchvision(
        string key,
        string name,
        string architecture,
        Func<StagedModel> create,
        string checkpoint,
        string accuracy,
        string citation
    ) =>
        new()
        {
            Key = key,
            Name = $"{name}, ImageNet, of torchvision",
            Architecture = architecture,
            Create = create,
            Classes = 1000,
            ClassNames = ImageNet.ClassNames,
            TrainingData = "ImageNet (ILSVRC 2012)",
            Accuracy =
                $"{accuracy} % of the ImageNet validation set (first guess, centre crop of 224 pixels; as "
                + "torchvision states)",
            Checkpoint = checkpoint,
            CheckpointUrl = $"https://download.pytorch.org/models/{checkpoint}",
            Licence =
                "None stated for the weights; torchvision is BSD-3-Clause and points to the terms of the training data",
            Citation = citation,
        };
}
