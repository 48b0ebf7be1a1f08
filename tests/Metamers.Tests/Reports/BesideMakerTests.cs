using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Plotting.Reports;
using Metamers.Reports.Making;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Synthetic;

namespace Metamers.Tests.Reports;

/// <summary>What is measured beside the metamers: with which stimuli, until when, and what is left out.</summary>
public sealed class BesideMakerTests
{
    private static readonly string[] Levels = [.. Enumerable.Range(0, 10).Select(i => $"level {i}")];

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_test_set_has_sounds_of_the_length_that_the_network_takes(double seconds, bool found)
    {
        SoundStimulus[] words = [.. SyntheticWords.All(seconds: seconds).Take(10)];
        DataSet set = DataSet.FromStimuli("digits", words, words);
        using StagedModel model = ModelZoo.Build("cochcnnsmall-digit", seed: 0).Freeze();
        model.Card = model.Card with { ClassNames = set.ClassNames };
        Assert.Equal(found, new BesideMaker(model, null, words, "mine", 10).TestSet([set]) is not null);
    }

    [Fact]
    public void A_stop_is_noticed_between_two_stages()
    {
        using CancellationTokenSource stop = new();
        Action asked = () => { };
        using StagedModel model = new FeatureNetwork(() => asked());
        Assert.Equal(10, model.Stages[^1].Units); // found by a pass through the network
        asked = stop.Cancel;
        BesideMaker maker = new(model, null, ReportExamples.Pictures, "mine", 8);
        Assert.Throws<OperationCanceledException>(() => maker.Make(stop.Token));
    }

    [Fact]
    public void Sensitivity_needs_no_classes()
    {
        using StagedModel model = new LevelNetwork(10, Levels);
        Stimulus[] leaves = [.. Enumerable.Range(0, 3).Select(seed => SyntheticStimuli.DeadLeaves(32, seed))];
        (BesideMetamers found, IReadOnlyList<Untested> untested) = new BesideMaker(model, null, leaves, "mine", 8).Make(
            default
        );
        Assert.All(found.Sensitivity, stage => Assert.True(stage.LargestEigenvalue > 0), throwIfEmpty: true);
        Assert.Empty(found.Accuracy);
        Untested accuracy = Assert.Single(untested);
        Assert.Equal("Accuracy under attack", accuracy.What);
        Assert.Contains("0 of the report's stimuli have a class; at least 8 are needed.", accuracy.Why);
        Assert.DoesNotContain("CKA", string.Concat(BesideText.Scores(found).Select(block => block.ToMarkdown())));
    }

    [Fact]
    public void Without_a_judge_the_checks_are_made_that_need_none()
    {
        using StagedModel model = new LevelNetwork(10, Levels);
        (BesideMetamers found, IReadOnlyList<Untested> untested) = Measured(model);
        Assert.Empty(untested);
        Assert.Equal(1, found.Accuracy[0].Accuracy);
        Assert.Contains(
            "(2 of the stimuli; there is no judge to make perturbations for.)",
            found.RobustnessChecks // two of ten
        );
    }

    [Fact]
    public void What_fails_is_left_out_with_the_reason()
    {
        Action asked = () => { };
        using StagedModel model = new LevelNetwork(10, Levels, () => asked());
        Assert.Equal(10, model.Stages[^1].Units);
        asked = () => throw new MetamerException("It has a day off.");
        (BesideMetamers found, IReadOnlyList<Untested> untested) = Measured(model);
        Assert.Equal(
            [("Accuracy under attack", "It has a day off."), ("Checks against false robustness", "It has a day off.")],
            untested.Select(part => (part.What, part.Why))
        );
        Assert.Empty(found.Accuracy);
        Assert.Null(found.RobustnessChecks);
        Assert.All(found.Sensitivity, stage => Assert.Null(stage.LargestEigenvalue));
    }

    [Fact]
    public void What_is_relative_to_nothing_is_not_known()
    {
        using StagedModel model = new LevelNetwork(10, Levels);
        Stimulus grey = new ImageStimulus("grey", null, null, TorchSharp.torch.full([3, 32, 32], 0.5f), "made here");
        StageSensitivity level = new BesideMaker(model, null, [grey], "mine", 8).Make(default).Found.Sensitivity[0];
        Assert.True(level.LargestEigenvalue > 0);
        Assert.Null(level.Relative); // the activations are 0
    }

    private static (BesideMetamers Found, IReadOnlyList<Untested> Untested) Measured(StagedModel model) =>
        new BesideMaker(
            model,
            null,
            [.. Levels.Select((name, i) => LevelNetwork.Picture($"picture {i}", i, 10, name, i))],
            "mine",
            10
        ).Make(default);
}
