using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Tests.Synthesis;

/// <summary>The optimisers that the published code does not have.</summary>
public sealed class OptimizerTests
{
    private static readonly StagedModel Model = RuleTensors.Fill(new CifarResNet(8)).Freeze();

    static OptimizerTests() { } // so that these tensors belong to no test's dispose scope

    private static Tensor References(int count) =>
        stack([.. Enumerable.Range(0, count).Select(seed => SyntheticStimuli.DeadLeaves(32, seed).Pixels)]);

    private static MetamerOptions With(SynthesisOptimizer optimizer, int steps, double length) =>
        MetamerOptions.Paper with
        {
            Segments = [new(steps, length) { Optimizer = optimizer }],
            ReportEvery = 1,
        };

    [Fact]
    public void Adam_is_that_of_libtorch_on_half_the_squared_loss()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor references = References(1);
        MetamerSynthesizer synthesizer = new(Model, With(SynthesisOptimizer.Adam, 12, 0.01));
        using SynthesisRun run = synthesizer.Start(references, "layer1");
        Parameter x = new(run.Candidates.clone());
        Tensor wanted = Model.Activations(references, "layer1");
        using optim.Optimizer adam = optim.Adam([x], 0.01, amsgrad: true);
        for (int step = 0; step < 12; step++)
        {
            adam.zero_grad();
            Tensor difference = Model.Activations(x, "layer1", identityGradient: true) - wanted;
            (difference.square().sum() / wanted.square().sum() / 2).backward();
            adam.step();
            using (no_grad())
            {
                x.clamp_(0, 1);
            }
        }

        run.Advance();
        Assert.InRange((run.Candidates - x).abs().max().item<float>(), 0, 1e-4f);
        Assert.True((run.Candidates - synthesizer.StartNoise()).norm().item<float>() > 1);
    }

    [Theory]
    [InlineData("layer1")]
    [InlineData("final")]
    public void Lbfgs_goes_only_downwards_and_far_below_the_published_steps(string stage)
    {
        using DisposeScope scope = NewDisposeScope();
        using SynthesisRun lbfgs = new MetamerSynthesizer(Model, With(SynthesisOptimizer.Lbfgs, 80, 0.1)).Start(
            References(2),
            stage
        );
        using SynthesisRun published = new MetamerSynthesizer(
            Model,
            MetamerOptions.Paper with
            {
                StepsPerRepetition = 10,
            }
        ).Start(References(2), stage);
        double[] before = lbfgs.FinalLosses();
        while (!lbfgs.IsComplete)
        {
            lbfgs.Advance(lbfgs.Step + 1);
            double[] now = lbfgs.FinalLosses(); // of the points that it has accepted
            Assert.All(now.Zip(before), loss => Assert.InRange(loss.First, 0, loss.Second + 1e-7));
            before = now;
        }

        published.Advance();
        for (int item = 0; item < 2; item++)
        {
            Assert.Equal(lbfgs.Losses(item).Min(report => report.Loss), lbfgs.FinalLosses()[item], 1e-6);
            Assert.True(lbfgs.FinalLosses()[item] < published.FinalLosses()[item] / 2);
        }

        Assert.InRange(lbfgs.Candidates.min().item<float>(), 0, 1);
        Assert.InRange(lbfgs.Candidates.max().item<float>(), 0, 1);
    }

    /// <summary>The first stage is linear, so half the squared loss is a paraboloid with a known minimum.</summary>
    [Fact]
    public void Lbfgs_finds_the_minimum_of_a_paraboloid_from_any_length_of_the_first_step()
    {
        foreach (double length in new[] { 1e-3, 0.1, 10 })
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor references = References(2);
            using SynthesisRun run = new MetamerSynthesizer(Model, With(SynthesisOptimizer.Lbfgs, 60, length)).Start(
                references,
                StagedModel.InputStage
            );
            run.Advance();
            Assert.InRange((run.Candidates - references).abs().max().item<float>(), 0, 1e-3f);
        }
    }

    [Fact]
    public void With_lbfgs_an_item_does_not_depend_on_its_neighbour()
    {
        using DisposeScope scope = NewDisposeScope();
        MetamerSynthesizer synthesizer = new(Model, With(SynthesisOptimizer.Lbfgs, 30, 0.1));
        Tensor pictures = References(3);
        using SynthesisRun first = synthesizer.Start(pictures[TensorIndex.Slice(0, 2)], "layer2");
        using SynthesisRun second = synthesizer.Start(pictures[TensorIndex.Slice(1, 3)].flip(0), "layer2");
        first.Advance();
        second.Advance();
        Assert.True(first.Candidates[1].Equals(second.Candidates[1]));
    }
}
