using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures.Blocks;

/// <summary>
/// The parts that residual networks for pictures and for sounds share: layers of blocks, stages, and the
/// initialisation.
/// </summary>
internal static class ResNetLayers
{
    /// <summary>
    /// The four layers after a stem of <paramref name="width"/> channels; each except the first halves the map and has
    /// twice the channels of the previous one.
    /// </summary>
    public static ModuleList<ResNetBlock>[] MakeAll(
        StagedModel owner,
        int width,
        int[] blocks,
        bool bottleneck,
        int groups = 1,
        int groupWidth = 64
    )
    {
        int expansion = bottleneck ? ResNetBlock.Expansion : 1;
        return
        [
            Make(owner, width, width, 1, blocks[0], bottleneck, groups, groupWidth),
            Make(owner, width * expansion, 2 * width, 2, blocks[1], bottleneck, groups, groupWidth),
            Make(owner, 2 * width * expansion, 4 * width, 2, blocks[2], bottleneck, groups, groupWidth),
            Make(owner, 4 * width * expansion, 8 * width, 2, blocks[3], bottleneck, groups, groupWidth),
        ];
    }

    /// <summary>
    /// Declares the stages conv1_relu1, layer1 to layer4, avgpool (or the name given by <paramref name="pooling"/>) and
    /// final.
    /// </summary>
    public static void AddStages(
        StagedModel owner,
        FoldedConvolution stem,
        ModuleList<ResNetBlock>[] layers,
        Linear classifier,
        string pooling = "avgpool"
    )
    {
        owner.AddStage("conv1_relu1", stem.Call, endsInRelu: true);
        owner.AddStage(
            "layer1",
            x => Run(layers[0], nn.functional.max_pool2d(x, [3, 3], [2, 2], [1, 1])),
            endsInRelu: true
        );
        owner.AddStage("layer2", x => Run(layers[1], x), endsInRelu: true);
        owner.AddStage("layer3", x => Run(layers[2], x), endsInRelu: true);
        owner.AddStage("layer4", x => Run(layers[3], x), endsInRelu: true);
        owner.AddStage(pooling, x => x.mean([2, 3]));
        owner.AddStage("final", classifier.call);
    }

    /// <summary>A layer of blocks; the first has the stride.</summary>
    private static ModuleList<ResNetBlock> Make(
        StagedModel owner,
        int inputs,
        int width,
        int stride,
        int blocks,
        bool bottleneck,
        int groups,
        int groupWidth
    )
    {
        int outputs = bottleneck ? width * ResNetBlock.Expansion : width;
        ModuleList<ResNetBlock> layer = [];
        for (int i = 0; i < blocks; i++)
        {
            layer.Add(
                new ResNetBlock(
                    owner,
                    i == 0 ? inputs : outputs,
                    width,
                    i == 0 ? stride : 1,
                    bottleneck,
                    groups,
                    groupWidth
                )
            );
        }

        return layer;
    }

    /// <summary>Runs all blocks of a layer up to the last block's sum; its ReLU belongs to the stage.</summary>
    public static Tensor Run<TBlock>(ModuleList<TBlock> layer, Tensor input)
        where TBlock : nn.Module<Tensor, Tensor>
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
