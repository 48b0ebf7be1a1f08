using Metamers.Evaluation;
using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Stimuli;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using Metamers.Tests.Synthesis;
using Microsoft.Data.Analysis;
using static TorchSharp.torch;

namespace Metamers.Tests.Evaluation;

public sealed class TransferTests
{
    private static readonly MetamerOptions Short = MetamerOptions.Quick with
    {
        Repetitions = 2,
        StepsPerRepetition = 20,
    };

    [Fact]
    public void Every_network_is_asked_about_the_metamers_of_every_stage()
    {
        using StagedModel trained = ModelZoo.Load("resnet20-standard-seed0");
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
        Metamer[] metamers =
        [
            .. new[] { "conv1_relu1", "final" }.SelectMany(stage =>
                new MetamerSynthesizer(trained, Short).Synthesize(pictures, stage)
            ),
        ];

        Transfer transfer = Transfer.Measure(
            [("trained", metamers)],
            pictures,
            [("trained", trained), ("other", other)]
        );
        Assert.Equal(
            [
                ("natural", "trained"),
                ("conv1_relu1", "trained"),
                ("final", "trained"),
                ("natural", "other"),
                ("conv1_relu1", "other"),
                ("final", "other"),
            ],
            transfer.Results.Select(result => (result.Stage, result.Evaluator))
        );
        Assert.All(transfer.Results, result => Assert.Equal(5, result.Stimuli));

        // The network that the classes come from recognises its own references, except for rounding to 8 bits; the rest
        // is counted here again.
        double[] expected =
        [
            .. metamers
                .Where(metamer => metamer.Stage == "final")
                .Select(metamer =>
                {
                    using Tensor shown = (metamer.Values * 255).floor() / 255;
                    return
                        Decision(other, shown)
                        == pictures.Single(picture => picture.Name == metamer.ReferenceName).ClassIndex
                        ? 1.0
                        : 0;
                }),
        ];
        Assert.Equal(expected.Average(), transfer.Results[^1].Accuracy);
        Assert.Equal(Bootstrap.StandardErrorOfMean(expected), transfer.Results[^1].StandardError);
        Assert.Equal((expected.Average(), 0), transfer.OfOthers("trained", "final"));
        Assert.Equal(["natural", "conv1_relu1", "final"], transfer.StagesOf("trained"));
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
        IReadOnlyList<Metamer> metamers = new MetamerSynthesizer(
            model,
            MetamerOptions.QuickSound with
            {
                Repetitions = 1,
                StepsPerRepetition = 3,
            }
        ).Synthesize(sounds, "relu0");
        Transfer transfer = Transfer.Measure([("a", metamers)], sounds, [("a", model)]);
        Assert.Equal([Transfer.Natural, "relu0"], transfer.Results.Select(result => result.Stage));

        using CifarResNet seeing = MetamerExamples.Network();
        Assert.Contains(
            "a sound; ResNet8 takes pictures",
            Assert.Throws<MetamerException>(() => Transfer.Measure([("a", metamers)], sounds, [("b", seeing)])).Message
        );
        Assert.Contains(
            "'tone-500' of a metamer is not among the 1 given",
            Assert
                .Throws<MetamerException>(() => Transfer.Measure([("a", metamers)], [sounds[1]], [("a", model)]))
                .Message
        );
        Assert.Contains(
            "has no class",
            Assert
                .Throws<MetamerException>(() =>
                    Transfer.Measure([("a", metamers)], [SyntheticStimuli.DeadLeaves(32)], [("a", model)])
                )
                .Message
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

    [Fact]
    public void The_bootstrap_finds_the_standard_error_of_a_proportion()
    {
        double[] values = [.. Enumerable.Range(0, 400).Select(i => i % 4 == 0 ? 1.0 : 0)];
        Assert.Equal(Math.Sqrt(0.25 * 0.75 / 400), Bootstrap.StandardErrorOfMean(values, 4000), 1e-3);
        Assert.Equal(Bootstrap.StandardErrorOfMean(values, seed: 2), Bootstrap.StandardErrorOfMean(values, seed: 2));
        Assert.Equal(0, Bootstrap.StandardErrorOfMean([1, 1, 1]));
        Assert.Throws<ArgumentException>(() => Bootstrap.StandardErrorOfMean([]));
    }

    private static int Decision(StagedModel model, Tensor picture)
    {
        using Tensor logits = model.call(picture.unsqueeze(0));
        return (int)logits.argmax(1).item<long>();
    }
}
