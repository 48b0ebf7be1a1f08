using Metamers.Evaluation;
using Metamers.Models.Architectures;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Synthesis;
using Metamers.Tests.Synthesis;
using Microsoft.Data.Analysis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Evaluation;

public sealed class ActivationMatchTests
{
    [Fact]
    public void Every_metamer_is_compared_at_every_stage_in_the_networks_order()
    {
        using CifarResNet model = MetamerExamples.Network();
        using DisposeScope scope = NewDisposeScope();
        (Tensor references, Tensor metamers) = Pictures(11); // more than one batch

        ActivationMatch match = ActivationMatch.Between(
            model,
            references,
            metamers,
            Names(11),
            Enumerable.Repeat("layer2", 11).ToArray()
        );

        Assert.Equal(Names(11), match.Metamers.Select(m => m.Stimulus));
        string[] stages = [.. model.Stages.Select(stage => stage.Name)];
        Assert.All(match.Metamers, m => Assert.Equal(stages, m.Judgement.Stages.Select(stage => stage.Stage)));
        Tensor a = model.Activations(references[10..11], "layer2");
        Tensor b = model.Activations(metamers[10..11], "layer2");
        AssertClose(MatchMeasures.Between(a, b), match.Metamers[10].AtOwnStage);
    }

    [Fact]
    public void Predictions_are_the_arguments_of_the_largest_logits()
    {
        using CifarResNet model = MetamerExamples.Network();
        using DisposeScope scope = NewDisposeScope();
        (Tensor references, Tensor metamers) = Pictures(5);

        ActivationMatch match = ActivationMatch.Between(
            model,
            references,
            metamers,
            Names(5),
            Enumerable.Repeat("final", 5).ToArray()
        );

        Assert.Equal(Predictions(model, references), match.Metamers.Select(m => (long)m.Judgement.PredictedReference));
        Assert.Equal(Predictions(model, metamers), match.Metamers.Select(m => (long)m.Judgement.PredictedMetamer));
        Assert.All(
            match.Metamers,
            m => Assert.Equal(m.Judgement.PredictedReference == m.Judgement.PredictedMetamer, m.Judgement.DecisionKept)
        );
        Assert.Equal(10, match.Metamers[0].Judgement.MetamerLogits.Count);
    }

