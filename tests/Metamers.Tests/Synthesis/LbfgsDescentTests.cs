using Metamers.Synthesis.Descents;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Synthesis;

/// <summary>L-BFGS alone, on functions whose minimum is known.</summary>
public sealed class LbfgsDescentTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ends_at_the_best_point_that_was_evaluated(bool better)
    {
        using DisposeScope scope = NewDisposeScope();
        using LbfgsDescent descent = new(0.1, 0, 1);
        Tensor start = full([1, 3], 0.5);
        Tensor next = descent.Step(start, tensor([2f]), tensor([1f, 2f, -2f]).unsqueeze(0), last: false);
        Assert.False(next.equal(start).all().item<bool>());
        Tensor loss = tensor([better ? 1f : 3f]);
        Tensor end = descent.Step(next, loss, tensor([-1f, 1f, 1f]).unsqueeze(0), last: true);
        Assert.True(end.equal(better ? next : start).all().item<bool>());
    }

    /// <summary>A move that the bounds have turned upwards is not excused by the slope that it follows.</summary>
    [Fact]
    public void A_point_that_is_higher_is_never_accepted()
    {
        using DisposeScope scope = NewDisposeScope();
        using LbfgsDescent descent = new(0.1, 0, 1);
        Tensor start = full([1, 3], 0.5);
        Tensor gradient = tensor([1f, 2f, -2f]).unsqueeze(0);
        descent.Step(start, tensor([2f]), gradient, last: false);
        Tensor upwards = start + 0.1 * gradient;
        Tensor end = descent.Step(upwards, tensor([2.00002f]), gradient, last: true);
        Assert.True(end.equal(start).all().item<bool>());
    }

    /// <summary>Where the minimum is at bounds, the free values must not be led astray by the held ones.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(10)]
    public void Finds_a_minimum_at_the_bounds_of_a_paraboloid(int seed)
    {
        const int n = 12;
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new((ulong)seed, CPU);
        Tensor q = randn([n, n], float64, generator: random);
        Tensor a = q.mm(q.t()) + 0.3 * eye(n, dtype: float64);
        Tensor centre = rand([n], float64, generator: random) * 3 - 1; // of the paraboloid, mostly outside of [0, 1]
        Tensor x = full([n], 0.5, float64);
        double step = 1 / linalg.eigvalsh(a)[^1].item<double>();
        for (int i = 0; i < 20_000; i++)
        {
            using DisposeScope each = NewDisposeScope();
            x = (x - step * a.mv(x - centre)).clamp(0, 1).MoveToOuterDisposeScope();
        }

        double least = Value(x.unsqueeze(0)).item<double>();
        Assert.True(x.eq(0).logical_or(x.eq(1)).sum().item<long>() >= 3);
        using LbfgsDescent descent = new(0.1, 0, 1);
        Tensor at = full([1, n], 0.5, float64);
        for (int i = 0; i < 60; i++)
        {
            using DisposeScope each = NewDisposeScope();
            Tensor loss = (2 * Value(at)).sqrt();
            Tensor gradient = (at - centre).mm(a) / loss.unsqueeze(1);
            at = descent.Step(at, loss, gradient, last: i == 59).MoveToOuterDisposeScope();
        }

        Assert.InRange(Value(at).item<double>(), least - 1e-9, least + 1e-9);

        Tensor Value(Tensor points) => ((points - centre).mm(a) * (points - centre)).sum(1) / 2;
    }
}
