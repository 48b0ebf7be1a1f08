using Metamers.Models.Architectures.Blocks;
using Metamers.Models.Cochleagrams;

namespace Metamers.Models.Architectures;

/// <summary>
/// A residual network over the cochleagram (the authors' audio_models/resnet.py): torchvision's ResNet with one input
/// channel and its parameter names. Stages: input_after_preproc (the cochleagram), conv1_relu1, layer1, layer2, layer3,
/// layer4, avgpool, final.
/// </summary>
internal abstract class CochResNet : StagedModel
{
    /// <summary>Builds a network with random weights (torchvision's initialisation, from torch's seed).</summary>
    /// <param name="name">Name of the architecture.</param>
    /// <param name="cochleagram">The front end.</param>
    /// <param name="width">Channels of the first convolution; the channels of the layers follow from it.</param>
    /// <param name="blocks">Bottleneck blocks of each of the four layers.</param>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two classes.</exception>
    private protected CochResNet(string name, CochleagramOptions cochleagram, int width, int[] blocks, int classes)
        : base(name, new Cochleagram(cochleagram)) =>
        ResNetBody.AddTo(this, new(blocks) { Width = width }, channels: 1, classes);
}
