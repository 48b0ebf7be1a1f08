using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models;

/// <summary>What the residual networks for pictures and for sounds share: layers of blocks, and the initialisation.</summary>
internal static class ResNetLayers
{
    /// <summary>A layer of blocks; the first has the stride.</summary>
    public static ModuleList<ResNetBlock> Make(StagedModel owner, int inputs, int width, int stride, int blocks, bool bottleneck)
    {
        int outputs = bottleneck ? width * ResNetBlock.Expansion : width;
        ModuleList<ResNetBlock> layer = [];
        for (int i = 0; i < blocks; i++)
        {
            layer.Add(new ResNetBlock(owner, i == 0 ? inputs : outputs, width, i == 0 ? stride : 1, bottleneck));
        }

        return layer;
    }

    /// <summary>All blocks of a layer up to the last block's sum; its ReLU belongs to the stage.</summary>
    public static Tensor Run(ModuleList<ResNetBlock> layer, Tensor input)
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
            nn.init.kaiming_normal_(convolution.weight, mode: nn.init.FanInOut.FanOut, nonlinearity: nn.init.NonlinearityType.ReLU);
        }
    }
}
