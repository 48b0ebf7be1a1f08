using Metamers.Evaluation;
using Metamers.Evaluation.Panels;
using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Models.Zoo;
using Metamers.Plotting.Charts;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Stimuli;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using Metamers.Synthesis.Objectives;
using Metamers.Tests.Synthesis;
using Microsoft.Data.Analysis;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Tests.Evaluation;

public sealed class TransferTests
{
    private const string Key = "resnet20-standard-seed0";

    private static readonly MetamerOptions Short = MetamerOptions.Quick with
    {
        Repetitions = 2,
        StepsPerRepetition = 20,
    };

    [Fact]
    public void Under_several_schedules_a_network_is_still_no_other_to_itself()
    {
        TransferResult Asked(string generator, string evaluator, double accuracy) =>
            new(generator, "final", evaluator, 10, accuracy, 0.1);

        Transfer transfer = new([
            Asked("net (fast)", "net", 1),
            Asked("net (fast)", "one", 0.2),
            Asked("net (fast)", "other", 0.4),
            Asked("one (fast)", "net", 0.1),
            Asked("one (fast)", "one", 1),
            Asked("one (fast)", "other", 0.5),
        ]);
        Assert.Equal(0.3, transfer.OfOthers("net (fast)", "final").Mean, 12);
        DataFrame against = transfer.AgainstOthers("net (fast)", ["one (fast)"]);
        Assert.Equal(0.1, (double)against["difference"][0], 12);
        Assert.Equal(1, against["networks"][0]);
        Assert.Equal("net, itself", TransferByStage.Draw(transfer, "net (fast)", 0.1).Series[^1].Name);
    }

    [Fact]
    public void Every_network_is_asked_about_the_metamers_of_every_stage()
    {
        using StagedModel trained = ModelZoo.Load(Key);
        using CifarResNet other = MetamerExamples.Network();
        ImageStimulus[] pictures =
        [
            .. Enumerable
                .Range(0, 5)
                .Select(seed =>
                    SyntheticStimuli.DeadLeaves(32, seed) with
                    {
                        ClassIndex = Decision(trained, SyntheticStimuli.DeadLeaves(32, seed).Pixels),
                    }
                ),
        ];
        MetamerSet made = new MetamerSynthesizer(trained, Short).Synthesize(
            pictures,
            trained.Stages.Where(stage => stage.Name is "conv1_relu1" or "final")
        );
        MetamerSet metamers = made.Accepted;
        Assert.NotEmpty(metamers.At("final"));
        Assert.NotEmpty(metamers.At("conv1_relu1"));

        Transfer transfer = Transfer.Measure(made, [trained, other]);
        Assert.Equal(
            [
                ("natural", Key),
                ("conv1_relu1", Key),
                ("final", Key),
                ("natural", "ResNet8"),
                ("conv1_relu1", "ResNet8"),
                ("final", "ResNet8"),
            ],
            transfer.Results.Select(result => (result.Stage, result.Evaluator))
        );
        Assert.All(
            transfer.Results,
            result =>
                Assert.Equal(
                    result.Stage == "natural" ? metamers.References.Count : metamers.At(result.Stage).Count,
                    result.Stimuli
                ),
            throwIfEmpty: true
        );

        // The network that the classes come from recognises its own references, except for rounding to 8 bits; the rest
        // is counted here again.
        double[] expected =
        [
            .. metamers
                .Where(metamer => metamer.Stage == "final")
                .Select(metamer =>
                {
                    using Tensor shown = (metamer.Values * 255).floor() / 255;
                    return Decision(other, shown) == metamer.Reference.ClassIndex ? 1.0 : 0;
                }),
        ];
        Assert.Equal(expected.Average(), transfer.Results[^1].Accuracy);
        Assert.Equal(Bootstrap.StandardErrorOfMean(expected), transfer.Results[^1].StandardError);
        Assert.Equal((expected.Average(), double.NaN), transfer.OfOthers(Key, "final")); // one network
        Assert.Equal(["natural", "conv1_relu1", "final"], transfer.StagesOf(Key));
        Assert.Equal(6, transfer.ToDataFrame().Rows.Count);
        Assert.Contains(
            "No other network",
            Assert.Throws<MetamerException>(() => transfer.OfOthers("other", "final")).Message
        );
    }

