using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Synthesis;
using Metamers.Tests.Reports;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Synthesis;

public sealed class StageComparisonTests
{
    [Fact]
    public void Every_metamer_is_compared_at_every_stage_in_the_networks_order()
    {
        using CifarResNet model = MetamerExamples.Network();
        using DisposeScope scope = NewDisposeScope();
        (Tensor references, Tensor metamers) = MetamerExamples.Pictures(11); // more than one batch

        using MetamerSet measured = Measured(model, references, metamers, Names(11), "layer2");

        Assert.Equal(Names(11), measured.Select(m => m.Reference.Name));
        string[] stages = [.. model.Stages.Select(stage => stage.Name)];
        Assert.All(
            measured,
            m => Assert.Equal(stages, m.Judgement!.Stages.Select(stage => stage.Stage)),
            throwIfEmpty: true
        );
        Tensor a = model.Activations(references[10..11], "layer2");
        Tensor b = model.Activations(metamers[10..11], "layer2");
        AssertClose(MatchMeasures.Between(a, b), measured[10].Match);
    }

    [Fact]
    public void A_metamer_that_is_not_finite_does_not_take_the_judgements_of_the_others()
    {
        using TemporaryFolder folder = new();
        using StagedModel model = new OverflowingNetwork();
        MetamerCache cache = new(folder.Path);
        Judgement?[] Made()
        {
            MetamerOptions options = MetamerOptions.Quick with { Repetitions = 1, StepsPerRepetition = 2 };
            using MetamerSet made = cache.GetOrMake(
                new(model, options),
                [OverflowingNetwork.Picture("dark", 0.3f), OverflowingNetwork.Picture("white", 1)],
                "small"
            );
            return [.. made.Select(metamer => metamer.Judgement)];
        }

        Judgement?[] first = Made();
        Assert.Equal([true, false], first.Select(judgement => judgement is not null));
        Judgement?[] again = Made(); // from the cache
        Assert.Equal(first[0]!.Stages, again[0]!.Stages);
        Assert.Null(again[1]);
    }

    [Fact]
    public void Predictions_are_the_arguments_of_the_largest_logits()
    {
        using CifarResNet model = MetamerExamples.Network();
        using DisposeScope scope = NewDisposeScope();
        (Tensor references, Tensor metamers) = MetamerExamples.Pictures(5);

        using MetamerSet measured = Measured(model, references, metamers, Names(5), "final");

        Assert.Equal(Predictions(model, references), measured.Select(m => (long)m.Judgement!.PredictedReference));
        Assert.Equal(Predictions(model, metamers), measured.Select(m => (long)m.Judgement!.PredictedMetamer));
        Assert.Equal(10, measured[0].Judgement!.MetamerLogits.Count);
    }

