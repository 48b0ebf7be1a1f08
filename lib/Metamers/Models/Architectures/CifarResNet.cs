using Metamers.Models.Architectures.Blocks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures;

/// <summary>
/// The small residual networks for 32×32 pictures of He, Zhang, Ren and Sun (2016), section 4.2, with parameter-free
/// shortcuts (option A). Parameter names are those of akamaster/pytorch_resnet_cifar10, so its checkpoints load.
/// Stages: input_after_preproc, conv1_relu1 (16, 32, 32), layer1 (16, 32, 32), layer2 (32, 16, 16), layer3 (64, 8, 8),
/// avgpool (64), final (classes).
/// </summary>
/// <example>
/// <code>
/// new CifarResNet(depth: 20, classes: 10).Stages
/// </code>
/// </example>
public sealed class CifarResNet : StagedModel
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly ModuleList<CifarBlock> layer1;
    private readonly ModuleList<CifarBlock> layer2;
    private readonly ModuleList<CifarBlock> layer3;
    private readonly Linear linear;

    /// <summary>Builds a network with random weights (He initialisation, from torch's seed).</summary>
    /// <param name="depth">20, 32, 44, 56 or any 6n + 2.</param>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="input">
    /// Range and normalisation; if null, <see cref="InputNormalization.ImageNet"/>, as its checkpoints expect.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The depth is not 6n + 2, or there are fewer than two classes.
    /// </exception>
    public CifarResNet(int depth = 20, int classes = 10, InputNormalization? input = null)
        : base($"ResNet{depth}", input ?? InputNormalization.ImageNet, 3, 32, 32)
    {
        if (depth < 8 || depth % 6 != 2)
        {
            throw new ArgumentOutOfRangeException(
                nameof(depth),
                depth,
                "The depth of a CIFAR ResNet must be 6n + 2: 20, 32, 44, 56, 110."
            );
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        int blocks = (depth - 2) / 6;
        conv1 = nn.Conv2d(3, 16, 3, padding: 1, bias: false);
        bn1 = nn.BatchNorm2d(16);
        layer1 = Layer(16, 16, 1, blocks);
        layer2 = Layer(16, 32, 2, blocks);
        layer3 = Layer(32, 64, 2, blocks);
        linear = nn.Linear(64, classes);
        RegisterComponents();
        Initialize();

        FoldedConvolution stem = Fused(conv1, bn1);
        AddStage("conv1_relu1", stem.Call, endsInRelu: true);
        AddStage("layer1", Chain(layer1), endsInRelu: true);
        AddStage("layer2", Chain(layer2), endsInRelu: true);
        AddStage("layer3", Chain(layer3), endsInRelu: true);
        AddStage("avgpool", x => x.mean([2, 3]));
        AddStage("final", linear.call);
    }

    private ModuleList<CifarBlock> Layer(int inputs, int outputs, int stride, int blocks)
    {
        ModuleList<CifarBlock> layer = [];
        for (int i = 0; i < blocks; i++)
        {
            layer.Add(new CifarBlock(this, i == 0 ? inputs : outputs, outputs, i == 0 ? stride : 1));
        }

        return layer;
    }

    /// <summary>Runs all blocks of a layer up to the last block's sum; its ReLU belongs to the stage.</summary>
    private static Func<Tensor, Tensor> Chain(ModuleList<CifarBlock> layer) =>
        x =>
        {
            for (int i = 0; i < layer.Count; i++)
            {
                x = layer[i].call(i == 0 ? x : x.relu_());
            }

            return x;
        };

    private void Initialize()
    {
        foreach (nn.Module module in modules())
        {
            if (module is Conv2d convolution)
            {
                nn.init.kaiming_normal_(convolution.weight);
            }
        }

        nn.init.kaiming_normal_(linear.weight);
    }
}
