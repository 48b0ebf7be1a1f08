using Metamers.Models.Architectures;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using Microsoft.Data.Analysis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Synthesis;

public sealed class MetamerSetTests
{
    [Fact]
    public void Measuring_gives_new_metamers_with_tensors_of_their_own()
    {
        using CifarResNet model = MetamerExamples.Network();
        using DisposeScope scope = NewDisposeScope();
        (Tensor references, Tensor metamers) = MetamerExamples.Pictures(2);
        MetamerSet before = MetamerExamples.Given(model, references, metamers, ["a", "b"], ["layer3", "final"]);
        using MetamerSet measured = before.Measure(model);
        Assert.All(before, metamer => Assert.Null(metamer.Judgement), throwIfEmpty: true);
        before.Dispose();
        Assert.Equal([3, 32, 32], measured[1].Values.shape);
        Assert.Equal([3, 32, 32], measured[1].Reference.Values.shape);
    }

    [Fact]
    public void A_set_is_chosen_from_by_stage_and_reference_and_says_what_there_is()
    {
        using Metamer noise = MetamerExamples.Noise(1);
        using MetamerSet set = new(
            from name in new[] { "tom", "rex" }
            from stage in new[] { "layer1", "layer3" }
            select MetamerExamples.Like(noise, name, stage, null)
        );
        Assert.Equal(["layer1", "layer3"], set.Stages);
        Assert.Equal(["tom", "rex"], set.References.Select(reference => reference.Name));
        Assert.Equal(["tom", "rex"], set.At("layer3").Select(metamer => metamer.Reference.Name));
        Assert.Equal(["layer1", "layer3"], set.Of("rex").Select(metamer => metamer.Stage));
        Assert.Same(set[3], set.Of(set.References[1]).At("layer3")[0]);
        Assert.Equal("4 metamers of 2 references at layer1, layer3 of resnet20-12fca82f", set.ToString());
        Assert.StartsWith("2 metamers of 1 reference at ", set.Of("rex").ToString(), StringComparison.Ordinal);
        Assert.Equal(
            "None of 4 metamers is of the stage 'layer9'. Their stages are: layer1, layer3.",
            Assert.Throws<MetamerException>(() => set.At("layer9")).Message
        );
        Assert.Equal(
            "None of 4 metamers is of the reference 'kim'. Their references are: tom, rex.",
            Assert.Throws<MetamerException>(() => set.Of("kim")).Message
        );
        Assert.Empty(set.Accepted);
        Assert.Contains(
            "'tom' at layer1 was not compared with its reference. Compare it: metamers.Measure(model).",
            Assert.Throws<InvalidOperationException>(() => set.ToDataFrame()).Message
        );
    }

    [Fact]
    public void A_set_is_read_as_it_was_written_and_the_metamers_of_one_reference_share_it()
    {
        using TemporaryFolder folder = new();
        using Metamer noise = MetamerExamples.Noise(1);
        using MetamerSet set = new(
            from name in new[] { "tom", "rex" }
            from stage in new[] { "layer3", "layer1" }
            select MetamerExamples.Like(noise, name, stage, noise.Judgement)
        );
        set.Save(folder["set"]);
        using MetamerSet read = MetamerSet.Load(folder["set"]);
        Assert.Equal(set, read); // in the same order

        Assert.Contains("already holds a set of metamers", Refused(() => set.Save(folder["set"])));
        using MetamerSet smaller = new(MetamerExamples.Like(noise, "tom", "layer1", null));
        smaller.Save(folder["set"], overwrite: true);
        using MetamerSet replaced = MetamerSet.Load(folder["set"]);
        Assert.Equal(smaller, replaced);

        using MetamerSet twice = new(smaller.Concat(smaller));
        Assert.Contains("2 metamers of the set would be saved as", Refused(() => twice.Save(folder["twice"])));
        Assert.False(Directory.Exists(folder["twice"]));
        using MetamerSet escaping = new(MetamerExamples.Like(noise, "../../tom", "layer1", null));
        Assert.Contains("it has a separator of folders in it", Refused(() => escaping.Save(folder["out"])));
        folder.Write("set/order.json", "[\"../../elsewhere\"]"u8.ToArray());
        Assert.Contains("cannot name a file", Refused(() => MetamerSet.Load(folder["set"])));
        folder.Write("set/order.json", "{}"u8.ToArray());
        Assert.Contains("does not list metamers", Refused(() => MetamerSet.Load(folder["set"])));
        Assert.Contains("There is no saved metamer in", Refused(() => MetamerSet.Load(folder["nowhere"])));

        string Refused(Action action) => Assert.Throws<MetamerException>(action).Message;
    }

