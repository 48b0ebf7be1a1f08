using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Synthesis;

public sealed class MetamerSynthesizerTests
{
    private static readonly MetamerOptions Short = new()
    {
        Repetitions = 3,
        StepsPerRepetition = 10,
        ReportEvery = 5,
    };

    private static readonly StagedModel Model = RuleTensors.Fill(new CifarResNet(20)).Freeze();

    static MetamerSynthesizerTests() { } // so that these tensors belong to no test's dispose scope

    private static IReadOnlyList<ImageStimulus> Pictures(int count) =>
        [.. Enumerable.Range(0, count).Select(seed => SyntheticStimuli.DeadLeaves(32, seed))];

    [Fact]
    public void The_loss_falls_at_every_stage()
    {
        foreach (Stage stage in Model.Stages)
        {
            Metamer metamer = new MetamerSynthesizer(Model, Short).Synthesize(Pictures(1), stage.Name)[0];
            Assert.True(
                metamer.FinalLoss < 0.8 * metamer.Losses[0].Loss,
                $"{stage.Name}: {metamer.Losses[0].Loss} to {metamer.FinalLoss}."
            );
            Assert.Equal([0, 5, 10, 15, 20, 25, 30], metamer.Losses.Select(report => report.Step));
        }
    }

    [Fact]
    public void A_stage_by_its_second_name_is_judged_and_kept_under_its_first()
    {
        MetamerOptions plain = Short with { IdentityGradient = false };
        MetamerSynthesizer synthesizer = new(Model, plain);
        Metamer second = synthesizer.Synthesize(Pictures(1), "layer1_fake_relu")[0];
        Assert.Equal("layer1", second.Stage);
        Assert.NotNull(second.Judgement);
        Assert.True(second.Values.Equals(synthesizer.Synthesize(Pictures(1), "layer1")[0].Values));
    }

    [Fact]
    public void The_speed_is_that_of_the_steps_that_were_made_also_if_more_were_asked_for()
    {
        MetamerSynthesizer two = new(Model, Short with { Repetitions = 1, StepsPerRepetition = 2 });
        Assert.InRange(two.StepsPerSecond(Pictures(1)[0], "conv1_relu1", int.MaxValue), 0.01, 100_000);
        MetamerSynthesizer one = new(Model, Short with { Repetitions = 1, StepsPerRepetition = 1 });
        Assert.Contains(
            "The schedule has 1 step, which is the warm-up step",
            Assert.Throws<MetamerException>(() => one.StepsPerSecond(Pictures(1)[0], "conv1_relu1")).Message
        );
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_does_not()
    {
        Tensor first = new MetamerSynthesizer(Model, Short).Synthesize(Pictures(2), "layer2")[1].Values;
        Tensor again = new MetamerSynthesizer(Model, Short).Synthesize(Pictures(2), "layer2")[1].Values;
        Tensor other = new MetamerSynthesizer(Model, Short with { Seed = 1 })
            .Synthesize(Pictures(2), "layer2")[1]
            .Values;
        Assert.True(first.Equals(again));
        Assert.False(first.Equals(other));
    }

    [Fact]
    public void An_item_does_not_depend_on_what_else_is_in_its_batch()
    {
        IReadOnlyList<ImageStimulus> pictures = Pictures(4);
        MetamerSynthesizer synthesizer = new(Model, Short);
        Tensor among = synthesizer.Synthesize([pictures[0], pictures[1]], "layer3")[1].Values;
        Tensor others = synthesizer.Synthesize([pictures[2], pictures[1]], "layer3")[1].Values;
        Assert.True(among.Equals(others), "An item changed with its neighbour in a batch of the same size.");
    }

    [Fact]
    public void The_first_steps_are_the_same_for_any_size_of_batch()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor references = stack([.. Pictures(3).Select(picture => picture.Pixels)]);
        MetamerSynthesizer synthesizer = new(Model, Short);
        using SynthesisRun together = synthesizer.Start(references, "layer3");
        using SynthesisRun alone = synthesizer.Start(references[TensorIndex.Slice(2, 3)], "layer3");
        together.Advance(untilStep: 3);
        alone.Advance(untilStep: 3);
        Assert.True((together.Candidates[2] - alone.Candidates[0]).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void Every_step_has_the_length_of_its_repetition_before_the_clamp()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor reference = Pictures(1)[0].Pixels.unsqueeze(0);
        using SynthesisRun run = new MetamerSynthesizer(Model, Short with { StepSize = 0.05 }).Start(
            reference,
            "layer1"
        );
        for (int step = 0; step < 30; step++)
        {
            Tensor before = run.Candidates.clone();
            run.Advance(untilStep: step + 1);
            double length = (run.Candidates - before).norm().item<float>();
            Assert.Equal(0.05 * Math.Pow(0.5, step / 10), length, 5);
        }
    }

    [Fact]
    public void Noise_at_the_mean_of_the_reference_is_each_items_own_and_is_drawn_again_from_what_was_saved()
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        MetamerOptions options = Short with { StartsAtReferenceMean = true };
        ImageStimulus picture = Pictures(1)[0];
        ImageStimulus dark = picture with { Pixels = 0.3 * picture.Pixels };
        MetamerSynthesizer synthesizer = new(Model, options);
        using SynthesisRun run = synthesizer.Start(stack([picture.Pixels, dark.Pixels]), "layer1");
        Tensor noise = synthesizer.StartNoise()[0] - options.StartMean;
        foreach ((int item, ImageStimulus one) in new[] { picture, dark }.Index())
        {
            Tensor expected = (one.Pixels.mean() + noise).clamp(0, 1);
            Assert.True((run.Candidates[item] - expected).abs().max().item<float>() < 1e-6);
        }

        Tensor begun = run.Candidates[1].clone();
        synthesizer.Synthesize([dark], "layer1")[0].Save(folder["dark"]);
        Assert.True(Metamer.Load(folder["dark"]).DrawStart().Equals(begun));
        Assert.EndsWith("seed 0, from the mean of the reference", options.Describe());
    }

