using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Synthesis.Objectives;

/// <summary>How close each item is to the others of its reference.</summary>
internal sealed class SpreadLoss : TermLoss
{
    private const double Nothing = 1e-12; // squared; the root has no gradient at 0

    private readonly Tensor shares; // (N, N): the share of each other item in an item's mean; 0 for other references
    private readonly double distance;

    /// <summary>Finds the items of equal references.</summary>
    /// <param name="term">The term.</param>
    /// <param name="references">(N, shape of a stimulus).</param>
    /// <param name="range">Largest less smallest value of the input.</param>
    /// <exception cref="MetamerException">No two items have the same reference.</exception>
    public SpreadLoss(SpreadTerm term, Tensor references, double range)
        : base(term)
    {
        using DisposeScope scope = NewDisposeScope();
        distance = term.Distance * range;
        Tensor same = Same(references).to(references.dtype);
        same = same - eye(references.shape[0], dtype: references.dtype, device: references.device);
        Tensor others = same.sum(1, keepdim: true);
        if (others.max().to(float64).item<double>() == 0)
        {
            throw new MetamerException(
                $"The objective asks to spread the metamers of one reference, but each of the {references.shape[0]} "
                    + "references of this batch occurs only once; give each several times: reference.Copies(3)."
            );
        }

        shares = (same / others.clamp_min(1)).DetachFromDisposeScope();
    }

    /// <summary>Which of the items of its reference each item is, from 0.</summary>
    /// <param name="references">(N, shape of a stimulus).</param>
    public static IReadOnlyList<int> Samples(Tensor references)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor before = Same(references).to(int64).tril(-1).sum(1).cpu();
        return [.. before.data<long>().Select(count => (int)count)];
    }

    public override Tensor Compute(ForwardPasses passes)
    {
        Tensor items = passes.Stimuli.flatten(1); // (N, values)
        Tensor squares = (items.unsqueeze(1) - items.detach().unsqueeze(0)).square().mean([2L]); // (N, N)
        return ((1 - (squares + Nothing).sqrt() / distance).clamp_min(0) * shares).sum(1);
    }

    public override void Dispose() => shares.Dispose();

    /// <summary>(N, N): whether two references are equal.</summary>
    private static Tensor Same(Tensor references)
    {
        Tensor flat = references.flatten(1);
        return stack([.. Enumerable.Range(0, (int)flat.shape[0]).Select(i => flat.eq(flat[i]).all(1))]);
    }
}
