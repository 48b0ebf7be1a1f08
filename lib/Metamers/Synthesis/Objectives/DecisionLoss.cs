using Metamers.Models;
using static TorchSharp.torch;

namespace Metamers.Synthesis.Objectives;

/// <summary>How improbable the wanted decision is.</summary>
internal sealed class DecisionLoss : TermLoss
{
    private readonly StagedModel model;
    private readonly string stage;
    private readonly Tensor chosen; // (N, classes), true at the class of each item
    private readonly bool unlike;

    /// <summary>Takes the classes.</summary>
    /// <param name="term">The term.</param>
    /// <param name="model">A network that decides.</param>
    /// <param name="classes">The class of each item.</param>
    public DecisionLoss(DecideTerm term, StagedModel model, IReadOnlyList<int> classes)
        : base(term)
    {
        this.model = model;
        Stage last = model.Stages[^1];
        (stage, unlike) = (last.Name, term.Unlike);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor index = tensor(classes.Select(index => (long)index).ToArray()).unsqueeze(1);
        chosen = zeros(classes.Count, last.Units, @bool)
            .scatter(1, index, ones_like(index, @bool))
            .to(model.Device)
            .DetachFromDisposeScope();
    }

    public override Tensor Compute(ForwardPasses passes)
    {
        Tensor logits = passes.Activations(model, stage).flatten(1); // (N, classes)
        Tensor wanted = unlike ? chosen : chosen.logical_not(); // what is left out
        Tensor left = logits.masked_fill(wanted, double.NegativeInfinity).logsumexp(1);
        return passes.AsOwn((logits.logsumexp(1) - left) / Math.Log(logits.shape[1]));
    }

    public override void Dispose() => chosen.Dispose();
}
