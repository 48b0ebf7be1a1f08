using Metamers.Evaluation.Rivals;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis;
using Metamers.Synthesis.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Evaluation.Rivals;

public sealed class ControversialStimulusTests
{
    private static readonly MetamerOptions Options = MetamerOptions.Paper with
    {
        Segments = [new(60, 0.1), new(20, 0.01)],
    };

    /// <summary>Two networks that look at different pixels can both be sure; what they say is known.</summary>
    [Fact]
    public void Networks_that_look_at_different_pixels_are_sure_of_different_classes()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor top = zeros(3, 2, 2);
        top[.., 0, ..] = 2;
        Tensor bottom = zeros(3, 2, 2);
        bottom[.., 1, ..] = 2;
        StagedModel first = new ScaledPixels("first", top - 1e-3);
        StagedModel second = new ScaledPixels("second", bottom);
        ControversialStimulus found = ControversialStimulus.Make(first, 0, second, 1, Options);
        Tensor shown = (found.Stimulus.Values * 255).floor() / 255;
        double ours = 1 / (1 + Math.Exp(-(shown * (top - 1e-3)).sum().item<float>()));
        double theirs = 1 / (1 + Math.Exp((shown * bottom).sum().item<float>()));
        Assert.Equal(ours, found.FirstProbability, 5);
        Assert.Equal(theirs, found.SecondProbability, 5);
        Assert.Equal(Math.Min(ours, theirs), found.Score);
        Assert.True(found.FirstProbability > 0.99); // the sum of six pixels of weight 2 is at most 12
        Assert.InRange(found.SecondProbability, 0.49, 0.5); // theirs is at least 0, so that 1/2 is the most
        Assert.Equal(0, found.Stimulus.Values[.., 1, ..].max().item<float>(), 2);
    }

    [Fact]
    public void Two_networks_that_are_one_cannot_disagree()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weights = RuleTensors.Uniform("weights", 3, 2, 2).to(float32) - 0.5;
        ControversialStimulus found = ControversialStimulus.Make(
            new ScaledPixels("one", weights),
            0,
            new ScaledPixels("the same", weights),
            1,
            Options
        );
        Assert.InRange(found.Score, 0.45, 0.5);
        Assert.Equal(1, found.FirstProbability + found.SecondProbability, 6);
    }

    [Fact]
    public void A_prior_can_be_added_and_a_start_given()
    {
        using DisposeScope scope = NewDisposeScope();
        StagedModel first = new ScaledPixels("first", ones(3, 2, 2));
        StagedModel second = new ScaledPixels("second", -ones(3, 2, 2));
        ImageStimulus start = new("grey", null, null, full([3, 2, 2], 0.3f), "made here") { Licence = "CC0" };
        MetamerOptions flat = Options with { Objective = new(new TotalVariationTerm()) { Jitter = 1 } };
        MetamerException alone = Assert.Throws<MetamerException>(() => new MetamerSynthesizer(first, flat));
        Assert.Contains("asks nothing of a network", alone.Message);
        ControversialStimulus found = ControversialStimulus.Make(first, 0, second, 1, flat, start);
        Assert.Equal(1, found.Options.Objective!.Jitter);
        Assert.Equal(3, found.Options.Objective.Terms.Count);
        Assert.Equal("CC0", found.Stimulus.Licence);
        Assert.True(found.Score > 0.99);
    }

    [Fact]
    public void What_is_no_controversy_is_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        StagedModel first = new ScaledPixels("first", ones(3, 2, 2));
        StagedModel second = new ScaledPixels("second", ones(3, 2, 2));
        Assert.Contains(
            "Both networks are asked for class 1, which is not controversial",
            Refusal(() => ControversialStimulus.Make(first, 1, second, 1, Options))
        );
        Assert.Contains(
            "first has the classes 0 to 1; name one of these",
            Refusal(() => ControversialStimulus.Make(first, 2, second, 1, Options))
        );
        Assert.Contains(
            "Two of the synthesizer's networks are called 'first'",
            Refusal(() => ControversialStimulus.Make(first, 0, first, 1, Options))
        );
        first.Card = first.Card with { ClassNames = ["cat", "dog"] };
        second.Card = second.Card with { ClassNames = ["dog", "cat"] };
        Assert.Contains(
            "first and second do not have the same classes",
            Refusal(() => ControversialStimulus.Make(first, 0, second, 1, Options))
        );
    }

    [Fact]
    public void An_objective_that_needs_a_reference_is_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        StagedModel first = new ScaledPixels("first", ones(3, 2, 2));
        StagedModel second = new ScaledPixels("second", -ones(3, 2, 2));
        (ObjectiveTerm Term, string Wish)[] terms =
        [
            (new MatchTerm(), "'match'"),
            (new MismatchTerm { Model = "second" }, "'mismatch of second up to 1'"),
            (new SpreadTerm(), "'spread up to 0.3'"),
            (new DecideTerm { Unlike = true }, "'any class but the reference's class'"),
        ];
        Assert.All(
            terms,
            each =>
                Assert.Contains(
                    $"asks for {each.Wish}, and a controversial stimulus has no reference",
                    Refusal(() => Make(each.Term))
                )
        );
        Assert.Contains("'match' and 'spread up to 0.3'", Refusal(() => Make(new MatchTerm(), new SpreadTerm())));
        Assert.Contains("ask about the same thing", Refusal(() => Make(new DecideTerm { Class = 1, Unlike = true })));

        ControversialStimulus Make(params ObjectiveTerm[] more) =>
            ControversialStimulus.Make(first, 0, second, 1, Options with { Objective = new(more) });
    }

    private static string Refusal(Action action) => Assert.Throws<MetamerException>(action).Message;
}
