using Metamers.Evaluation;
using Metamers.Models.Textures;
using Metamers.Runtime;
using Metamers.Stimuli.Data.Sets;
using Metamers.Synthesis;
using Metamers.Tests.Synthesis;
using Microsoft.Data.Analysis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Evaluation;

public class SoundTextureMatchTests
{
    [Fact]
    public void Each_family_has_the_match_of_its_stage()
    {
        using DisposeScope scope = NewDisposeScope();
        using McDermottSimoncelli texture = new(McDermottSimoncelli.TwoSeconds with { Samples = 16_000, Filters = 10 });
        MetamerOptions few = MetamerOptions.QuickSound with { Repetitions = 1, StepsPerRepetition = 2 };
        using MetamerSet made = new MetamerSynthesizer(texture, few).Synthesize(
            Words.TakeOrSpeak(1),
            McDermottSimoncelli.StatisticsStage
        );
        DataFrame match = SoundTextureMatch.ToDataFrame(made);
        Assert.Equal(["sound", "all", "moments", "correlations", "modulations"], match.Columns.Select(c => c.Name));
        Assert.Equal(made[0].Match.DecibelSnr, (double)match["all"][0]);
        Assert.Equal(
            made[0].Judgement!.Stages.Single(stage => stage.Stage == "modulation_power").Measures.DecibelSnr,
            (double)match["modulations"][0]
        );
    }

    [Fact]
    public void A_metamer_of_something_else_is_refused() =>
        Assert.Contains(
            "says nothing of 'envelope_moments'",
            Assert.Throws<MetamerException>(() => SoundTextureMatch.ToDataFrame([MetamerExamples.Noise(1)])).Message
        );
}
