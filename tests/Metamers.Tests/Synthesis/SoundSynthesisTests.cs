using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis;
using static TorchSharp.torch;

namespace Metamers.Tests.Synthesis;

public sealed class SoundSynthesisTests
{
    private static readonly MetamerOptions Short = MetamerOptions.PaperSound with
    {
        Repetitions = 3,
        StepsPerRepetition = 10,
        ReportEvery = 5,
    };

    private static readonly StagedModel Model = HearingNetwork.Ready();

    static SoundSynthesisTests() { } // so that these tensors belong to no test's dispose scope

    private static IReadOnlyList<SoundStimulus> Sounds => [SoundExamples.Tone(500), SoundExamples.Tone(1700)];

    [Fact]
    public void The_published_sounds_start_from_near_silence_and_differ_in_nothing_else()
    {
        Assert.Equal((0, 1e-7), (MetamerOptions.PaperSound.StartMean, MetamerOptions.PaperSound.StartDeviation));
        Assert.Equal(MetamerOptions.Paper, MetamerOptions.PaperSound with { StartMean = 0.5, StartDeviation = 0.05 });
        Assert.Equal(
            MetamerOptions.PaperSound,
            MetamerOptions.QuickSound with
            {
                StepsPerRepetition = 3000,
                ReportEvery = 100,
                CoarseOversampling = null,
            }
        );

        using Tensor noise = new MetamerSynthesizer(Model, MetamerOptions.PaperSound).StartNoise();
        Assert.Equal([1, 1600], noise.shape);
        Assert.InRange(noise.std().item<float>(), 0.9e-7f, 1.1e-7f);
    }

    [Fact]
    public void The_loss_falls_at_every_stage_and_the_sound_stays_in_range()
    {
        foreach (Stage stage in Model.Stages)
        {
            MetamerSet metamers = new MetamerSynthesizer(Model, Short).Synthesize(Sounds, stage.Name);
            Assert.Equal(["tone-500", "tone-1700"], metamers.Select(metamer => metamer.Reference.Name));
            foreach (Metamer metamer in metamers)
            {
                Assert.Equal(StimulusKind.Sound(16000), metamer.Reference.Kind);
                Assert.Equal([1600], metamer.Values.shape);
                Assert.True(
                    metamer.FinalLoss < 0.8 * metamer.Losses[0].Loss,
                    $"{metamer}, from {metamer.Losses[0].Loss}"
                );
                Assert.True(metamer.Values.abs().max().item<float>() <= 1);
            }
        }
    }

    [Fact]
    public void Every_step_is_clamped_to_the_range_of_sounds()
    {
        // A step of length 100 leaves the range at once.
        Metamer metamer = new MetamerSynthesizer(Model, Short with { StepSize = 100 }).Synthesize(Sounds, "relu0")[0];
        Assert.Equal(1, metamer.Values.abs().max().item<float>());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(17)]
    public void A_run_that_is_stopped_and_resumed_ends_with_the_same_bits(int stopAfter)
    {
        using TemporaryFolder folder = new();
        string state = folder["state.safetensors"];
        MetamerSynthesizer synthesizer = new(Model, Short with { ReportEvery = 1 });
        Metamer whole = synthesizer.Synthesize(Sounds, "relu1")[1];

        using CancellationTokenSource stop = new();
        MetamerSynthesizerTests.Progress stopping = new(progress =>
        {
            if (progress.Step == stopAfter)
            {
                stop.Cancel();
            }
        });
        Assert.Equal(
            stopAfter + 1,
            synthesizer.Synthesize(Sounds, "relu1", stopping, stop.Token, state, saveEvery: 4)[1].StepsDone
        );

        Metamer resumed = synthesizer.Synthesize(Sounds, "relu1", statePath: state)[1];
        Assert.True(whole.Values.Equals(resumed.Values));
        Assert.Equal(whole.Losses, resumed.Losses);
        Assert.False(File.Exists(state));
    }

    [Fact]
    public void Through_a_cochleagram_too_a_stopped_run_ends_with_the_same_bits()
    {
        using TemporaryFolder folder = new();
        string state = folder["state.safetensors"];
        using CochCnnSmall network = RuleTensors.Fill(new CochCnnSmall());
        network.Freeze();
        MetamerSynthesizer synthesizer = new(
            network,
            Short with
            {
                Repetitions = 2,
                StepsPerRepetition = 4,
                ReportEvery = 1,
            }
        );
        SoundStimulus[] word = [SoundExamples.Tone(500, 16000)];
        Metamer whole = synthesizer.Synthesize(word, "relu0")[0];

        using CancellationTokenSource stop = new();
        MetamerSynthesizerTests.Progress stopping = new(progress =>
        {
            if (progress.Step == 4)
            {
                stop.Cancel();
            }
        });
        Assert.Equal(5, synthesizer.Synthesize(word, "relu0", stopping, stop.Token, state)[0].StepsDone);
        Assert.True(whole.Values.Equals(synthesizer.Synthesize(word, "relu0", statePath: state)[0].Values));
    }

    [Fact]
    public void The_cache_makes_a_sound_once_and_again_where_its_reference_is_another()
    {
        using TemporaryFolder folder = new();
        MetamerCache cache = new(folder.Path);
        MetamerSynthesizer synthesizer = new(Model, Short);
        Metamer first = cache.GetOrMake(synthesizer, Sounds, "relu0")[0];
        Assert.Equal(2, Directory.GetFiles(folder.Path, "metamer.wav", SearchOption.AllDirectories).Length);

        int reports = 0;
        MetamerSynthesizerTests.Progress counting = new(_ => reports++);
        Assert.Equal(first, cache.GetOrMake(synthesizer, Sounds, "relu0", counting)[0]);
        Assert.Equal(0, reports);
        SoundStimulus renamed = SoundExamples.Tone(900) with { Name = "tone-500" };
        Assert.NotEqual(first, cache.GetOrMake(synthesizer, [renamed], "relu0", counting)[0]);
        Assert.NotEqual(0, reports);
    }

    [Fact]
    public void Metamers_that_sound_are_judged_as_those_that_are_seen()
    {
        MetamerSet metamers = new MetamerSynthesizer(Model, Short).Synthesize(Sounds, "relu0");
        Metamer judged = metamers[0];
        Assert.Equal(StimulusKind.Sound(16000), judged.Reference.Kind);
        Assert.Equal(
            ["input_after_preproc", "relu0", "relu1", "final"],
            judged.Judgement!.Stages.Select(stage => stage.Stage)
        );
        Assert.Equal(8, metamers.ToDataFrame().Rows.Count);
    }

    [Fact]
    public void A_network_that_sees_does_not_judge_sounds()
    {
        using CifarResNet seeing = MetamerExamples.Network();
        using Metamer sound = SoundExamples.Noise(1);
        using Metamer picture = MetamerExamples.Noise(1, 32, 32);
        Assert.Equal(
            "The metamer of 'seven_1': a sound; ResNet8 takes pictures of shape (3, 32, 32). Load one with "
                + "ImageFile.Load(path, 32).",
            Assert.Throws<MetamerException>(() => StageComparison.Measure(seeing, [sound])).Message
        );
        Assert.Contains(
            "'dead_leaves_7': a picture; HearingNetwork takes sounds",
            Assert.Throws<MetamerException>(() => StageComparison.Measure(Model, [picture])).Message
        );
    }
}