    [Fact]
    public void The_loss_of_the_synthesis_is_what_the_decibels_say_at_the_metamers_own_stage()
    {
        using CifarResNet model = MetamerExamples.Network();
        using DisposeScope scope = NewDisposeScope();
        (Tensor references, _) = MetamerExamples.Pictures(2);
        using SynthesisRun run = new MetamerSynthesizer(
            model,
            MetamerOptions.Quick with
            {
                Repetitions = 2,
                StepsPerRepetition = 5,
            }
        ).Start(references, "layer1");
        run.Advance();

        using MetamerSet measured = Measured(model, references, run.Candidates, Names(2), "layer1");

        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(run.Losses(i)[^1].Loss, Math.Pow(10, -measured[i].Match.DecibelSnr / 10), 1e-5);
        }
    }

    [Fact]
    public void A_picture_compared_with_itself_matches_everywhere_and_keeps_its_decision()
    {
        using CifarResNet model = MetamerExamples.Network();
        using DisposeScope scope = NewDisposeScope();
        (Tensor references, _) = MetamerExamples.Pictures(1);

        using MetamerSet measured = Measured(model, references, references, ["a"], "avgpool");

        Assert.True(measured[0].Judgement!.DecisionKept);
        Assert.All(
            measured[0].Judgement!.Stages,
            stage => Assert.Equal(new MatchMeasures(1, 1, double.PositiveInfinity), stage.Measures),
            throwIfEmpty: true
        );
    }

    [Fact]
    public void The_decision_is_lost_when_the_network_sees_something_else()
    {
        using CifarResNet model = RuleTensors.Fill(new CifarResNet(8));
        using (no_grad())
        {
            model.state_dict()["linear.weight"].mul_(100); // the rule's network says one class of almost everything
            model.state_dict()["linear.bias"].zero_();
        }

        model.Freeze();
        using DisposeScope scope = NewDisposeScope();
        Tensor bright = ones(3, 32, 32);
        Tensor[] pictures = [bright, bright * 0, bright * tensor(new float[] { 1, 0, 0 }).view(3, 1, 1)];
        long[] seen = Predictions(model, stack(pictures));
        int other = Array.FindIndex(seen, index => index != seen[0]);
        Assert.True(other > 0, "The network must tell these pictures apart for this test to say anything.");
        using MetamerSet measured = Measured(
            model,
            stack([pictures[0], pictures[0]]),
            stack([pictures[0], pictures[other]]),
            Names(2),
            "final"
        );
        Assert.Equal([true, false], measured.Select(metamer => metamer.Judgement!.DecisionKept));
        Assert.Equal(["picture_0"], measured.Accepted.Select(metamer => metamer.Reference.Name));
    }

    [Fact]
    public void The_network_is_used_in_evaluation_mode_and_restored()
    {
        using CifarResNet model = RuleTensors.Fill(new CifarResNet(8));
        using DisposeScope scope = NewDisposeScope();
        (Tensor references, Tensor metamers) = MetamerExamples.Pictures(3);
        model.train();
        Tensor before = model.state_dict()["bn1.running_mean"].clone();

        using MetamerSet measured = Measured(model, references, metamers, Names(3), "final");

        Assert.True(model.training);
        Assert.True(before.Equals(model.state_dict()["bn1.running_mean"]));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        using CifarResNet model = MetamerExamples.Network();
        using DisposeScope scope = NewDisposeScope();
        (Tensor references, Tensor metamers) = MetamerExamples.Pictures(1);

        Assert.Contains(
            "ResNet8 has no stage 'layer9', for which a metamer was made. Its stages are: input_after_preproc, "
                + "conv1_relu1,",
            Assert.Throws<MetamerException>(() => Measured(model, references, metamers, ["a"], "layer9")).Message
        );
        using Metamer small = MetamerExamples.Noise(1, 8, 8);
        using Metamer large = MetamerExamples.Noise(1, 32, 32);
        Assert.Contains(
            "was made for ResNet8 with the weights aaaaaaaa, but the network given is ResNet8 with ",
            Assert.Throws<MetamerException>(() => new MetamerSet(large).Measure(model)).Message
        );
        Assert.Contains(
            "The metamers differ in size",
            Assert.Throws<MetamerException>(() => StageComparison.Measure(model, [small, large])).Message
        );
        Assert.Contains(
            "The references: shape (1, 3, 8, 8); ResNet8 takes (N, 3, 32, 32).",
            Assert.Throws<MetamerException>(() => StageComparison.Measure(model, [small])).Message
        );
        Assert.Empty(new MetamerSet().Measure(model));
    }

    [Fact]
    public void Broken_weights_are_reported_with_the_stage_where_they_show()
    {
        using CifarResNet model = RuleTensors.Fill(new CifarResNet(8));
        using DisposeScope scope = NewDisposeScope();
        using (no_grad())
        {
            model.state_dict()["linear.bias"].fill_(float.NaN);
        }

        (Tensor references, Tensor metamers) = MetamerExamples.Pictures(1);
        MetamerException error = Assert.Throws<MetamerException>(() =>
            Measured(model, references, metamers, ["a"], "layer1")
        );
        Assert.StartsWith("At the stage 'final': The activations of item 0", error.Message);
    }

    private static MetamerSet Measured(
        StagedModel model,
        Tensor references,
        Tensor values,
        string[] names,
        string stage
    ) => MetamerExamples.Given(model, references, values, names, [.. names.Select(_ => stage)]).Measure(model);

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(i => $"picture_{i}")];

    private static long[] Predictions(CifarResNet model, Tensor pictures) =>
        model.Logits(pictures).argmax(1).data<long>().ToArray();

    private static void AssertClose(MatchMeasures expected, MatchMeasures actual)
    {
        Assert.Equal(expected.Spearman, actual.Spearman, 1e-4); // float32 activations depend a little on the batch
        Assert.Equal(expected.Pearson, actual.Pearson, 1e-4);
        Assert.Equal(expected.DecibelSnr, actual.DecibelSnr, 1e-4);
    }
}
