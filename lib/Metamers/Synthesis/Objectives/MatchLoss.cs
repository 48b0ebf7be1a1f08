using Metamers.Models;
using static TorchSharp.torch;

namespace Metamers.Synthesis.Objectives;

/// <summary>How far activations are from the reference's.</summary>
internal sealed class MatchLoss(MatchTerm term, StagedModel model, string stage, Tensor activations) : TermLoss(term)
{
    private readonly InversionLoss loss = new(activations, stage);

    public override Tensor Compute(ForwardPasses passes) =>
        passes.AsOwn(loss.Compute(passes.Activations(model, stage)));

    public override void Dispose() => loss.Dispose();
}