    [Fact]
    public void Sounds_are_shown_as_they_are_and_networks_that_cannot_take_a_stimulus_say_so()
    {
        HearingNetwork model = HearingNetwork.Ready();
        SoundStimulus[] sounds = [SoundExamples.Tone(500), SoundExamples.Tone(1700)];
        MetamerSet metamers = new MetamerSynthesizer(
            model,
            MetamerOptions.QuickSound with
            {
                Repetitions = 1,
                StepsPerRepetition = 3,
            }
        ).Synthesize(sounds, "relu0");
        Transfer transfer = Transfer.Measure(metamers, [model]);
        Assert.Equal([Transfer.Natural, "relu0"], transfer.Results.Select(result => result.Stage));

        using CifarResNet seeing = MetamerExamples.Network();
        Assert.Contains(
            "a sound; ResNet8 takes pictures",
            Assert.Throws<MetamerException>(() => Transfer.Measure(metamers, [seeing])).Message
        );
        Assert.Contains(
            "'HearingNetwork', so their answers could not be told apart",
            Assert.Throws<MetamerException>(() => Transfer.Measure(metamers, [model, model])).Message
        );
        MetamerSet unknown = new(
            metamers.Select(metamer => metamer.With(metamer.Reference with { ClassIndex = null }, metamer.Card))
        );
        Assert.Contains(
            "has no class",
            Assert.Throws<MetamerException>(() => Transfer.Measure(unknown, [model])).Message
        );
        MetamerSet refused = new(metamers.Select(metamer => metamer.With(new NullMaximum(new(1, 1, 99), 10))));
        Assert.Contains(
            "None of 2 metamers is accepted",
            Assert.Throws<MetamerException>(() => Transfer.Measure(refused, [model])).Message
        );
    }

    [Fact]
    public void Pictures_are_shown_in_eight_bits_truncated_and_not_rounded()
    {
        // A network that distinguishes one grey level: class 1 from 128 on.
        using ThresholdNetwork model = new();
        using DisposeScope scope = NewDisposeScope();
        Tensor almost = full([3, 32, 32], 127.9f / 255);
        ImageStimulus grey = new("grey", null, 0, almost, "made by rule");
        Assert.Equal([0], Transfer.Decisions(model, [(grey, almost)]));
        Assert.Equal([1], Transfer.Decisions(model, [(grey, full([3, 32, 32], 128f / 255))]));
    }

