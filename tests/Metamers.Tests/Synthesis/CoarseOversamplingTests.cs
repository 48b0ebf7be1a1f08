using System.Text.Json;
using Metamers.Models.Architectures;
using Metamers.Models.Cochleagrams;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis;

namespace Metamers.Tests.Synthesis;

/// <summary>Tests descents whose cochleagram is coarse until the last segment.</summary>
public sealed class CoarseOversamplingTests : IDisposable
{
    private static readonly MetamerOptions Coarse = MetamerOptions.PaperSound with
    {
        Repetitions = 2,
        StepsPerRepetition = 3,
        ReportEvery = 1,
        CoarseOversampling = 4,
    };

    private readonly CochCnnSmall network = RuleTensors.Fill(new CochCnnSmall());
    private readonly SoundStimulus[] word = [SoundExamples.Tone(500, 16000)];

    public CoarseOversamplingTests() => network.Freeze();

    private double Oversampling => network.Cochleagram!.Oversampling;

    public void Dispose() => network.Dispose();

    [Fact]
    public void The_last_segment_and_whatever_follows_have_the_models_own()
    {
        List<double> seen = [];
        MetamerSynthesizerTests.Progress watching = new(_ => seen.Add(Oversampling));
        Metamer made = new MetamerSynthesizer(network, Coarse).Synthesize(word, "relu0", watching)[0];
        Assert.Equal([4, 4, 4, 28, 28, 28, 28], seen);
        Assert.Equal(28, Oversampling);
        Assert.Equal(28, made.Model.FrontEnd!.Oversampling);

        Metamer fine = new MetamerSynthesizer(network, Coarse with { CoarseOversampling = null }).Synthesize(
            word,
            "relu0"
        )[0];
        Assert.NotEqual(fine.Losses[2], made.Losses[2]);
        Assert.Equal(fine.FinalLoss, made.FinalLoss, 0.05 * fine.FinalLoss);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_run_that_is_stopped_and_resumed_ends_with_the_same_bits(int stopAfter)
    {
        using TemporaryFolder folder = new();
        string state = folder["state.safetensors"];
        MetamerSynthesizer synthesizer = new(network, Coarse);
        Metamer whole = synthesizer.Synthesize(word, "relu0")[0];

        using CancellationTokenSource stop = new();
        MetamerSynthesizerTests.Progress stopping = new(progress =>
        {
            if (progress.Step == stopAfter)
            {
                stop.Cancel();
            }
        });
        Metamer part = synthesizer.Synthesize(word, "relu0", stopping, stop.Token, state)[0];
        Assert.Equal(stopAfter + 1, part.StepsDone);
        Assert.Equal(28, Oversampling);
        Metamer resumed = synthesizer.Synthesize(word, "relu0", statePath: state)[0];
        Assert.True(whole.Values.Equals(resumed.Values));
        Assert.Equal(whole.Losses, resumed.Losses);
    }

    [Fact]
    public void An_error_on_the_way_leaves_the_model_as_it_was()
    {
        MetamerSynthesizerTests.Progress failing = new(_ => throw new InvalidOperationException("full disk"));
        MetamerSynthesizer synthesizer = new(network, Coarse);
        Assert.Throws<InvalidOperationException>(() => synthesizer.Synthesize(word, "relu0", failing));
        Assert.Equal(28, Oversampling);
    }

    [Fact]
    public void A_model_that_is_coarser_by_itself_stays_as_it_is()
    {
        network.Cochleagram!.Oversampling = 3;
        MetamerOptions plain = Coarse with { CoarseOversampling = null };
        Assert.True(
            new MetamerSynthesizer(network, Coarse)
                .Synthesize(word, "relu0")[0]
                .Values.Equals(new MetamerSynthesizer(network, plain).Synthesize(word, "relu0")[0].Values)
        );
    }

    [Fact]
    public void The_schedule_says_so_and_is_read_again()
    {
        Assert.Equal(
            "2 × 3 steps of length 1 to 0.5, identity gradient on, seed 0, oversampling 4 before the last segment",
            Coarse.Describe()
        );
        Assert.Equal(Coarse, JsonSerializer.Deserialize<MetamerOptions>(JsonSerializer.Serialize(Coarse)));
        Assert.DoesNotContain("Coarse", JsonSerializer.Serialize(MetamerOptions.Paper), StringComparison.Ordinal);
        Assert.Contains(
            "CoarseOversampling = 1.5: at least 2",
            Assert
                .Throws<MetamerException>(() =>
                    new MetamerSynthesizer(network, Coarse with { CoarseOversampling = 1.5 })
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Equal(28, CochleagramOptions.OneSecond.Oversampling);
    }
}
