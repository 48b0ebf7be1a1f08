using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Statistics;

/// <summary>
/// How alike two representations of the same stimuli are, from the inner products of the stimuli in each: neither
/// rotations nor the number of units matter.
/// </summary>
internal static class RepresentationSimilarity
{
    /// <summary>Fewest stimuli that the correction for their number allows.</summary>
    public const int LeastStimuli = 4;

    private const double Rounding = 1e-12;

    /// <summary>Inner products of the stimuli, in double precision.</summary>
    /// <param name="activations">(N, any shape): the activations for N stimuli.</param>
    /// <returns>(N, N) float64, on the CPU.</returns>
    public static Tensor Gram(Tensor activations)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = activations.detach().flatten(1).to(float64);
        return rows.mm(rows.t()).cpu().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Linear centred kernel alignment (Kornblith, Norouzi, Lee and Hinton 2019) with the unbiased estimate of the
    /// dependence (Song et al. 2012, equation 5), without which few stimuli and many units make everything alike.
    /// </summary>
    /// <param name="one">(N, N), N ≥ 4: inner products in one representation.</param>
    /// <param name="other">(N, N): in the other.</param>
    /// <returns>
    /// 1: the same up to rotation and scale; near 0, also a little below, for unrelated ones; NaN if a representation
    /// does not depend on the stimuli.
    /// </returns>
    public static double CenteredKernelAlignment(Tensor one, Tensor other)
    {
        using DisposeScope scope = NewDisposeScope();
        double squared = Dependence(one, one) * Dependence(other, other);
        return Varies(one) && Varies(other) && squared > 0 ? Dependence(one, other) / Math.Sqrt(squared) : double.NaN;
    }

    /// <summary>
    /// Procrustes similarity: the correlation that the best rotation of one representation onto the other reaches, both
    /// centred (Schönemann 1966; as a measure of representations Williams et al. 2021). It rises with the number of
    /// units in relation to the number of stimuli.
    /// </summary>
    /// <param name="one">(N, N): inner products in one representation.</param>
    /// <param name="other">(N, N): in the other.</param>
    /// <returns>0 to 1; NaN if a representation does not depend on the stimuli.</returns>
    public static double Procrustes(Tensor one, Tensor other)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor first, Tensor second) = (Root(Centred(one)), Root(Centred(other)));
        double scale = (first.norm() * second.norm()).item<double>();
        return Varies(one) && Varies(other)
            ? Math.Min(1, linalg.svdvals(first.mm(second)).sum().item<double>() / scale)
            : double.NaN;
    }

    /// <summary>The unbiased estimate of the Hilbert–Schmidt independence criterion.</summary>
    private static double Dependence(Tensor one, Tensor other)
    {
        double n = one.shape[0];
        Tensor diagonal = eye(one.shape[0], dtype: float64);
        (Tensor first, Tensor second) = (one * (1 - diagonal), other * (1 - diagonal));
        double products = (first * second).sum().item<double>();
        double sums = first.sum().item<double>() * second.sum().item<double>() / ((n - 1) * (n - 2));
        double rows = first.sum([0L]).dot(second.sum([0L])).item<double>() * 2 / (n - 2);
        return (products + sums - rows) / (n * (n - 3));
    }

    /// <summary>Whether more than rounding is left of a representation without its mean.</summary>
    private static bool Varies(Tensor gram) =>
        Centred(gram).norm().item<double>() > Rounding * gram.norm().item<double>();

    private static Tensor Centred(Tensor gram) => gram - gram.mean([0L], true) - gram.mean([1L], true) + gram.mean();

    /// <summary>The root of a positive semidefinite matrix.</summary>
    private static Tensor Root(Tensor gram)
    {
        (Tensor values, Tensor vectors) = linalg.eigh(gram);
        return (vectors * values.clamp_min(0).sqrt()).mm(vectors.t());
    }
}