    [Fact]
    public void Networks_of_one_name_and_those_that_an_objective_matches_are_refused()
    {
        using StagedModel one = ModelZoo.Load(Key);
        using StagedModel other = ModelZoo.Load("vgg8-standard-seed0");
        MetamerOptions both = Short with
        {
            StepsPerRepetition = 1,
            Objective = new(new MatchTerm(), new MatchTerm { Model = other.Label, Stage = "conv_relu_0_1" }),
        };
        ImageStimulus picture = SyntheticStimuli.DeadLeaves(32, 0) with { ClassIndex = 0 };
        MetamerSet matched = new MetamerSynthesizer(one, both, [other]).Synthesize([picture], "layer1");
        Assert.Contains(
            "vgg8-standard-seed0 is asked, and the objective of some of the metamers matches it too",
            Assert.Throws<MetamerException>(() => Transfer.Measure(matched, [one, other])).Message
        );

        using CifarResNet first = RuleTensors.Fill(new CifarResNet(8));
        using CifarResNet second = new(8);
        MetamerSet twins = new(
            new[] { first, second }.SelectMany(network =>
                new MetamerSynthesizer(network.Freeze(), Short with { StepsPerRepetition = 1 }).Synthesize(
                    [picture],
                    "layer1"
                )
            )
        );
        Assert.Contains(
            "The metamers are of two networks that are both called 'ResNet8'",
            Assert.Throws<MetamerException>(() => Transfer.Measure(twins, [one])).Message
        );
        Assert.Contains(
            "are both called 'ResNet8' and have different weights",
            Assert.Throws<MetamerException>(() => Transfer.Measure(new(twins.Take(1)), [second])).Message
        );

        // Under another name it would count as another network, which recognises all of its own metamers.
        using StagedModel copy = ModelZoo.Build("resnet20", seed: 0);
        copy.load_state_dict(one.state_dict());
        MetamerSet own = new MetamerSynthesizer(one, Short with { StepsPerRepetition = 1 }).Synthesize(
            [picture],
            "layer1"
        );
        Assert.Contains(
            $"{copy.Label} is asked and has the weights of {one.Label}",
            Assert.Throws<MetamerException>(() => Transfer.Measure(own, [copy])).Message
        );
        Assert.Contains(
            $"{copy.Label} is on the panel, and metamers of 'own' were made for it",
            Assert.Throws<MetamerException>(() => PanelComparison.Measure([copy], ("own", own))).Message
        );
    }

    [Fact]
    public void The_mean_over_other_networks_counts_each_once_and_leaves_out_the_generating_one()
    {
        Transfer transfer = new([
            new("a", "final", "a", 10, 1, 0),
            new("a", "final", "b", 10, 0.2, 0.1),
            new("a", "final", "c", 40, 0.6, 0.1),
        ]);
        (double mean, double error) = transfer.OfOthers("a", "final");
        Assert.Equal(0.4, mean, 1e-12);
        Assert.Equal(0.2, error, 1e-12); // standard deviation √0.08 over √2
    }

    [Fact]
    public void Two_networks_are_compared_by_those_for_which_neither_metamers_were_made()
    {
        Transfer transfer = new([
            new("a", "final", "a", 10, 1, 0),
            new("a", "final", "b", 10, 0.9, 0),
            new("a", "final", "c", 10, 0.2, 0),
            new("a", "final", "d", 10, 0.4, 0),
            new("b", "final", "a", 10, 0.1, 0),
            new("b", "final", "b", 10, 1, 0),
            new("b", "final", "c", 10, 0.6, 0),
            new("b", "final", "d", 10, 0.6, 0),
        ]);
        DataFrame difference = transfer.AgainstOthers("a", ["b"]);
        Assert.Equal(["b", "final"], new[] { difference["generator"][0], difference["stage"][0] });
        Assert.Equal(0.3, (double)difference["difference"][0], 1e-12); // by c and d only: 0.4 and 0.2
        Assert.Equal(0.1, (double)difference["standard_error"][0], 1e-12);
        Assert.Equal(2, difference["networks"][0]);

        Transfer two = transfer.Among("a", "b");
        Assert.Equal(4, two.Results.Count);
        Assert.Contains(
            "No third network was asked about the metamers of 'a' and of 'b' at 'final'. 'a' has the stages final.",
            Assert.Throws<MetamerException>(() => two.AgainstOthers("a", ["b"])).Message
        );
    }

    /// <summary>Says class 1 of a picture whose mean is at least 127.95 of 255, otherwise class 0.</summary>
    private sealed class ThresholdNetwork : StagedModel
    {
        public ThresholdNetwork()
            : base(nameof(ThresholdNetwork), InputNormalization.None, 3, 32, 32)
        {
            Parameter level = new(tensor(127.95f / 255), requires_grad: false);
            register_parameter("level", level);
            AddStage("final", x => stack([level.expand(x.shape[0]), x.mean([1, 2, 3])], 1));
            Freeze();
        }
    }

    private static int Decision(StagedModel model, Tensor picture)
    {
        using Tensor logits = model.call(picture.unsqueeze(0));
        return (int)logits.argmax(1).item<long>();
    }
}
