using Metamers.Models.Architectures.Blocks;

namespace Metamers.Models.Architectures;

/// <summary>
/// ResNeXt-101 32×8d (Xie, Girshick, Dollár, Tu and He 2017): a ResNet-101 whose 3×3 convolutions are split into 32
/// groups, of 8 channels each in the first layer, as torchvision and timm build it and with their parameter names, so
/// that the checkpoints of the semi-weakly supervised network (Yalniz et al. 2019) load. Stages: input_after_preproc,
/// conv1_relu1 (64, 112, 112), layer1 (256, 56, 56), layer2 (512, 28, 28), layer3 (1024, 14, 14), layer4 (2048, 7, 7),
/// globalpool (2048), final (classes).
/// </summary>
internal sealed class ResNext : StagedModel
{
    /// <summary>Builds a network with random weights (torchvision's initialisation, from torch's seed).</summary>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="input">Range and normalisation; <see cref="InputNormalization.ImageNet"/> if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two classes.</exception>
    public ResNext(int classes = 1000, InputNormalization? input = null)
        : base("ResNeXt101_32x8d", input ?? InputNormalization.ImageNet, 3, 224, 224) =>
        ResNetBody.AddTo(this, new(3, 4, 23, 3) { Groups = 32, WidthPerGroup = 8 }, channels: 3, classes, "globalpool");
}
