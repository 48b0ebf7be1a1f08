namespace Metamers.Stimuli.Synthetic;

/// <summary>
/// Random numbers that are the same on every platform and in every version (SplitMix64; Steele, Lea and Flood 2014). It
/// uses only integer arithmetic and exact scaling, no function of the platform's mathematics library.
/// </summary>
/// <param name="seed">Any number; different seeds give unrelated sequences.</param>
internal sealed class SplitMix64(long seed)
{
    private ulong _state = unchecked((ulong)seed);

    /// <summary>Uniform in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1L << 53));

    /// <summary>Uniform in [from, to).</summary>
    public double Uniform(double from, double to) => from + (to - from) * Uniform();

    /// <summary>
    /// Mean 0, variance 1, within ±3.5: the sum of four uniform numbers, bell-shaped without a logarithm or cosine.
    /// </summary>
    public double Bell() => (Uniform() + Uniform() + Uniform() + Uniform() - 2) * Math.Sqrt(3);

    /// <summary>64 random bits.</summary>
    internal ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
