using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures.Blocks;

/// <summary>
/// Two 3×3 convolutions and a shortcut that subsamples and pads with zero channels; ends before the last ReLU.
/// </summary>
internal sealed class CifarBlock : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly FoldedConvolution first;
    private readonly FoldedConvolution second;
    private readonly int stride;
    private readonly int padding;

    public CifarBlock(StagedModel owner, int inputs, int outputs, int stride)
        : base(nameof(CifarBlock))
    {
        this.stride = stride;
        padding = (outputs - inputs) / 2;
        conv1 = nn.Conv2d(inputs, outputs, 3, stride: stride, padding: 1, bias: false);
        bn1 = nn.BatchNorm2d(outputs);
        conv2 = nn.Conv2d(outputs, outputs, 3, padding: 1, bias: false);
        bn2 = nn.BatchNorm2d(outputs);
        RegisterComponents();
        first = owner.Fused(conv1, bn1);
        second = owner.Fused(conv2, bn2);
    }

    /// <summary>(N, inputs, H, W) → (N, outputs, H/stride, W/stride), before the ReLU.</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = second.Call(first.Call(input).relu_());
        return x.add_(Shortcut(input)).MoveToOuterDisposeScope();
    }

    private Tensor Shortcut(Tensor input)
    {
        if (stride == 1 && padding == 0)
        {
            return input;
        }

        Tensor subsampled = input[
            TensorIndex.Ellipsis,
            TensorIndex.Slice(step: stride),
            TensorIndex.Slice(step: stride)
        ];
        return nn.functional.pad(subsampled, [0, 0, 0, 0, padding, padding]);
    }
}
