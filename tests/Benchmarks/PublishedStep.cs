using Metamers.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>
/// The baseline: one step as in the published code (robustness/attacker.py, attack_steps.py and the networks' forward
/// methods). The whole network runs once without any use of the result; then it runs to the logits whatever stage is
/// matched, each stage a second time with the identity gradient, and all of them are kept; parameters require
/// gradients, batch norm is not folded, and the batch is one stimulus.
/// </summary>
/// <param name="model">A network in evaluation mode, not frozen, that computes stage by stage.</param>
/// <param name="stage">Index of the matched stage.</param>
/// <param name="reference">(1, 3, H, W), or (1, T) for a sound.</param>
/// <param name="start">Of the same shape.</param>
internal sealed class PublishedStep(StagedModel model, int stage, Tensor reference, Tensor start) : IDisposable
{
    private const double Radius = 100_000;

    private readonly long[] each = [-1, .. Enumerable.Repeat(1L, (int)reference.dim() - 1)];
    private readonly Tensor target = Target(model, stage, reference);
    private Tensor candidate = start.clone().DetachFromDisposeScope();

    /// <summary>The current candidate.</summary>
    public Tensor Candidate => candidate;

    public void Step(double size)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = candidate.clone().detach().requires_grad_(true);
        model.Logits(x);
        List<Tensor> outputs = Outputs(model, x);
        Tensor loss = (outputs[stage].flatten(1) - target).norm(1) / target.norm(1);
        Tensor gradient = autograd.grad([loss.mean()], [x])[0];
        using IDisposable noGradient = no_grad();
        Tensor length = gradient.flatten(1).norm(1).view(each);
        Tensor moved = x - size * gradient / (length + 1e-10);
        Tensor difference = moved - start;
        Tensor distance = difference.flatten(1).norm(1).view(each);
        Tensor projected = start + difference * (Radius / distance.clamp_min(Radius));
        candidate.Dispose();
        candidate = projected.clamp(model.Input.Minimum, model.Input.Maximum).DetachFromDisposeScope();
    }

    public void Dispose()
    {
        candidate.Dispose();
        target.Dispose();
    }

    private static Tensor Target(StagedModel model, int stage, Tensor reference)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        return Outputs(model, reference)[stage].flatten(1).DetachFromDisposeScope();
    }

    private static List<Tensor> Outputs(StagedModel model, Tensor x)
    {
        List<Tensor> outputs = [];
        for (int i = 0; i < model.Stages.Count; i++)
        {
            Tensor plain = model.Compute(i, x, identityGradient: false);
            outputs.Add(model.Stages[i].EndsInRelu ? model.Compute(i, x, identityGradient: true) : plain);
            x = plain;
        }

        return outputs;
    }
}
