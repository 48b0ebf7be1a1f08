using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures.Blocks;

/// <summary>
/// An area of CORnet-S: a 1×1 convolution of its input, then a bottleneck (1×1, 3×3 and 1×1 convolution) that runs
/// several times with the same weights but with separate batch norms each time. Only the first run halves the map. Ends
/// before the last ReLU.
/// </summary>
internal sealed class CorNetBlock : nn.Module<Tensor, Tensor>
{
    private const int Scale = 4; // inner channels of the bottleneck per outer channel

    private readonly Conv2d conv_input;
    private readonly Conv2d skip;
    private readonly BatchNorm2d norm_skip;
    private readonly Conv2d conv1;
    private readonly Conv2d conv2;
    private readonly Conv2d conv3;
    private readonly FoldedConvolution shortcut;
    private readonly List<FoldedConvolution[]> steps = [];

    /// <summary>Builds an area of <paramref name="owner"/>.</summary>
    public CorNetBlock(StagedModel owner, int inputs, int outputs, int times)
        : base("CORblock_S")
    {
        int inner = outputs * Scale;
        conv_input = nn.Conv2d(inputs, outputs, 1, bias: false);
        skip = nn.Conv2d(outputs, outputs, 1, stride: 2, bias: false);
        norm_skip = nn.BatchNorm2d(outputs);
        conv1 = nn.Conv2d(outputs, inner, 1, bias: false);
        conv2 = nn.Conv2d(inner, inner, 3, stride: 2, padding: 1, bias: false);
        conv3 = nn.Conv2d(inner, outputs, 1, bias: false);
        RegisterComponents();
        shortcut = owner.Fused(skip, norm_skip);
        for (int t = 0; t < times; t++)
        {
            steps.Add([
                owner.Fused(conv1, Norm($"norm1_{t}", inner)),
                owner.Fused(conv2, Norm($"norm2_{t}", inner), t == 0 ? null : 1),
                owner.Fused(conv3, Norm($"norm3_{t}", outputs)),
            ]);
        }
    }

    /// <summary>(N, inputs, H, W) → (N, outputs, H/2, W/2), before the ReLU.</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = conv_input.call(input);
        for (int t = 0; t < steps.Count; t++)
        {
            Tensor start = t == 0 ? x : x.relu_();
            Tensor y = steps[t][0].Call(start).relu_();
            y = steps[t][1].Call(y).relu_();
            x = steps[t][2].Call(y).add_(t == 0 ? shortcut.Call(start) : start);
        }

        return x.MoveToOuterDisposeScope();
    }

    private BatchNorm2d Norm(string name, int channels)
    {
        BatchNorm2d norm = nn.BatchNorm2d(channels);
        register_module(name, norm);
        return norm;
    }
}
