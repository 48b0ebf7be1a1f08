using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures.Blocks;

/// <summary>
/// Units of one patch size: the similarity of the patch to each position of the complex cells below, exp(−distance² /
/// 2).
/// </summary>
internal sealed class HmaxS2 : nn.Module<Tensor, Tensor>
{
    private const int Orientations = 4;

    private readonly Conv2d conv;
    private readonly Conv2d uniform;
    private readonly Parameter patches_sum_sq;

    /// <summary>Builds units with random patches; the trained ones are in the checkpoint.</summary>
    /// <param name="size">Side length of the patches.</param>
    /// <param name="patches">Number of patches.</param>
    public HmaxS2(int size, int patches)
        : base("S2")
    {
        conv = nn.Conv2d(
            Orientations,
            Orientations * patches,
            size,
            padding: size / 2,
            groups: Orientations,
            bias: false
        );
        uniform = nn.Conv2d(1, 1, size, padding: size / 2, bias: false);
        patches_sum_sq = new Parameter(zeros(patches));
        RegisterComponents();
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        conv.weight.copy_(rand(conv.weight.shape));
        uniform.weight.fill_(1);
        patches_sum_sq.copy_(conv.weight.square().view(Orientations, patches, -1).sum([0, 2]));
    }

    /// <summary>(N, 4, H, W) → (N, patches, H', W'), one pixel larger if the size is even.</summary>
    public override Tensor forward(Tensor c1)
    {
        using DisposeScope scope = NewDisposeScope();
        long patches = patches_sum_sq.shape[0];
        Tensor weight = conv
            .weight.view(Orientations, patches, conv.weight.shape[2], conv.weight.shape[3])
            .transpose(0, 1); // sums over orientations at the same time
        Tensor product = nn.functional.conv2d(c1, weight, padding: conv.padding);
        Tensor square = uniform.call(c1.square().sum(1, keepdim: true));
        Tensor distance = square - 2 * product + patches_sum_sq.view(1, -1, 1, 1);
        return (distance * -0.5).exp().MoveToOuterDisposeScope();
    }
}