    [Fact]
    public void The_table_has_a_row_for_each_metamer_and_stage()
    {
        using CifarResNet model = MetamerExamples.Network();
        using DisposeScope scope = NewDisposeScope();
        (Tensor references, Tensor metamers) = MetamerExamples.Pictures(2);
        using MetamerSet measured = MetamerExamples
            .Given(model, references, metamers, ["cat", "dog"], ["layer3", "final"])
            .Measure(model);

        DataFrame table = measured.ToDataFrame();

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
        Metamer dog = measured[1];
        Assert.Equal(
            [
                "dog",
                "final",
                "final",
                dog.Match.Spearman,
                dog.Match.Pearson,
                dog.Match.DecibelSnr,
                dog.Judgement!.PredictedReference,
                dog.Judgement.PredictedMetamer,
                dog.Judgement.DecisionKept,
            ],
            table.Rows[13].ToArray()
        );

        DataFrame stages = measured.ByStage();
        Assert.Equal(["layer3", "final"], stages["stage"].Cast<string>());
        Assert.Equal(dog.Match.Spearman, stages["median_spearman"][1]);
        Assert.Equal(
            measured.Count(metamer => metamer.Stage == "layer3" && metamer.Judgement!.DecisionKept),
            stages["decisions_kept"][0]
        );
    }

    [Fact]
    public void The_sentence_says_what_was_reached_and_what_is_not_known()
    {
        using Metamer noise = MetamerExamples.Noise(1);
        StageMatch layer3 = new("layer3", new MatchMeasures(0.98765, 0.9, 9.5512));
        using Metamer kept = MetamerExamples.Like(noise, "cat_1", "layer3", new Judgement([0, 1], [0, 2], [layer3]));
        using Metamer lost = MetamerExamples.Like(noise, "cat_1", "layer3", new Judgement([0, 1], [3, 2], [layer3]));

        Assert.Equal(
            "cat_1, made for layer3: its activations there correlate with the reference's at 0.900 (Pearson) and "
                + "0.988 (Spearman), with a norm ratio of 9.6 dB. "
                + "As for its class, the network decides 'dog' for both: the decision is kept. Whether the match is "
                + "better than between any two unrelated stimuli, "
                + "the paper's second condition, is not known before it is compared with a null distribution.",
            kept.Describe()
        );
        Assert.Contains(
            "the network decides 'cat' where it decided 'dog' for the reference: the decision is lost",
            lost.Describe()
        );
        using Metamer judged = kept.With(new NullMaximum(new(0.5, 0.5, 2), 1000));
        Assert.EndsWith(
            "and it matches better than any of 1,000 unrelated pairs, with a residual loss of 0.11.",
            judged.Describe()
        );
        Assert.True(judged.Accepted);
    }

    [Fact]
    public void Metamers_are_not_lost_when_a_later_stage_cannot_be_compared()
    {
        using CifarResNet model = RuleTensors.Fill(new CifarResNet(8));
        using (no_grad())
        {
            model.state_dict()["linear.weight"].fill_(3e38f); // finite, but the logits are not
        }

        model.Freeze();
        Metamer made = new MetamerSynthesizer(
            model,
            MetamerOptions.Quick with
            {
                Repetitions = 1,
                StepsPerRepetition = 1,
            }
        ).Synthesize([SyntheticStimuli.DeadLeaves(32)], "layer1")[0];
        Assert.Null(made.Judgement);
        Assert.False(made.Accepted);
    }
}
