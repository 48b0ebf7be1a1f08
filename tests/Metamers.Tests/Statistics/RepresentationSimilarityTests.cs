using Metamers.Statistics;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Statistics;

public sealed class RepresentationSimilarityTests
{
    [Fact]
    public void Neither_rotation_scale_nor_shift_matters()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor one = Normal(12, 7, seed: 0);
        (Tensor rotation, _) = linalg.qr(Normal(7, 7, seed: 1));
        Tensor other = one.mm(rotation) * 3 + 2;
        (Tensor first, Tensor second) = (RepresentationSimilarity.Gram(one), RepresentationSimilarity.Gram(other));
        Assert.Equal(1, RepresentationSimilarity.Procrustes(first, second), 10);
        Assert.Equal(1, RepresentationSimilarity.CenteredKernelAlignment(first, second), 10);
    }

    /// <summary>The estimate is the mean of a kernel over all quadruples of different stimuli.</summary>
    [Fact]
    public void Alignment_is_that_of_all_quadruples()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor one = Normal(7, 5, seed: 2);
        Tensor k = RepresentationSimilarity.Gram(one);
        Tensor l = RepresentationSimilarity.Gram(one[.., ..3] + 0.5 * Normal(7, 3, seed: 3));
        double expected = Quadruples(k, l) / Math.Sqrt(Quadruples(k, k) * Quadruples(l, l));
        Assert.Equal(expected, RepresentationSimilarity.CenteredKernelAlignment(k, l), 10);

        static double Quadruples(Tensor k, Tensor l)
        {
            (double sum, int count) = (0, 0);
            double K(int i, int j) => k[i, j].item<double>();
            double L(int i, int j) => l[i, j].item<double>();
            int[] all = [.. Enumerable.Range(0, 7)];
            foreach (
                (int i, int j, int q, int r) in from i in all
                from j in all
                from q in all
                from r in all
                where new[] { i, j, q, r }.Distinct().Count() == 4
                select (i, j, q, r)
            )
            {
                sum += K(i, j) * L(i, j) + K(i, j) * L(q, r) - 2 * K(i, j) * L(i, q);
                count++;
            }

            return sum / count;
        }
    }

    [Fact]
    public void Procrustes_is_the_correlation_after_the_best_rotation()
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor one, Tensor other) = (Normal(9, 4, seed: 4), Normal(9, 6, seed: 5));
        (Tensor x, Tensor y) = (one - one.mean([0L], true), other - other.mean([0L], true));
        double expected = (linalg.svdvals(x.t().mm(y)).sum() / (x.norm() * y.norm())).item<double>();
        double found = RepresentationSimilarity.Procrustes(
            RepresentationSimilarity.Gram(one),
            RepresentationSimilarity.Gram(other)
        );
        Assert.Equal(expected, found, 8);
    }

    /// <summary>What the correction is for: few stimuli, many units.</summary>
    [Fact]
    public void Unrelated_representations_are_not_aligned()
    {
        using DisposeScope scope = NewDisposeScope();
        double[] found =
        [
            .. Enumerable
                .Range(0, 20)
                .Select(i =>
                    RepresentationSimilarity.CenteredKernelAlignment(
                        RepresentationSimilarity.Gram(Normal(20, 400, seed: 10 + (ulong)i)),
                        RepresentationSimilarity.Gram(Normal(20, 400, seed: 100 + (ulong)i))
                    )
                ),
        ];
        Assert.InRange(found.Average(), -4 * StandardError.OfMean(found), 4 * StandardError.OfMean(found));
    }

    [Fact]
    public void What_does_not_depend_on_the_stimuli_has_no_similarity()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor constant = RepresentationSimilarity.Gram(zeros(6, 3, float64));
        Tensor varied = RepresentationSimilarity.Gram(Normal(6, 3, seed: 6));
        Assert.True(double.IsNaN(RepresentationSimilarity.CenteredKernelAlignment(constant, varied)));
        Assert.True(double.IsNaN(RepresentationSimilarity.Procrustes(constant, varied)));

        // As the outputs of a dead layer, which are its biases.
        Tensor biases = RepresentationSimilarity.Gram(Normal(1, 10, seed: 7).expand(6, 10));
        Assert.True(double.IsNaN(RepresentationSimilarity.CenteredKernelAlignment(biases, varied)));
        Assert.True(double.IsNaN(RepresentationSimilarity.Procrustes(varied, biases)));
    }

    private static Tensor Normal(long rows, long columns, ulong seed)
    {
        using Generator random = new(seed, CPU);
        return randn(rows, columns, dtype: float64, generator: random);
    }
}
