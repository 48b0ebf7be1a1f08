using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Synthesis.Objectives;

/// <summary>The weighted sum of an objective's terms, for given references.</summary>
/// <param name="terms">At least one; disposed with it.</param>
internal sealed class ObjectiveLoss(IReadOnlyList<TermLoss> terms) : IDisposable
{
    /// <summary>The sum of each item. The gradient of an item's sum holds the other items fixed.</summary>
    /// <param name="x">(N, shape of a stimulus).</param>
    /// <param name="identityGradient">Whether the ReLU that ends a matched stage passes the gradient unchanged.</param>
    /// <returns>(N).</returns>
    public Tensor Compute(Tensor x, bool identityGradient)
    {
        using DisposeScope scope = NewDisposeScope();
        ForwardPasses passes = new(x, identityGradient);
        Tensor sum = Weighted(terms[0], passes);
        foreach (TermLoss term in terms.Skip(1))
        {
            sum = sum + Weighted(term, passes);
        }

        return sum.MoveToOuterDisposeScope();
    }

    /// <summary>Each term of each item, without weights.</summary>
    /// <param name="x">(N, shape of a stimulus).</param>
    /// <returns>In the order of the terms, one value per item.</returns>
    public IReadOnlyList<(ObjectiveTerm Term, IReadOnlyList<double> Values)> Parts(Tensor x)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        ForwardPasses passes = new(x, identityGradient: false);
        return
        [
            .. terms.Select(term =>
                (term.Term, (IReadOnlyList<double>)[.. term.Compute(passes).to(float64).cpu().data<double>()])
            ),
        ];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (TermLoss term in terms)
        {
            term.Dispose();
        }
    }

    private static Tensor Weighted(TermLoss term, ForwardPasses passes)
    {
        Tensor value = term.Compute(passes);
        return term.Term.Weight == 1 ? value : value * term.Term.Weight;
    }
}
