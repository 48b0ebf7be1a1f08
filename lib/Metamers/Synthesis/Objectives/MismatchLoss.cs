using Metamers.Models;
using static TorchSharp.torch;

namespace Metamers.Synthesis.Objectives;

/// <summary>How much is missing to activations that are far enough from the reference's.</summary>
internal sealed class MismatchLoss(MismatchTerm term, StagedModel model, string stage, Tensor activations)
    : TermLoss(term)
{
    private readonly InversionLoss loss = new(activations, stage);

    public override Tensor Compute(ForwardPasses passes) =>
        passes.AsOwn((1 - loss.Compute(passes.Activations(model, stage)) / term.Distance).clamp_min(0));

    public override void Dispose() => loss.Dispose();
}