    [Fact]
    public void The_loss_of_the_synthesis_is_what_the_decibels_say_at_the_metamers_own_stage()
    {
        using CifarResNet model = MetamerExamples.Network();
        using DisposeScope scope = NewDisposeScope();
        (Tensor references, _) = Pictures(2);
        using SynthesisRun run = new MetamerSynthesizer(
            model,
            MetamerOptions.Quick with
            {
                Repetitions = 2,
                StepsPerRepetition = 5,
            }
        ).Start(references, "layer1");
        run.Advance();

        ActivationMatch match = ActivationMatch.Between(
            model,
            references,
            run.Candidates,
            Names(2),
            ["layer1", "layer1"]
        );

        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(run.Losses(i)[^1].Loss, Math.Pow(10, -match.Metamers[i].AtOwnStage.DecibelSnr / 10), 1e-5);
        }
    }

    [Fact]
    public void A_picture_compared_with_itself_matches_everywhere_and_keeps_its_decision()
    {
        using CifarResNet model = MetamerExamples.Network();
        using DisposeScope scope = NewDisposeScope();
        (Tensor references, _) = Pictures(1);

        MetamerMatch match = ActivationMatch
            .Between(model, references, references, ["a"], ["avgpool"])
            .Metamers.Single();

        Assert.True(match.Judgement.DecisionKept);
        Assert.All(
            match.Judgement.Stages,
            stage => Assert.Equal(new MatchMeasures(1, 1, double.PositiveInfinity), stage.Measures)
        );
    }

    [Fact]
    public void Metamers_are_judged_into_new_metamers()
    {
        using CifarResNet model = MetamerExamples.Network();
        using Metamer first = MetamerExamples.Noise(1, 32, 32, judged: false);
        using Metamer second = MetamerExamples.Noise(2, 32, 32, judged: false);
        ActivationMatch match = ActivationMatch.Of(model, [first, second]);

        IReadOnlyList<Metamer> judged = match.Judge([first, second]);

        Assert.Null(first.Judgement);
        Assert.Same(match.Metamers[1].Judgement, judged[1].Judgement);
        first.Dispose();
        Assert.Equal(3, judged[0].Values.dim()); // has its own tensors
        Assert.Throws<ArgumentException>(() => match.Judge([second]));
        foreach (Metamer metamer in judged)
        {
            metamer.Dispose();
        }
    }

    [Fact]
    public void The_table_has_a_row_for_each_metamer_and_stage()
    {
        using CifarResNet model = MetamerExamples.Network();
        using DisposeScope scope = NewDisposeScope();
        (Tensor references, Tensor metamers) = Pictures(2);
        ActivationMatch match = ActivationMatch.Between(
            model,
            references,
            metamers,
            ["cat", "dog"],
            ["layer3", "final"]
        );

        DataFrame table = match.ToDataFrame();

        Assert.Equal(
            [
                "stimulus",
                "stage_made_for",
                "stage_compared",
                "spearman",
                "pearson",
                "db_snr",
                "predicted_reference",
                "predicted_metamer",
                "decision_kept",
            ],
            table.Columns.Select(column => column.Name)
        );
        Assert.Equal(14, table.Rows.Count);
        MetamerMatch dog = match.Metamers[1];
        Assert.Equal(
            [
                "dog",
                "final",
                "final",
                dog.AtOwnStage.Spearman,
                dog.AtOwnStage.Pearson,
                dog.AtOwnStage.DecibelSnr,
                dog.Judgement.PredictedReference,
                dog.Judgement.PredictedMetamer,
                dog.Judgement.DecisionKept,
            ],
            table.Rows[13].ToArray()
        );
    }

    [Fact]
    public void The_sentence_says_what_was_reached_and_what_is_not_known()
    {
        StageMatch layer3 = new("layer3", new MatchMeasures(0.98765, 0.9, 9.5512));
        MetamerMatch kept = new("cat_1", "layer3", new Judgement([0, 1], [0, 2], [layer3]));
        MetamerMatch lost = kept with { Judgement = new Judgement([0, 1], [3, 2], [layer3]) };

        Assert.Equal(
            "cat_1, made for layer3: its activations there correlate with the reference's at 0.900 (Pearson) and "
                + "0.988 (Spearman), with a norm ratio of 9.6 dB. "
                + "As for its class, the network decides 'cat' for both: the decision is kept. Whether the match is "
                + "better than between any two unrelated stimuli, "
                + "the paper's second condition, is not known before it is compared with a null distribution.",
            kept.Describe(["airplane", "cat"])
        );
        Assert.Contains(
            "the network decides class 0 where it decided class 1 for the reference: the decision is lost",
            lost.Describe()
        );
    }

    [Fact]
    public void The_network_is_used_in_evaluation_mode_and_put_back()
    {
        using CifarResNet model = RuleTensors.Fill(new CifarResNet(8));
        using DisposeScope scope = NewDisposeScope();
        (Tensor references, Tensor metamers) = Pictures(3);
        model.train();
        Tensor before = model.state_dict()["bn1.running_mean"].clone();

        ActivationMatch.Between(model, references, metamers, Names(3), ["final", "final", "final"]);

        Assert.True(model.training);
        Assert.True(before.Equals(model.state_dict()["bn1.running_mean"]));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        using CifarResNet model = MetamerExamples.Network();
        using DisposeScope scope = NewDisposeScope();
        (Tensor references, Tensor metamers) = Pictures(1);

        Assert.Contains(
            "ResNet8 has no stage 'layer9', for which a metamer was made. Its stages are: input_after_preproc, "
                + "conv1_relu1,",
            Assert
                .Throws<MetamerException>(() => ActivationMatch.Between(model, references, metamers, ["a"], ["layer9"]))
                .Message
        );
        Assert.Contains(
            "The metamers: values from",
            Assert
                .Throws<MetamerException>(() =>
                    ActivationMatch.Between(model, references, metamers * 255, ["a"], ["final"])
                )
                .Message
        );
        Assert.Contains(
            "The references: NaN or infinite values.",
            Assert
                .Throws<MetamerException>(() =>
                    ActivationMatch.Between(model, references / 0 * 0, metamers, ["a"], ["final"])
                )
                .Message
        );
        Assert.Contains(
            "1 names and 2 stages",
            Assert
                .Throws<ArgumentException>(() =>
                    ActivationMatch.Between(model, references, metamers, ["a"], ["final", "final"])
                )
                .Message
        );
        Assert.Contains(
            "The references: shape (1, 3, 8, 8); ResNet8 takes (N, 3, 32, 32).",
            Assert
                .Throws<MetamerException>(() =>
                    ActivationMatch.Between(model, ones(1, 3, 8, 8), ones(1, 3, 8, 8), ["a"], ["final"])
                )
                .Message
        );
        Assert.Contains(
            "There are no metamers to compare",
            Assert.Throws<MetamerException>(() => ActivationMatch.Of(model, [])).Message
        );
        using Metamer small = MetamerExamples.Noise(1, 8, 8);
        using Metamer large = MetamerExamples.Noise(1, 32, 32);
        Assert.Contains(
            "The metamers differ in size",
            Assert.Throws<MetamerException>(() => ActivationMatch.Of(model, [small, large])).Message
        );
    }

    [Fact]
    public void Broken_weights_are_told_with_the_stage_where_they_show()
    {
        using CifarResNet model = RuleTensors.Fill(new CifarResNet(8));
        using DisposeScope scope = NewDisposeScope();
        using (no_grad())
        {
            model.state_dict()["linear.bias"].fill_(float.NaN);
        }

        (Tensor references, Tensor metamers) = Pictures(1);
        MetamerException error = Assert.Throws<MetamerException>(() =>
            ActivationMatch.Between(model, references, metamers, ["a"], ["layer1"])
        );
        Assert.StartsWith("At the stage 'final': The activations of item 0", error.Message);
    }

    private static (Tensor References, Tensor Metamers) Pictures(int count) =>
        (
            RuleTensors.Uniform("reference", count, 3, 32, 32).to(float32),
            RuleTensors.Uniform("metamer", count, 3, 32, 32).to(float32)
        );

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
