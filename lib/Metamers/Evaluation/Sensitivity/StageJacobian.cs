using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation.Sensitivity;

/// <summary>
/// The Jacobian J of a stage's activations with respect to the stimulus, as products with several directions at once. J
/// itself, millions of numbers, is never computed. The gradients are the network's own, not those of the identity.
/// </summary>
/// <remarks>
/// Jᵀu is one backward pass. It is linear in u, so that the gradient of Jᵀu with respect to u, along v, is Jv: a
/// backward pass through the graph of the backward pass. Both graphs are kept, and the stimulus passes forward once.
/// </remarks>
internal sealed class StageJacobian : IDisposable
{
    private readonly Tensor input; // (directions, shape of the stimulus)
    private readonly Tensor output; // (directions, shape of the stage)
    private readonly Tensor cotangent;
    private readonly Tensor pulled; // Jᵀ · cotangent

    /// <summary>Passes the stimulus forward.</summary>
    /// <param name="model">The network.</param>
    /// <param name="stage">One of its stages.</param>
    /// <param name="stimulus">Without the batch dimension, in the range of the network.</param>
    /// <param name="directions">How many directions each product has.</param>
    /// <exception cref="MetamerException">The network does not take the stimulus, or has no such stage.</exception>
    public StageJacobian(StagedModel model, string stage, Tensor stimulus, int directions = 1)
    {
        model.RequireGradient();
        using DisposeScope scope = NewDisposeScope();
        Tensor one = stimulus.detach().to(model.ElementType, model.Device).unsqueeze(0);
        StimulusValidation.Check(model, one, "The stimulus");
        using IDisposable evaluation = model.InEvaluation();
        long[] shape = [.. one.shape];
        shape[0] = directions;
        input = one.expand(shape).clone().requires_grad_(true);
        output = model.Activations(input, stage);
        if (!output.isfinite().all().item<bool>())
        {
            throw new MetamerException(
                $"The activations of {model.Label} at '{stage}' contain NaN or infinity. Check its weights with "
                    + "ModelValidation.Check, or use float64 with model.to(torch.float64)."
            );
        }

        cotangent = zeros_like(output).requires_grad_(true);
        pulled = autograd
            .grad([output], [input], [cotangent], retain_graph: true, create_graph: true)[0]
            .DetachFromDisposeScope();
        input.DetachFromDisposeScope();
        output.DetachFromDisposeScope();
        cotangent.DetachFromDisposeScope();
    }

    /// <summary>As the constructor, for a stimulus, whose kind must be the one that the network takes.</summary>
    public static StageJacobian Linearise(StagedModel model, string stage, Stimulus stimulus, int directions = 1)
    {
        StimulusValidation.CheckKind(model, stimulus.Kind, $"The stimulus '{stimulus.Name}'");
        return new(model, stage, stimulus.Values, directions);
    }

    /// <summary>Number of values of the stimulus.</summary>
    public long Values => input.numel() / input.shape[0];

    /// <summary>Number of units of the stage.</summary>
    public long Units => output.numel() / output.shape[0];

    /// <summary>What directions of the stimulus do to the activations: Jv.</summary>
    /// <param name="directions">(directions, values).</param>
    /// <returns>(directions, units), type and device of the network.</returns>
    public Tensor Push(Tensor directions)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor along = directions.to(input.dtype, input.device).view(input.shape);
        return autograd
            .grad([pulled], [cotangent], [along], retain_graph: true)[0]
            .flatten(1)
            .detach()
            .MoveToOuterDisposeScope();
    }

    /// <summary>Which directions of the stimulus change a weighted sum of the activations: Jᵀu.</summary>
    /// <param name="weights">(directions, units).</param>
    /// <returns>(directions, values), type and device of the network.</returns>
    public Tensor Pull(Tensor weights)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor along = weights.to(input.dtype, input.device).view(output.shape);
        return autograd
            .grad([output], [input], [along], retain_graph: true)[0]
            .flatten(1)
            .detach()
            .MoveToOuterDisposeScope();
    }

    /// <summary>Jv, and JᵀJv.</summary>
    /// <param name="directions">(directions, values).</param>
    /// <returns>Both (directions, …), float64 on the CPU.</returns>
    public (Tensor Pushed, Tensor Gram) Gram(Tensor directions)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pushed = Push(directions);
        Tensor gram = Pull(pushed);
        return (pushed.cpu().to(float64).MoveToOuterDisposeScope(), gram.cpu().to(float64).MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        pulled.Dispose();
        cotangent.Dispose();
        output.Dispose();
        input.Dispose();
    }
}
