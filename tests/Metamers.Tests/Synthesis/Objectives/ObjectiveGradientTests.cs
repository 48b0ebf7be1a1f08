using Metamers.Models;
using Metamers.Synthesis.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Synthesis.Objectives;

/// <summary>The terms as numbers that are known, and their gradients against finite differences.</summary>
public sealed class ObjectiveGradientTests
{
    private const double Range = 1;

    private static readonly StagedModel Own = ObjectiveExamples.Network(8, ScalarType.Float64);
    private static readonly StagedModel Other = ObjectiveExamples.Network(14, ScalarType.Float64);

    static ObjectiveGradientTests() { } // so that these tensors belong to no test's dispose scope

    public static TheoryData<string> Names => ObjectiveExamples.Names;

    /// <summary>The change of an item's own loss along a direction in which only that item moves.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradient_of_every_objective_is_that_of_finite_differences(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using ObjectiveLoss loss = Bind(ObjectiveExamples.All[name]);
        Tensor x = RuleTensors.Uniform("candidates", 3, 3, 32, 32) * 0.4 + 0.3;
        Tensor at = x.clone().requires_grad_(true);
        Tensor values = loss.Compute(at, identityGradient: false);
        Tensor gradient = autograd.grad([values.sum()], [at])[0];
        for (int item = 0; item < 3; item++)
        {
            Tensor direction = zeros_like(x);
            direction[item] = RuleTensors.Uniform($"direction {item}", 3, 32, 32) - 0.5;
            const double step = 1e-6;
            double measured = (Value(x + step * direction) - Value(x - step * direction)) / (2 * step);
            double expected = (gradient * direction).sum().item<double>();
            Assert.Equal(expected, measured, 1e-5 * Math.Max(1, Math.Abs(expected)));

            double Value(Tensor moved) => loss.Compute(moved, identityGradient: false)[item].item<double>();
        }

        Assert.True(gradient[1].norm().item<double>() > 0);
    }

    [Fact]
    public void A_sum_has_its_weights_and_every_term_its_unit()
    {
        using DisposeScope scope = NewDisposeScope();
        SynthesisObjective objective = new(
            new MatchTerm { Stage = "layer2", Weight = 0.25 },
            new MismatchTerm { Stage = "final", Distance = 2 },
            new SpreadTerm { Distance = 0.5, Weight = 3 },
            new TotalVariationTerm { Weight = 7 }
        );
        using ObjectiveLoss loss = Bind(objective);
        Tensor references = ObjectiveExamples.References.Stack().to(float64);
        IReadOnlyList<double>[] same = [.. loss.Parts(references).Select(part => part.Values)];
        Assert.All(same[0], value => Assert.Equal(0, value)); // a reference matches itself
        Assert.All(same[1], value => Assert.Equal(1, value)); // and does not mismatch at all
        Assert.Equal([1, 1, 0], same[2].Select(value => Math.Round(value, 4))); // the first two are one picture

        Tensor x = RuleTensors.Uniform("candidates", 3, 3, 32, 32);
        IReadOnlyList<double>[] parts = [.. loss.Parts(x).Select(part => part.Values)];
        Assert.Equal(
            parts[0].Select((_, i) => 0.25 * parts[0][i] + parts[1][i] + 3 * parts[2][i] + 7 * parts[3][i]),
            loss.Compute(x, identityGradient: false).data<double>(),
            (one, other) => Math.Abs(one - other) < 1e-12
        );
        double apart = (x[0] - x[1]).square().mean().sqrt().item<double>();
        Assert.Equal(1 - apart / 0.5, parts[2][0], 6);
        Assert.Equal(0, parts[2][2]);
    }

    [Fact]
    public void Total_variation_is_that_of_known_pictures_of_any_size()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (long size in new long[] { 8, 32, 65 })
        {
            Tensor stripes = arange(size).remainder(2).to(float64).expand(1, 3, size, size); // of single pixels
            Assert.Equal(0.5, Of(stripes), 12); // 1 across, 0 down
            Assert.Equal(0, Of(full([1, 3, size, size], 0.7, float64)), 12);
            Assert.Equal(0.25, Of(stripes, range: 2), 12);
        }

        Assert.Equal(1 / 3.0, Of(rand([1, 3, 256, 256], float64, generator: new Generator(1, CPU))), 2);

        static double Of(Tensor pixels, double range = Range) =>
            new TotalVariationLoss(new(), range).Compute(new ForwardPasses(pixels, false)).item<double>();
    }

    [Fact]
    public void A_decision_counts_in_the_logarithm_of_its_probability()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = RuleTensors.Uniform("candidates", 3, 3, 32, 32);
        Tensor probabilities = Own.Logits(x).softmax(1);
        using ObjectiveLoss like = Bind(new(new DecideTerm { Class = 4 }));
        using ObjectiveLoss unlike = Bind(new(new DecideTerm { Class = 4, Unlike = true }));
        for (int item = 0; item < 3; item++)
        {
            double p = probabilities[item, 4].item<double>();
            Assert.Equal(-Math.Log(p) / Math.Log(10), like.Parts(x)[0].Values[item], 9);
            Assert.Equal(-Math.Log(1 - p) / Math.Log(10), unlike.Parts(x)[0].Values[item], 9);
        }
    }

    [Fact]
    public void A_mismatch_and_a_spread_that_are_far_enough_ask_for_nothing_more()
    {
        using DisposeScope scope = NewDisposeScope();
        using ObjectiveLoss loss = Bind(
            new(new MismatchTerm { Stage = "layer1", Distance = 1e-3 }, new SpreadTerm { Distance = 1e-3 })
        );
        Tensor x = RuleTensors.Uniform("candidates", 3, 3, 32, 32).requires_grad_(true);
        Tensor values = loss.Compute(x, identityGradient: true);
        Assert.Equal([0, 0, 0], values.detach().data<double>());
        Assert.Equal(0, autograd.grad([values.sum()], [x])[0].abs().max().item<double>());
    }

    private static ObjectiveLoss Bind(SynthesisObjective objective) =>
        new ObjectiveBinding(
            Own,
            objective,
            new ObjectiveNetworks(Own, objective.Models.Count > 0 ? [Other] : [], objective),
            "layer2",
            new(ObjectiveExamples.References.Stack().to(float64), Classes: [0, 0, 7])
        ).Bind();
}
