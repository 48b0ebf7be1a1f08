using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Reports.Making;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;

namespace Metamers.Tests.Reports;

/// <summary>What is measured beside the metamers: with which stimuli, and until when.</summary>
public sealed class BesideMakerTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_test_set_has_sounds_of_the_length_that_the_network_takes(double seconds, bool found)
    {
        SoundStimulus[] words = [.. SyntheticWords.All(seconds: seconds).Take(10)];
        DataSet set = DataSet.FromStimuli("digits", words, words);
        using StagedModel model = ModelZoo.Build("cochcnnsmall-digit", seed: 0).Freeze();
        model.Card = model.Card with { ClassNames = set.ClassNames };
        Assert.Equal(found, new BesideMaker(model, null, null, words, "mine", 10).TestSet([set]) is not null);
    }

    [Fact]
    public void A_stop_is_noticed_between_two_stages()
    {
        using CancellationTokenSource stop = new();
        Action asked = () => { };
        using StagedModel model = new FeatureNetwork(() => asked());
        Assert.Equal(10, model.Stages[^1].Units); // found by a pass through the network
        asked = stop.Cancel;
        BesideMaker maker = new(model, null, null, ReportExamples.Pictures, "mine", 8);
        Assert.Throws<OperationCanceledException>(() => maker.Make(stop.Token));
    }
}
