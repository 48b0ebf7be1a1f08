using static TorchSharp.torch;

namespace Metamers.Runtime;

/// <summary>
/// Seeds the random numbers of torch itself, which weights and dropout are drawn from; disposing puts back what those
/// of the CPU were, so that the caller's own draws do not change.
/// </summary>
internal sealed class SeededTorch : IDisposable
{
    private readonly Tensor before = random.get_rng_state().DetachFromDisposeScope();

    /// <summary>Seeds them.</summary>
    public SeededTorch(long seed) => manual_seed(seed);

    public void Dispose()
    {
        random.set_rng_state(before);
        before.Dispose();
    }
}
