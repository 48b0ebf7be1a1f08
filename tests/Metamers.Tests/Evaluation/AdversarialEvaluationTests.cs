using Metamers.Evaluation;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Tests.Synthesis;
using Metamers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Evaluation;

public sealed class AdversarialEvaluationTests
{
    private static readonly AttackOptions Ten = new() { Steps = 10 };

    [Theory]
    [InlineData(PerturbationNorm.L1, 60)]
    [InlineData(PerturbationNorm.L2, 1.5)]
    [InlineData(PerturbationNorm.LInf, 0.06)]
    public void A_trained_network_falls_from_all_right_to_none(PerturbationNorm norm, double large)
    {
        using StagedModel model = ModelZoo.Load("resnet20-standard-seed0");
        AdversarialEvaluation evaluation = AdversarialEvaluation.Of(model, AsTheNetworkSees(model, 12), norm, [0, large / 30, large], Ten);
        double[] accuracies = [.. evaluation.Results.Select(result => result.Accuracy)];
        Assert.Equal(1, accuracies[0]);
        Assert.Equal(0, accuracies[2]);
        Assert.InRange(accuracies[1], 0, 1);
        Assert.True(evaluation.Results[0].Loss < evaluation.Results[1].Loss && evaluation.Results[1].Loss < evaluation.Results[2].Loss);
        Assert.Equal([0, large / 30, large], evaluation.ToDataFrame()["radius"].Cast<double>());
    }

    [Fact]
    public void Seeds_differ_and_each_gives_the_same_again()
    {
        using StagedModel model = ModelZoo.Load("resnet20-standard-seed0");
        IReadOnlyList<Stimulus> stimuli = AsTheNetworkSees(model, 6);
        double[] Losses() => [.. AdversarialEvaluation.Of(model, stimuli, PerturbationNorm.L2, [0.1], Ten with { Steps = 2 }, seeds: 3).Results.Select(result => result.Loss)];
        double[] losses = Losses();
        Assert.Equal(3, losses.Distinct().Count());
        Assert.Equal(losses, Losses());
    }

    [Fact]
    public void The_robustness_of_an_undefended_network_is_not_false()
    {
        using StagedModel model = ModelZoo.Load("resnet20-standard-seed0");
        using CifarResNet other = MetamerExamples.Network();
        RobustnessChecks checks = RobustnessChecks.Of(model, other, AsTheNetworkSees(model, 8), new(PerturbationNorm.L2, 0.3), largeRadius: 20);
        Assert.True(checks.AllHold, checks.ToDataFrame().ToString());
        Assert.StartsWith("More steps find larger losses", checks.ToString());
        Assert.Equal(5, checks.ToDataFrame().Rows.Count);
        Assert.Contains("12.5 % of the stimuli withstand perturbations of 20", (checks with { Large = checks.Large with { Accuracy = 0.125 } }).ToString());
    }

    [Fact]
    public void Radii_are_spread_evenly_on_a_logarithmic_scale()
    {
        Assert.Equal([0.1, 0.316228, 1, 3.162278], AdversarialEvaluation.Radii(0.1, Math.Pow(10, 0.5)).Select(radius => Math.Round(radius, 6)));
        Assert.Equal([2], AdversarialEvaluation.Radii(2, 2));
        Assert.Throws<ArgumentException>(() => AdversarialEvaluation.Radii(0, 1));
    }

    [Fact]
    public void Stimuli_without_class_or_of_another_shape_are_refused()
    {
        using CifarResNet model = MetamerExamples.Network();
        string Message(params Stimulus[] stimuli) => Assert.Throws<MetamerException>(() => AdversarialEvaluation.Of(model, stimuli, PerturbationNorm.L2, [0.1])).Message;
        Assert.Contains("give at least one", Message());
        Assert.Contains("has no class", Message(SyntheticStimuli.DeadLeaves(32)));
        Assert.Contains("takes (N, 3, 32, 32)", Message(SyntheticStimuli.DeadLeaves(16) with { ClassIndex = 1 }));
    }

    /// <summary>Pictures whose class is the one that the network gives them.</summary>
    private static IReadOnlyList<Stimulus> AsTheNetworkSees(StagedModel model, int count)
    {
        using DisposeScope scope = NewDisposeScope();
        ImageStimulus[] pictures = [.. Enumerable.Range(0, count).Select(seed => SyntheticStimuli.DeadLeaves(32, seed))];
        long[] classes = model.call(stack([.. pictures.Select(picture => picture.Pixels)])).argmax(1).data<long>().ToArray();
        return [.. pictures.Zip(classes, (picture, index) => picture with { ClassIndex = (int)index, Pixels = picture.Pixels.DetachFromDisposeScope() })];
    }
}
