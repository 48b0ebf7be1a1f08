using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures;

/// <summary>
/// AlexNet (Krizhevsky, Sutskever and Hinton 2012) in the one-tower form of Krizhevsky (2014, "One weird trick"), as
/// torchvision builds it and with its parameter names, so that its checkpoints load. Stages: input_after_preproc, relu0
/// (64, 55, 55), relu1 (192, 27, 27), relu2 (384, 13, 13), relu3 (256, 13, 13), relu4 (256, 13, 13), fc0_relu (4096),
/// fc1_relu (4096), final (classes).
/// </summary>
internal sealed class AlexNet : StagedModel
{
    private readonly Sequential features;
    private readonly Sequential classifier;

    /// <summary>Builds a network with random weights (torch's default initialisation, from its seed).</summary>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="input">Range and normalisation; <see cref="InputNormalization.ImageNet"/> if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two classes.</exception>
    public AlexNet(int classes = 1000, InputNormalization? input = null)
        : base(nameof(AlexNet), input ?? InputNormalization.ImageNet, 3, 224, 224)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        Conv2d conv0 = nn.Conv2d(3, 64, 11, stride: 4, padding: 2);
        Conv2d conv1 = nn.Conv2d(64, 192, 5, padding: 2);
        Conv2d conv2 = nn.Conv2d(192, 384, 3, padding: 1);
        Conv2d conv3 = nn.Conv2d(384, 256, 3, padding: 1);
        Conv2d conv4 = nn.Conv2d(256, 256, 3, padding: 1);
        Linear linear0 = nn.Linear(256 * 6 * 6, 4096);
        Linear linear1 = nn.Linear(4096, 4096);
        Linear linear2 = nn.Linear(4096, classes);

        // The numbers are those of torchvision's list, which also counts ReLU, pooling and dropout.
        features = nn.Sequential(("0", conv0), ("3", conv1), ("6", conv2), ("8", conv3), ("10", conv4));
        classifier = nn.Sequential(("1", linear0), ("4", linear1), ("6", linear2));
        RegisterComponents();

        AddStage("relu0", conv0.call, endsInRelu: true);
        AddStage("relu1", x => conv1.call(Pool(x)), endsInRelu: true);
        AddStage("relu2", x => conv2.call(Pool(x)), endsInRelu: true);
        AddStage("relu3", conv3.call, endsInRelu: true);
        AddStage("relu4", conv4.call, endsInRelu: true);
        // Pooled: (N, 256, 6, 6).
        AddStage("fc0_relu", x => linear0.call(Dropout(Pool(x).flatten(1))), endsInRelu: true);
        AddStage("fc1_relu", x => linear1.call(Dropout(x)), endsInRelu: true);
        AddStage("final", linear2.call);
    }

    private static Tensor Pool(Tensor x) => nn.functional.max_pool2d(x, [3, 3], [2, 2]);

    private Tensor Dropout(Tensor x) => nn.functional.dropout(x, 0.5, training);
}
