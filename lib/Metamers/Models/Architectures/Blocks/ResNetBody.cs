using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures.Blocks;

/// <summary>
/// The body that the residual networks for pictures and for sounds share: stem, four layers of blocks and classifier,
/// with torchvision's parameter names, and the initialisation.
/// </summary>
internal static class ResNetBody
{
    /// <summary>
    /// Adds the whole body to a network: its modules, from torch's seed, and the stages conv1_relu1, layer1 to layer4,
    /// avgpool (or as <paramref name="pooling"/> says) and final.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two classes.</exception>
    public static void AddTo(
        StagedModel owner,
        ResNetLayout layout,
        int channels,
        int classes,
        string pooling = "avgpool"
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        Conv2d conv1 = nn.Conv2d(channels, layout.Width, 7, stride: 2, padding: 3, bias: false);
        BatchNorm2d bn1 = nn.BatchNorm2d(layout.Width);
        ModuleList<ResNetBlock>[] layers = Layers(owner, layout);
        Linear fc = nn.Linear(8 * layout.Width * layout.Expansion, classes);
        owner.register_module("conv1", conv1);
        owner.register_module("bn1", bn1);
        for (int i = 0; i < layers.Length; i++)
        {
            owner.register_module($"layer{i + 1}", layers[i]);
        }

        owner.register_module("fc", fc);
        Initialize(owner);
        owner.AddStage("conv1_relu1", owner.Fused(conv1, bn1).Call, endsInRelu: true);
        AddLayerStages(owner, layers, x => nn.functional.max_pool2d(x, [3, 3], [2, 2], [1, 1]));
        owner.AddStage(pooling, x => x.mean([2, 3]));
        owner.AddStage("final", fc.call);
    }

    /// <summary>
    /// The four layers after a stem; each but the first halves the map and has twice the channels of the one before.
    /// </summary>
    public static ModuleList<ResNetBlock>[] Layers(StagedModel owner, ResNetLayout layout)
    {
        int inputs = layout.Width;
        ModuleList<ResNetBlock>[] layers =
        [
            [],
            [],
            [],
            [],
        ];
        for (int layer = 0; layer < layers.Length; layer++)
        {
            int width = layout.Width << layer;
            for (int i = 0; i < layout.Blocks[layer]; i++)
            {
                layers[layer].Add(new ResNetBlock(owner, layout, inputs, width, layer > 0 && i == 0 ? 2 : 1));
                inputs = width * layout.Expansion;
            }
        }

        return layers;
    }

    /// <summary>Declares the stages layer1 to layer4.</summary>
    /// <param name="owner">The network.</param>
    /// <param name="layers">Those of <see cref="Layers"/>.</param>
    /// <param name="before">What the first layer is given of the stage before it.</param>
    public static void AddLayerStages(StagedModel owner, ModuleList<ResNetBlock>[] layers, Func<Tensor, Tensor> before)
    {
        owner.AddStage("layer1", x => Run(layers[0], before(x)), endsInRelu: true);
        owner.AddStage("layer2", x => Run(layers[1], x), endsInRelu: true);
        owner.AddStage("layer3", x => Run(layers[2], x), endsInRelu: true);
        owner.AddStage("layer4", x => Run(layers[3], x), endsInRelu: true);
    }

    /// <summary>All blocks of a layer up to the last block's sum; its ReLU belongs to the stage.</summary>
    private static Tensor Run(ModuleList<ResNetBlock> layer, Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = layer[0].call(input);
        for (int i = 1; i < layer.Count; i++)
        {
            x = layer[i].call(x.relu_());
        }

        return x.MoveToOuterDisposeScope();
    }

    /// <summary>torchvision's initialisation of the convolutions, from torch's seed.</summary>
    public static void Initialize(StagedModel model)
    {
        foreach (Conv2d convolution in model.modules().OfType<Conv2d>())
        {
            nn.init.kaiming_normal_(
                convolution.weight,
                mode: nn.init.FanInOut.FanOut,
                nonlinearity: nn.init.NonlinearityType.ReLU
            );
        }
    }
}
