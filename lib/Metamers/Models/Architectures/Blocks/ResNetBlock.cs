using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures.Blocks;

/// <summary>
/// torchvision's BasicBlock (two 3×3 convolutions, ResNet-18 and -34) or Bottleneck (1×1, 3×3, 1×1 with four times the
/// channels; the stride is in the 3×3, "v1.5", which ResNeXt splits into groups), with a projection shortcut if the
/// shape changes. In CLIP's bottleneck all convolutions have stride 1, and an average pooling before the third and
/// before the projection halves the map. Ends before the last ReLU.
/// </summary>
internal sealed class ResNetBlock : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Conv2d? conv3;
    private readonly BatchNorm2d? bn3;
    private readonly Sequential? downsample;
    private readonly FoldedConvolution[] path;
    private readonly FoldedConvolution? shortcut;
    private readonly int pooling;

    /// <summary>Builds a block of <paramref name="owner"/>.</summary>
    /// <param name="owner">The network that folds its batch norms.</param>
    /// <param name="layout">The kind of block.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="width">Channels of the 3×3 convolutions, before those of a bottleneck are grouped.</param>
    /// <param name="stride">1 or 2.</param>
    public ResNetBlock(StagedModel owner, ResNetLayout layout, int inputs, int width, int stride)
        : base(layout.Bottleneck ? "Bottleneck" : "BasicBlock")
    {
        bool bottleneck = layout.Bottleneck;
        int outputs = width * layout.Expansion;
        int inner = width * layout.WidthPerGroup / 64 * layout.Groups;
        (pooling, int step) = layout.PoolsForStrides ? (stride, 1) : (1, stride);
        conv1 = bottleneck ? Convolution(inputs, inner, 1, 1) : Convolution(inputs, inner, 3, step);
        bn1 = nn.BatchNorm2d(inner);
        conv2 = Convolution(inner, inner, 3, bottleneck ? step : 1, layout.Groups);
        bn2 = nn.BatchNorm2d(inner);
        path = [owner.Fused(conv1, bn1), owner.Fused(conv2, bn2)];
        if (bottleneck)
        {
            conv3 = Convolution(inner, outputs, 1, 1);
            bn3 = nn.BatchNorm2d(outputs);
            path = [.. path, owner.Fused(conv3, bn3)];
        }

        if (stride != 1 || inputs != outputs)
        {
            Conv2d projection = Convolution(inputs, outputs, 1, step);
            BatchNorm2d norm = nn.BatchNorm2d(outputs);
            downsample = nn.Sequential(("0", projection), ("1", norm));
            shortcut = owner.Fused(projection, norm);
        }

        RegisterComponents();
    }

    /// <summary>(N, inputs, H, W) → (N, outputs, H/stride, W/stride), before the ReLU.</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = path[0].Call(input);
        foreach (FoldedConvolution step in path[1..^1])
        {
            x = step.Call(x.relu_());
        }

        x = path[^1].Call(Pool(x.relu_()));
        return x.add_(shortcut?.Call(Pool(input)) ?? input).MoveToOuterDisposeScope();
    }

    private Tensor Pool(Tensor x) => pooling == 1 ? x : nn.functional.avg_pool2d(x, [pooling, pooling]);

    private static Conv2d Convolution(int inputs, int outputs, int size, int stride, int groups = 1) =>
        nn.Conv2d(inputs, outputs, size, stride: stride, padding: size / 2, groups: groups, bias: false);
}
