using Metamers.Models.Architectures;
using Metamers.Stimuli.Data.Sets;

namespace Metamers.Models.Zoo;

/// <summary>
/// The entries of the <see cref="ModelZoo"/>. File names, addresses and accuracies from torchvision are those of its
/// <c>IMAGENET1K_V1</c> weights.
/// </summary>
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
    private const string Simonyan =
        "K. Simonyan, A. Zisserman, Very Deep Convolutional Networks for Large-Scale Image Recognition, ICLR 2015.";

    private const string OfPictures = "of the CIFAR-10 test set in its JPEG form";
    private const string OfRecordings =
        "of the 300 test recordings of the Free Spoken Digit Dataset, without background";

    public static IReadOnlyList<ModelCard> All { get; } =
    [
        TrainedOnPictures(Cifar(20), "resnet20-standard-seed0", "trained", "85.57"),
        TrainedOnPictures(Cifar(20), "resnet20-standard-seed1", "trained", "85.48"),
        TrainedOnPictures(Cifar(20), "resnet20-l2-seed0", "adversarially trained (L2, ε = 0.5)", "78.67"),
        TrainedOnPictures(Cifar(20), "resnet20-linf-seed0", "adversarially trained (L∞, ε = 8/255)", "71.49"),
        TrainedOnPictures(
            Cifar(20),
            "resnet20-random-l2-seed0",
            "trained with random perturbations (L2, ε = 0.5)",
            "85.48"
        ),
        TrainedOnPictures(
            Cifar(20),
            "resnet20-random-linf-seed0",
            "trained with random perturbations (L∞, ε = 8/255)",
            "85.08"
        ),
        Untrained(Cifar(20), "resnet20-untrained-seed0", OfPictures, "9.14") with
        {
            DataSet = DataSets.Cifar10Jpeg.Key,
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
                $"{He} Weights: Y. Idelbayev, Proper ResNet Implementation for CIFAR10/CIFAR100 in PyTorch, "
                + "https://github.com/akamaster/pytorch_resnet_cifar10, 2018.",
        },
        Cifar(20),
        Cifar(32),
        Cifar(44),
        Cifar(56),
        TrainedOnPictures(CompactVgg, "vgg8-standard-seed0", "trained", "82.19"),
        TrainedOnPictures(CompactVgg, "vgg8-l2-seed0", "adversarially trained (L2, ε = 0.5)", "76.44"),
        CompactVgg,
        TrainedOnPictures(LowPassVgg, "lowpassvgg8-standard-seed0", "trained", "80.56"),
        LowPassVgg,
        Trained(CompactConvolutional(SpokenDigitsTask.Digit), "cochcnnsmall-digit-seed0", "99.00"),
        Trained(CompactConvolutional(SpokenDigitsTask.Digit), "cochcnnsmall-digit-seed1", "99.33"),
        Trained(
            CompactConvolutional(SpokenDigitsTask.Digit),
            "cochcnnsmall-digit-waveform-l2-seed0",
            "88.33",
            "adversarially trained (waveform, L2, ε = 0.5)"
        ),
        Trained(
            CompactConvolutional(SpokenDigitsTask.Digit),
            "cochcnnsmall-digit-cochleagram-l2-seed0",
            "96.00",
            "adversarially trained (cochleagram, L2, ε = 0.5)"
        ),
        Trained(
            CompactConvolutional(SpokenDigitsTask.Digit),
            "cochcnnsmall-digit-cochleagram-random-l2-seed0",
            "99.67",
            "trained with random perturbations (cochleagram, L2, ε = 0.5)"
        ),
        Trained(CompactConvolutional(SpokenDigitsTask.Speaker), "cochcnnsmall-speaker-seed0", "97.67"),
        Untrained(
            CompactConvolutional(SpokenDigitsTask.Digit),
            "cochcnnsmall-digit-untrained-seed0",
            OfRecordings,
            "10.00"
        ),
        CompactConvolutional(SpokenDigitsTask.Digit),
        CompactConvolutional(SpokenDigitsTask.Speaker),
        Trained(LowPassConvolutional, "lowpasscochcnnsmall-digit-seed0", "86.00"),
        LowPassConvolutional,
        Trained(CompactResidual(SpokenDigitsTask.Digit), "cochresnetsmall-digit-seed0", "98.33"),
        CompactResidual(SpokenDigitsTask.Digit),
        Hearing("cochcnn9", "CochCNN9 of the paper, untrained", "CochCnn9", () => new CochCnn9(), Kell),
        Torchvision("resnet18", "ResNet-18", "ResNet18", () => new ResNet(18), "resnet18-f37072fd.pth", "69.758", He),
        Torchvision("resnet34", "ResNet-34", "ResNet34", () => new ResNet(34), "resnet34-b627a593.pth", "73.314", He),
        Torchvision(
            "resnet50",
            "ResNet-50",
            "ResNet50",
            () => new ResNet(50),
            "resnet50-0676ba61.pth",
            "76.130",
            He
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
            He
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
            He
        ),
        Torchvision(
            "alexnet",
            "AlexNet",
            "AlexNet",
            () => new AlexNet(),
            "alexnet-owt-7be5be79.pth",
            "56.522",
            Krizhevsky
        ) with
        {
            PaperKey = "alexnet",
        },
        Torchvision("vgg11", "VGG-11", "VGG11", () => new Vgg(11), "vgg11-8a719046.pth", "69.020", Simonyan),
        Torchvision("vgg13", "VGG-13", "VGG13", () => new Vgg(13), "vgg13-19584684.pth", "69.928", Simonyan),
        Torchvision("vgg16", "VGG-16", "VGG16", () => new Vgg(16), "vgg16-397923af.pth", "71.592", Simonyan),
        Torchvision("vgg19", "VGG-19", "VGG19", () => new Vgg(19), "vgg19-dcbb9e9d.pth", "72.376", Simonyan) with
        {
            PaperKey = "vgg_19",
        },
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
            Citation = He,
        };

    /// <summary>The compact network for pictures without shortcuts and without batch norm, without weights.</summary>
    private static ModelCard CompactVgg =>
        Cifar(20) with
        {
            Key = "vgg8",
            Name = "VGG-8 for CIFAR-10, untrained",
            Architecture = "VGG8",
            Create = () => new CifarVgg(),
            Citation = Simonyan,
        };

    /// <summary>The same network with reduced aliasing, without weights.</summary>
    private static ModelCard LowPassVgg =>
        Cifar(20) with
        {
            Key = "lowpassvgg8",
            Name = "VGG-8 with less aliasing (Hann filters before its subsampling) for CIFAR-10, untrained",
            Architecture = "LowPassVGG8",
            Create = () => new CifarVgg(lowPass: true),
            Citation = $"{Simonyan} {Feather}",
        };

    /// <summary>Such an architecture with weights that this project trained.</summary>
    private static ModelCard TrainedOnPictures(ModelCard architecture, string key, string training, string accuracy) =>
        architecture with
        {
            Key = key,
            Name =
                $"{architecture.Name.Replace(" for CIFAR-10, untrained", "", StringComparison.Ordinal)}, "
                + $"CIFAR-10, {training} by this project",
            DataSet = DataSets.Cifar10Jpeg.Key,
            TrainingData = $"CIFAR-10, JPEG form (recipe data/recipes/{key}.json)",
            Accuracy = $"{accuracy} % {OfPictures}",
            Checkpoint = $"{key}.safetensors",
            Licence = "MIT",
        };

    /// <summary>
    /// An architecture with the random weights of a seed, stored in a file so that they are the same on every machine.
    /// </summary>
    private static ModelCard Untrained(ModelCard architecture, string key, string of, string accuracy) =>
        architecture with
        {
            Key = key,
            Name = $"{architecture.Name}, the random weights of a seed",
            TrainingData = $"none (recipe data/recipes/{key}.json)",
            Accuracy = $"{accuracy} % {of}",
            Checkpoint = $"{key}.safetensors",
            Licence = "MIT",
        };

    /// <summary>The compact convolutional network for spoken digits, without weights.</summary>
    private static ModelCard CompactConvolutional(SpokenDigitsTask task) =>
        Compact(task, nameof(CochCnnSmall), classes => new CochCnnSmall(classes), Kell);

    /// <summary>The same network for digits with reduced aliasing, without weights.</summary>
    private static ModelCard LowPassConvolutional =>
        Compact(
            SpokenDigitsTask.Digit,
            "LowPassCochCnnSmall",
            classes => new CochCnnSmall(classes, lowPass: true),
            $"{Kell} {Feather}"
        );

    /// <summary>The compact residual network for spoken digits, without weights.</summary>
    private static ModelCard CompactResidual(SpokenDigitsTask task) =>
        Compact(task, nameof(CochResNetSmall), classes => new CochResNetSmall(classes), He);

    private static ModelCard Compact(
        SpokenDigitsTask task,
        string architecture,
        Func<int, StagedModel> create,
        string citation
    )
    {
        DataSet data = task == SpokenDigitsTask.Digit ? DataSets.SpokenDigit : DataSets.SpokenDigitSpeaker;
        IReadOnlyList<string> names = data.ClassNames;
        string taskName = task.ToString().ToLowerInvariant();
        return Hearing(
            $"{architecture.ToLowerInvariant()}-{taskName}",
            $"{architecture} for spoken digits ({taskName}), untrained",
            architecture,
            () => create(names.Count),
            citation
        ) with
        {
            Classes = names.Count,
            ClassNames = names,
            DataSet = data.Key,
        };
    }

    /// <summary>Such an architecture with weights that this project trained on spoken digits.</summary>
    private static ModelCard Trained(
        ModelCard architecture,
        string key,
        string accuracy,
        string training = "trained"
    ) =>
        architecture with
        {
            Key = key,
            Name =
                $"{architecture.Architecture}, spoken digits ({architecture.Key.Split('-')[1]}), {training} by "
                + "this project",
            TrainingData = $"Free Spoken Digit Dataset in babble and noise (recipe data/recipes/{key}.json)",
            Accuracy = $"{accuracy} % {OfRecordings}",
            Checkpoint = $"{key}.safetensors",
            Licence = "MIT", // the recordings are CC BY-SA 4.0; the weights contain none of them
            Citation =
                $"{architecture.Citation} Recordings: Z. Jackson et al., Free Spoken Digit Dataset, 2018, "
                + "doi:10.5281/zenodo.1342401.",
        };

    /// <summary>An auditory architecture; those of the paper distinguish 793 words and "no word".</summary>
    private static ModelCard Hearing(
        string key,
        string name,
        string architecture,
        Func<StagedModel> create,
        string citation
    ) =>
        new()
        {
            Key = key,
            Name = name,
            Architecture = architecture,
            Create = create,
            Input = InputNormalization.Sound,
            Classes = 794,
            Citation = $"{citation} {Feather}",
        };

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
