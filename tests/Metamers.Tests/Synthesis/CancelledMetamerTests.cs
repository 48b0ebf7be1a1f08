using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;

namespace Metamers.Tests.Synthesis;

public sealed class CancelledMetamerTests
{
    private static readonly MetamerOptions Short = new()
    {
        Repetitions = 2,
        StepsPerRepetition = 5,
        ReportEvery = 5,
    };

    [Fact]
    public void The_cache_resumes_a_cancelled_metamer_and_does_not_give_it_as_finished()
    {
        using TemporaryFolder folder = new();
        using StagedModel model = RuleTensors.Fill(new CifarResNet(8)).Freeze();
        MetamerSynthesizer synthesizer = new(model, Short);
        MetamerCache cache = new(folder["cancelled"]);
        using CancellationTokenSource stop = new();
        MetamerSynthesizerTests.Progress stopping = new(_ => stop.Cancel());
        Metamer half = cache.GetOrMake(
            synthesizer,
            [SyntheticStimuli.DeadLeaves(32, 0)],
            "layer1",
            stopping,
            stop.Token
        )[0];
        Assert.InRange(half.StepsDone, 0, 9);

        Metamer whole = cache.GetOrMake(synthesizer, [SyntheticStimuli.DeadLeaves(32, 0)], "layer1")[0];
        Assert.Equal(10, whole.StepsDone);
        Metamer atOnce = new MetamerCache(folder["at once"]).GetOrMake(
            synthesizer,
            [SyntheticStimuli.DeadLeaves(32, 0)],
            "layer1"
        )[0];
        Assert.True(whole.Values.Equals(atOnce.Values), "resumed and made at once differ");
    }
}
