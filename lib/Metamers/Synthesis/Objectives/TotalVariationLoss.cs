using static TorchSharp.torch;

namespace Metamers.Synthesis.Objectives;

/// <summary>How much neighbouring pixels differ.</summary>
internal sealed class TotalVariationLoss(TotalVariationTerm term, double range) : TermLoss(term)
{
    public override Tensor Compute(ForwardPasses passes)
    {
        Tensor x = passes.Stimuli; // (N, channels, H, W)
        Tensor down = (x.narrow(2, 1, x.shape[2] - 1) - x.narrow(2, 0, x.shape[2] - 1)).abs().flatten(1);
        Tensor across = (x.narrow(3, 1, x.shape[3] - 1) - x.narrow(3, 0, x.shape[3] - 1)).abs().flatten(1);
        return (down.sum(1) + across.sum(1)) / (range * (down.shape[1] + across.shape[1]));
    }
}
