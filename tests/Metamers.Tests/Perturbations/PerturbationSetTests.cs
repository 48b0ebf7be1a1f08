using Metamers.Perturbations;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Perturbations;

public sealed class PerturbationSetTests
{
    private static readonly PerturbationNorm[] Norms = Enum.GetValues<PerturbationNorm>();

    public static TheoryData<PerturbationNorm> AllNorms() => [.. Norms];

    [Fact]
    public void Sizes_and_steps_are_those_of_the_formulas()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = zeros(1, 1, 2, 2, float64);
        Tensor gradient = tensor([3.0, -4.0, 0.0, 0.0]).view(1, 1, 2, 2);
        AssertValues([7, 5, 4], [.. Norms.Select(norm => new PerturbationSet(norm, 1).Size(gradient).item<double>())]);
        AssertValues([0.3, -0.4, 0, 0], Values(new PerturbationSet(PerturbationNorm.L2, 1).Step(x, gradient, 0.5)));
        AssertValues([0.5, -0.5, 0, 0], Values(new PerturbationSet(PerturbationNorm.LInf, 1).Step(x, gradient, 0.5)));
        AssertValues([0, -0.5, 0, 0], Values(new PerturbationSet(PerturbationNorm.L1, 1).Step(x, gradient, 0.5)));
        AssertValues([-0.3, 0.4, 0, 0], Values(new PerturbationSet(PerturbationNorm.L2, 1).Step(x, gradient, -0.5)));
    }

    [Theory]
    [MemberData(nameof(AllNorms))]
    public void A_gradient_of_zero_moves_nothing(PerturbationNorm norm)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = rand(2, 3, 4, 4);
        Assert.True(x.Equals(new PerturbationSet(norm, 1).Step(x, zeros_like(x), 0.5)));
    }

    [Theory]
    [MemberData(nameof(AllNorms))]
    public void A_projection_is_inside_nearest_and_stays_where_it_is(PerturbationNorm norm)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(3, CPU);
        PerturbationSet set = new(norm, 0.7);
        Tensor center = rand([6, 1, 4, 5], float64, generator: random);
        Tensor x =
            center
            + (rand([6, 1, 4, 5], float64, generator: random) - 0.5)
                * tensor([0.01, 0.1, 1.0, 2.0, 5.0, 50.0]).view(-1, 1, 1, 1);
        Tensor projected = set.Project(x, center, -100, 100);
        Assert.All(
            Values(set.Size(projected - center)),
            size => Assert.InRange(size, 0, 0.7 + 1e-9),
            throwIfEmpty: true
        );
        AssertClose(projected, set.Project(projected, center, -100, 100), 1e-9);

        // Points inside do not move, and no other point of the set is nearer.
        Tensor inside = set.Size(x - center).le(0.7);
        AssertClose(x[inside], projected[inside], 1e-12);
        Tensor distance = (x - projected).flatten(1).norm(1);
        for (int trial = 0; trial < 200; trial++)
        {
            Tensor other = set.Project(
                projected + 0.05 * (rand([6, 1, 4, 5], float64, generator: random) - 0.5),
                center,
                -100,
                100
            );
            Assert.True((x - other).flatten(1).norm(1).ge(distance - 1e-9).all().item<bool>());
        }
    }

    [Theory]
    [MemberData(nameof(AllNorms))]
    public void A_projection_keeps_the_range_of_the_values(PerturbationNorm norm)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor center = rand(4, 3, 8, 8);
        Tensor projected = new PerturbationSet(norm, 5).Project(center + 3 * randn(4, 3, 8, 8), center, 0, 1);
        Assert.InRange(projected.min().item<float>(), 0, 1);
        Assert.InRange(projected.max().item<float>(), 0, 1);
        Assert.All(
            Values(new PerturbationSet(norm, 5).Size(projected - center).to(float64)),
            size => Assert.InRange(size, 0, 5.0001),
            throwIfEmpty: true
        );
    }

    [Theory]
    [MemberData(nameof(AllNorms))]
    public void Random_perturbations_have_the_size_that_they_are_said_to_have(PerturbationNorm norm)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(5, CPU);
        PerturbationSet set = new(norm, 0.03);
        Tensor like = zeros(5, 3, 16, 16);
        Assert.All(
            Values(set.Size(set.RandomStart(like, random)).to(float64)),
            size => Assert.InRange(size, 0.02, 0.030001),
            throwIfEmpty: true
        );
        Tensor full = set.RandomOfFullSize(like, random);
        Assert.All(Values(set.Size(full).to(float64)), size => Assert.Equal(0.03, size, 1e-6), throwIfEmpty: true);
        Assert.NotEqual(full[0], full[1]);
        if (norm == PerturbationNorm.LInf)
        {
            AssertClose(full.abs(), full_like(full, 0.03), 1e-7);
        }

        using Generator again = new(5, CPU);
        Assert.True(set.RandomStart(like, again).Equals(set.RandomStart(like, new Generator(5, CPU))));
    }

    private static double[] Values(Tensor x) => [.. x.data<double>()];

    private static void AssertValues(double[] expected, double[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-9));

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance) =>
        Assert.True((expected - actual).abs().le(tolerance).all().item<bool>());
}
