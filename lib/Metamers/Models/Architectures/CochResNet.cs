using Metamers.Models.Architectures.Blocks;
using Metamers.Models.Cochleagrams;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures;

/// <summary>
/// A residual network over the cochleagram (the authors' audio_models/resnet.py): torchvision's ResNet with one input
/// channel and its parameter names. Stages: input_after_preproc (the cochleagram), conv1_relu1, layer1, layer2, layer3,
/// layer4, avgpool, final.
/// </summary>
public abstract class CochResNet : StagedModel
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly ModuleList<ResNetBlock> layer1;
    private readonly ModuleList<ResNetBlock> layer2;
    private readonly ModuleList<ResNetBlock> layer3;
    private readonly ModuleList<ResNetBlock> layer4;
    private readonly Linear fc;

    /// <summary>Builds a network with random weights (torchvision's initialisation, from torch's seed).</summary>
    /// <param name="name">Name of the architecture.</param>
    /// <param name="cochleagram">The front end.</param>
    /// <param name="width">Channels of the first convolution; the channels of the layers follow from it.</param>
    /// <param name="blocks">Bottleneck blocks of each of the four layers.</param>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two classes.</exception>
    private protected CochResNet(string name, CochleagramOptions cochleagram, int width, int[] blocks, int classes)
        : base(name, new Cochleagram(cochleagram))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        conv1 = nn.Conv2d(1, width, 7, stride: 2, padding: 3, bias: false);
        bn1 = nn.BatchNorm2d(width);
        ModuleList<ResNetBlock>[] layers = ResNetLayers.MakeAll(this, width, blocks, bottleneck: true);
        (layer1, layer2, layer3, layer4) = (layers[0], layers[1], layers[2], layers[3]);
        fc = nn.Linear(8 * width * ResNetBlock.Expansion, classes);
        RegisterComponents();
        ResNetLayers.Initialize(this);
        ResNetLayers.AddStages(this, Fused(conv1, bn1), layers, fc);
    }
}
