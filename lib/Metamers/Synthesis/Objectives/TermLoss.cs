using static TorchSharp.torch;

namespace Metamers.Synthesis.Objectives;

/// <summary>A term that has found its network and knows its references.</summary>
/// <param name="term">The term.</param>
internal abstract class TermLoss(ObjectiveTerm term) : IDisposable
{
    /// <summary>What it stands for.</summary>
    public ObjectiveTerm Term => term;

    /// <summary>The term of each item, without its weight.</summary>
    /// <param name="passes">The stimuli, and what networks answer to them.</param>
    /// <returns>(N), in the current dispose scope.</returns>
    public abstract Tensor Compute(ForwardPasses passes);

    /// <inheritdoc/>
    public virtual void Dispose() { }
}
