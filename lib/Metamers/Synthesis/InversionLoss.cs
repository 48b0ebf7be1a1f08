using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Synthesis;

/// <summary>
/// How far a candidate's activations are from the reference's: ‖A′ − A‖₂ / ‖A‖₂ over all units of the stage, for each
/// stimulus separately (method: inversion_loss_layer in the authors' robustness/custom_synthesis_losses.py).
/// </summary>
internal sealed class InversionLoss : IDisposable
{
    private readonly Tensor reference;
    private readonly Tensor norm;

    /// <summary>Takes the activations to be matched.</summary>
    /// <param name="activations">(N, shape of the stage), finite, none all zero; copied.</param>
    /// <param name="stage">Name of the stage, for messages.</param>
    /// <exception cref="MetamerException">An item's activations are all zero or not finite.</exception>
    public InversionLoss(Tensor activations, string stage)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor flat = activations.detach().flatten(1);
        Tensor norms = flat.norm(1);
        double[] values = [.. norms.to(float64).cpu().data<double>()];
        int[] zero = [.. Enumerable.Range(0, values.Length).Where(i => values[i] == 0)];
        int[] broken = [.. Enumerable.Range(0, values.Length).Where(i => !double.IsFinite(values[i]))];
        if (broken.Length > 0)
        {
            throw new MetamerException(
                $"The activations at '{stage}' of reference {string.Join(", ", broken)} (from 0) are not finite. "
                    + "Check the weights and the input's range."
            );
        }

        if (zero.Length > 0)
        {
            throw new MetamerException(
                $"Every unit of '{stage}' is zero for reference {string.Join(", ", zero)} (from 0), so there is "
                    + "nothing to match and the loss would divide by zero. "
                    + "Leave that stimulus out, or choose another stage."
            );
        }

        reference = flat.clone().DetachFromDisposeScope();
        norm = norms.DetachFromDisposeScope();
    }

    /// <summary>The loss of each candidate.</summary>
    /// <param name="activations">(N, shape of the stage).</param>
    /// <returns>(N): 0 if the activations are equal, 1 if all of the candidate's are zero.</returns>
    public Tensor Compute(Tensor activations)
    {
        using DisposeScope scope = NewDisposeScope();
        return ((activations.flatten(1) - reference).norm(1) / norm).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        reference.Dispose();
        norm.Dispose();
    }
}