    [Fact]
    public void All_stages_start_from_the_same_noise_of_the_published_mean_and_deviation()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor noise = new MetamerSynthesizer(Model, MetamerOptions.Paper).StartNoise();
        Assert.Equal(0.5, noise.mean().item<float>(), 2);
        Assert.Equal(0.05, noise.std().item<float>(), 2);
        foreach (string stage in new[] { "conv1_relu1", "final" })
        {
            using SynthesisRun run = new MetamerSynthesizer(Model, MetamerOptions.Paper).Start(
                Pictures(2)[1].Pixels.unsqueeze(0),
                stage
            );
            Assert.True(run.Candidates.Equals(noise));
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(20)]
    public void A_run_that_is_stopped_and_resumed_ends_with_the_same_bits(int stopAfter)
    {
        using TemporaryFolder folder = new();
        string state = Path.Combine(folder.Path, "state.safetensors");
        MetamerSynthesizer synthesizer = new(Model, Short with { ReportEvery = 1 });
        Metamer whole = synthesizer.Synthesize(Pictures(2), "layer2")[0];

        using CancellationTokenSource stop = new();
        Progress stopping = new(progress =>
        {
            if (progress.Step == stopAfter)
            {
                stop.Cancel();
            }
        });
        Metamer half = synthesizer.Synthesize(Pictures(2), "layer2", stopping, stop.Token, state, saveEvery: 4)[0];
        Assert.Equal(stopAfter + 1, half.StepsDone);
        Assert.True(File.Exists(state));

        Metamer resumed = synthesizer.Synthesize(Pictures(2), "layer2", statePath: state)[0];
        Assert.True(whole.Values.Equals(resumed.Values));
        Assert.Equal(whole.Losses, resumed.Losses);
        Assert.False(File.Exists(state));
    }

    [Fact]
    public void The_state_of_another_synthesis_is_refused()
    {
        using TemporaryFolder folder = new();
        string state = Path.Combine(folder.Path, "state.safetensors");
        using CancellationTokenSource stop = new();
        Progress stopping = new(_ => stop.Cancel());
        new MetamerSynthesizer(Model, Short).Synthesize(Pictures(1), "layer2", stopping, stop.Token, state);
        MetamerException error = Assert.Throws<MetamerException>(() =>
            new MetamerSynthesizer(Model, Short).Synthesize(Pictures(1), "layer1", statePath: state)
        );
        Assert.Contains("another synthesis", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(state));
    }

    [Fact]
    public void The_identity_gradient_wakes_units_that_are_silent_for_the_candidate()
    {
        MetamerOptions options = Short with { StepsPerRepetition = 40 };
        double with = new MetamerSynthesizer(Model, options).Synthesize(Pictures(1), "conv1_relu1")[0].FinalLoss;
        double without = new MetamerSynthesizer(Model, options with { IdentityGradient = false })
            .Synthesize(Pictures(1), "conv1_relu1")[0]
            .FinalLoss;
        Assert.True(with < without, $"with {with}, without {without}");
    }

    [Fact]
    public void A_thousand_steps_leave_no_tensor_behind()
    {
        using SynthesisRun run = new MetamerSynthesizer(Model, MetamerOptions.Paper).Start(
            Pictures(1)[0].Pixels.unsqueeze(0),
            "conv1_relu1"
        );
        run.Advance(untilStep: 10);
        LiveTensors.AssertNoneLeftBy(() => run.Advance(untilStep: 1010));
    }

    internal sealed class Progress(Action<SynthesisProgress> report) : IProgress<SynthesisProgress>
    {
        public void Report(SynthesisProgress value) => report(value);
    }
}
