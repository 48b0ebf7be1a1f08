using Metamers.Claims;
using Metamers.Evaluation.Sensitivity;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Plotting;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Synthetic;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Evaluation.Sensitivity;

public sealed class PrincipalDistortionsTests
{
    private const int Side = 3;
    private const int Values = 3 * Side * Side;

    private static ImageStimulus Small => LinearNetwork.Picture(Side);
    private static ImageStimulus Leaves => SyntheticStimuli.DeadLeaves(32, 3);

    [Fact]
    public void Of_two_linear_networks_they_are_generalised_eigenvectors()
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor one, Tensor other) = (Matrix(1), Matrix(2));
        using LinearNetwork first = new("one", one, Side);
        using LinearNetwork second = new("other", other, Side);
        PrincipalDistortions found = PrincipalDistortions.Find(
            [(first, LinearNetwork.Stage), (second, LinearNetwork.Stage)],
            Small,
            new() { Steps = 400, Floor = 0 }
        );

        // A v = λ B v, by the Cholesky factor L of B: L⁻¹ A L⁻ᵀ has the same λ.
        Tensor inverse = linalg.inv(linalg.cholesky(other.t().matmul(other)));
        (Tensor values, Tensor vectors) = linalg.eigh(inverse.matmul(one.t().matmul(one)).matmul(inverse.t()));
        Tensor best = inverse.t().matmul(vectors);
        double spread = 0.25 * Math.Log(values[-1].item<double>() / values[0].item<double>());
        Assert.Equal(spread, found.Spread, 1e-5 * spread); // sums of float32 depend on the number of threads
        AssertAlong(best[TensorIndex.Colon, -1], found.First);
        AssertAlong(best[TensorIndex.Colon, 0], found.Second);
        Assert.Equal(2 * spread, found.LogRatios[0] - found.LogRatios[1], 1e-4);
        Assert.Equal(401, found.SpreadByStep.Count);
        Assert.Equal(found.SpreadByStep.Order(), found.SpreadByStep);
    }

    [Fact]
    public void The_gradient_is_that_of_finite_differences()
    {
        using DisposeScope scope = NewDisposeScope();
        using LinearNetwork first = new("one", Matrix(1), Side);
        using LinearNetwork second = new("other", Matrix(2), Side);
        using LinearNetwork third = new("third", Matrix(3), Side);
        using SensitivityRatios ratios = SensitivityRatios.Measure(
            [(first, LinearNetwork.Stage), (second, LinearNetwork.Stage), (third, LinearNetwork.Stage)],
            Small,
            floor: 0.3
        );
        Tensor pair = RandomDirections.Draw(2, Values, seed: 3);
        Tensor gradient = ratios.At(pair).Gradient;
        Assert.True((gradient * pair).sum(1).abs().max().item<double>() < 1e-12); // tangential
        Tensor toward = RandomDirections.Draw(2, Values, seed: 4);
        toward -= (toward * pair).sum(1, keepdim: true) * pair;
        const double Step = 1e-5;
        double difference =
            (ratios.At(Unit(pair + Step * toward)).Variance - ratios.At(Unit(pair - Step * toward)).Variance)
            / (2 * Step);
        double slope = (gradient * toward).sum().item<double>();
        Assert.Equal(slope, difference, 1e-6 * Math.Abs(slope));
    }

    [Fact]
    public void The_floor_limits_what_a_network_that_notices_nothing_adds()
    {
        using DisposeScope scope = NewDisposeScope();
        using LinearNetwork all = new("all", eye(Values, dtype: float64), Side);
        using LinearNetwork half = new("half", eye(Values, dtype: float64)[..13], Side);
        PrincipalDistortions Find(double floor, int steps) =>
            PrincipalDistortions.Find(
                [(all, LinearNetwork.Stage), (half, LinearNetwork.Stage)],
                Small,
                new() { Steps = steps, Floor = floor }
            );

        // Of two networks the spread is half the difference of the ratios, and half notices nothing of e₁ or of e₂.
        double random = 13.0 / Values; // about: mean square over random directions
        double limit = 0.25 * Math.Log((random + 1e-4 * random) / (1e-4 * random) / random);
        Assert.Equal(limit, Find(0.01, 200).Spread, 0.05 * limit);
        Assert.True(Find(0, 200).Spread > Find(0.01, 200).Spread);
    }

    [Fact]
    public void Networks_of_the_zoo_are_told_apart_and_the_same_seed_gives_the_same_bits()
    {
        using StagedModel standard = ModelZoo.Load("resnet20-standard-seed0");
        using StagedModel robust = ModelZoo.Load("resnet20-l2-seed0");
        PrincipalDistortionOptions options = new() { Steps = 6 };
        ImageStimulus leaves = Leaves;
        PrincipalDistortions Find(PrincipalDistortionOptions how) =>
            PrincipalDistortions.Find([(standard, "final"), (robust, "layer3")], leaves, how);
        PrincipalDistortions found = Find(options);
        Assert.Equal(["final", "layer3"], found.Stages);
        Assert.True(found.LogRatios[0] > found.LogRatios[1], $"{found}");
        Assert.True(found.Spread > 2 * found.SpreadByStep[0], $"{found}");
        Assert.Equal(found.Spread, 0.5 * (found.LogRatios[0] - found.LogRatios[1]), 1e-6);
        PrincipalDistortions again = Find(options);
        Assert.Equal(found.First.Direction.bytes, again.First.Direction.bytes);
        Assert.Equal(found.SpreadByStep, again.SpreadByStep);
        Assert.NotEqual(found.Spread, Find(options with { Seed = 1, Steps = 2 }).SpreadByStep[0]);

        Assert.Contains("<table", found.ToHtml(), StringComparison.Ordinal);
        Assert.NotEmpty(new[] { found, again }.LogRatios().ToPng());
        Assert.NotEmpty(new[] { found }.SpreadCurves().ToPng());

        LiveTensors.AssertNoneLeftBy(() =>
        {
            PrincipalDistortions pair = Find(options with { Steps = 2 });
            pair.First.Direction.Dispose();
            pair.Second.Direction.Dispose();
        });
    }

    [Fact]
    public void Stages_of_one_network_are_named_by_stage_and_others_by_network()
    {
        using DisposeScope scope = NewDisposeScope();
        Distortion any = new(Small, ones(3, Side, Side));
        string Axis(string[] networks, string[] stages)
        {
            Axis axis = new[]
            {
                new PrincipalDistortions(networks, stages, Small, any, any, new double[networks.Length], [0, 1]),
            }
                .LogRatios(new Dictionary<string, string> { ["a"] = "first" })
                .X;
            return $"{axis.Label}: {string.Join("; ", axis.Categories!)}";
        }

        Assert.Equal("Stage: layer1; final", Axis(["a", "a"], ["layer1", "final"]));
        Assert.Equal("Network: first; b", Axis(["a", "b"], ["final", "final"]));
        Assert.Equal(
            "Network: first, layer1; first, final; b, final",
            Axis(["a", "a", "b"], ["layer1", "final", "final"])
        );
    }

    [Fact]
    public void Claims_say_which_groups_are_apart()
    {
        using DisposeScope scope = NewDisposeScope();
        Distortion any = new(Small, ones(3, Side, Side));
        PrincipalDistortions Pair(params double[] ratios) =>
            new(["a", "b", "c", "d"], ["", "", "", ""], Small, any, any, ratios, [0, 1]);

        PrincipalDistortions apart = Pair(2, 2, -2, -2);
        Assert.Equal(1, DistortionClaims.ShareBetween(apart, key => key is "a" or "b"), 1e-12);
        Assert.Equal(0, DistortionClaims.ShareBetween(apart, key => key is "a" or "c"), 1e-12);
        ClaimList claims = new[] { apart, Pair(3, 2, -2, -3) }.Separation(
            key => key is "a" or "b",
            key => key is "a" or "c"
        );
        Assert.Equal(
            [ClaimVerdict.Agrees, ClaimVerdict.Opposes, ClaimVerdict.Agrees],
            claims.Select(claim => claim.Verdict)
        );
        Assert.All(claims, claim => Assert.Equal(2, claim.Stimuli), throwIfEmpty: true);
    }

    [Fact]
    public void What_cannot_be_compared_is_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        using LinearNetwork small = new("small", Matrix(1), Side);
        using LinearNetwork large = new("large", RandomDirections.Draw(3, 48, 0), side: 4);
        using LinearNetwork blind = new("blind", zeros(4, Values, float64), Side);
        Assert.Contains("at least two", Refusal((small, LinearNetwork.Stage)), StringComparison.Ordinal);
        Assert.Contains("Give at least two", Refusal(), StringComparison.Ordinal);
        string shapes = Refusal((small, LinearNetwork.Stage), (large, LinearNetwork.Stage));
        Assert.Contains("(3, 4, 4)", shapes, StringComparison.Ordinal);
        Assert.Contains("(3, 3, 3)", shapes, StringComparison.Ordinal);
        Assert.Contains(
            "no stage 'other'",
            Refusal((small, LinearNetwork.Stage), (small, "other")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "blind has the squared sensitivity 0",
            Refusal((small, LinearNetwork.Stage), (blind, LinearNetwork.Stage)),
            StringComparison.Ordinal
        );
        string options = Assert
            .Throws<MetamerException>(() =>
                PrincipalDistortions.Find(
                    [(small, LinearNetwork.Stage), (small, LinearNetwork.Stage)],
                    Small,
                    new() { Steps = 0, Floor = 1 }
                )
            )
            .Message;
        Assert.Contains("Steps = 0", options, StringComparison.Ordinal);
        Assert.Contains("Floor = 1", options, StringComparison.Ordinal);

        static string Refusal(params (StagedModel, string)[] networks) =>
            Assert.Throws<MetamerException>(() => PrincipalDistortions.Find(networks, Small)).Message;
    }

    /// <summary>A matrix that is not far from the identity, so that no direction is hard to find.</summary>
    private static Tensor Matrix(int seed) => eye(Values, dtype: float64) + RandomDirections.Draw(Values, Values, seed);

    private static Tensor Unit(Tensor pair) => pair / pair.norm(1, keepdim: true);

    private static void AssertAlong(Tensor expected, Distortion found) =>
        Assert.Equal(1, Math.Abs(found.Direction.flatten().dot(expected / expected.norm()).item<double>()), 1e-5);
}
