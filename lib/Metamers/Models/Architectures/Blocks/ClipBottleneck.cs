using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures.Blocks;

/// <summary>
/// The bottleneck of CLIP's ResNets: all convolutions have stride 1, and an average pooling before the third
/// convolution and before the projection of the shortcut halves the map. Ends before the last ReLU.
/// </summary>
internal sealed class ClipBottleneck : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Conv2d conv3;
    private readonly BatchNorm2d bn3;
    private readonly Sequential? downsample;
    private readonly FoldedConvolution[] path;
    private readonly FoldedConvolution? shortcut;
    private readonly int stride;

    /// <summary>Builds a block of <paramref name="owner"/>.</summary>
    /// <param name="owner">The network that folds its batch norms.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="width">Channels of the 3×3 convolution; the output has four times as many.</param>
    /// <param name="stride">1 or 2.</param>
    public ClipBottleneck(StagedModel owner, int inputs, int width, int stride)
        : base("Bottleneck")
    {
        this.stride = stride;
        int outputs = width * ResNetBlock.Expansion;
        conv1 = nn.Conv2d(inputs, width, 1, bias: false);
        bn1 = nn.BatchNorm2d(width);
        conv2 = nn.Conv2d(width, width, 3, padding: 1, bias: false);
        bn2 = nn.BatchNorm2d(width);
        conv3 = nn.Conv2d(width, outputs, 1, bias: false);
        bn3 = nn.BatchNorm2d(outputs);
        path = [owner.Fused(conv1, bn1), owner.Fused(conv2, bn2), owner.Fused(conv3, bn3)];
        if (stride > 1 || inputs != outputs)
        {
            Conv2d projection = nn.Conv2d(inputs, outputs, 1, bias: false);
            BatchNorm2d norm = nn.BatchNorm2d(outputs);
            downsample = nn.Sequential(("0", projection), ("1", norm));
            shortcut = owner.Fused(projection, norm);
        }

        RegisterComponents();
    }

    /// <summary>(N, inputs, H, W) → (N, 4·width, H/stride, W/stride), before the ReLU.</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = path[1].Call(path[0].Call(input).relu_()).relu_();
        return path[2].Call(Pool(x)).add_(shortcut?.Call(Pool(input)) ?? input).MoveToOuterDisposeScope();
    }

    private Tensor Pool(Tensor x) => stride == 1 ? x : nn.functional.avg_pool2d(x, [stride, stride]);
}
