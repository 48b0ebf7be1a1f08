using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures.Blocks;

/// <summary>
/// torchvision's BasicBlock (two 3×3 convolutions, ResNet-18 and -34) or Bottleneck (1×1, 3×3, 1×1 with four times the
/// channels; the stride is in the 3×3 convolution, "v1.5", which ResNeXt splits into groups), with a projection
/// shortcut where the shape changes. Ends before the last ReLU.
/// </summary>
internal sealed class ResNetBlock : nn.Module<Tensor, Tensor>
{
    /// <summary>Output channels of a Bottleneck per inner channel.</summary>
    public const int Expansion = 4;

    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Conv2d? conv3;
    private readonly BatchNorm2d? bn3;
    private readonly Sequential? downsample;
    private readonly FoldedConvolution[] path;
    private readonly FoldedConvolution? shortcut;

    /// <summary>Builds a block of <paramref name="owner"/>.</summary>
    /// <param name="owner">The network that folds its batch norms.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="width">Channels of the 3×3 convolutions.</param>
    /// <param name="stride">1 or 2.</param>
    /// <param name="bottleneck">Whether it is a Bottleneck; otherwise a BasicBlock.</param>
    /// <param name="groups">Groups of the 3×3 convolution of a Bottleneck (ResNeXt).</param>
    /// <param name="groupWidth">Channels of each group if <paramref name="width"/> is 64.</param>
    public ResNetBlock(
        StagedModel owner,
        int inputs,
        int width,
        int stride,
        bool bottleneck,
        int groups = 1,
        int groupWidth = 64
    )
        : base(bottleneck ? "Bottleneck" : "BasicBlock")
    {
        int outputs = bottleneck ? width * Expansion : width;
        int inner = width * groupWidth / 64 * groups;
        conv1 = bottleneck ? Convolution(inputs, inner, 1, 1) : Convolution(inputs, inner, 3, stride);
        bn1 = nn.BatchNorm2d(inner);
        conv2 = Convolution(inner, inner, 3, bottleneck ? stride : 1, groups);
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
            Conv2d projection = Convolution(inputs, outputs, 1, stride);
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
        foreach (FoldedConvolution step in path[1..])
        {
            x = step.Call(x.relu_());
        }

        return x.add_(shortcut?.Call(input) ?? input).MoveToOuterDisposeScope();
    }

    private static Conv2d Convolution(int inputs, int outputs, int size, int stride, int groups = 1) =>
        nn.Conv2d(inputs, outputs, size, stride: stride, padding: size / 2, groups: groups, bias: false);
}
