using Metamers.Models.Architectures.Blocks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures;

/// <summary>
/// ResNeXt-101 32×8d (Xie, Girshick, Dollár, Tu and He 2017): a ResNet-101 whose 3×3 convolutions are split into 32
/// groups, of 8 channels each in the first layer, as torchvision and timm build it and with their parameter names, so
/// that the checkpoints of the semi-weakly supervised network (Yalniz et al. 2019) load. Stages: input_after_preproc,
/// conv1_relu1 (64, 112, 112), layer1 (256, 56, 56), layer2 (512, 28, 28), layer3 (1024, 14, 14), layer4 (2048, 7, 7),
/// globalpool (2048), final (classes).
/// </summary>
public sealed class ResNext : StagedModel
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly ModuleList<ResNetBlock> layer1;
    private readonly ModuleList<ResNetBlock> layer2;
    private readonly ModuleList<ResNetBlock> layer3;
    private readonly ModuleList<ResNetBlock> layer4;
    private readonly Linear fc;

    /// <summary>Builds a network with random weights (torchvision's initialisation, from torch's seed).</summary>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="input">Range and normalisation; <see cref="InputNormalization.ImageNet"/> if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two classes.</exception>
    public ResNext(int classes = 1000, InputNormalization? input = null)
        : base("ResNeXt101_32x8d", input ?? InputNormalization.ImageNet, 3, 224, 224)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        conv1 = nn.Conv2d(3, 64, 7, stride: 2, padding: 3, bias: false);
        bn1 = nn.BatchNorm2d(64);
        ModuleList<ResNetBlock>[] layers = ResNetLayers.MakeAll(
            this,
            64,
            [3, 4, 23, 3],
            bottleneck: true,
            groups: 32,
            groupWidth: 8
        );
        (layer1, layer2, layer3, layer4) = (layers[0], layers[1], layers[2], layers[3]);
        fc = nn.Linear(512 * ResNetBlock.Expansion, classes);
        RegisterComponents();
        ResNetLayers.Initialize(this);
        ResNetLayers.AddStages(this, Fused(conv1, bn1), layers, fc, "globalpool");
    }
}
