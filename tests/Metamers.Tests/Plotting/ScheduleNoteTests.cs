using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Plotting;
using Metamers.Plotting.Charts;
using Metamers.Plotting.Pictures;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using Metamers.Synthesis.Objectives;
using Metamers.Tests.Synthesis;

namespace Metamers.Tests.Plotting;

/// <summary>Every figure of metamers says which schedule made them.</summary>
public sealed class ScheduleNoteTests
{
    private static readonly StagedModel Model = RuleTensors.Fill(new CifarResNet(8)).Freeze();

    static ScheduleNoteTests() { } // so that these tensors belong to no test's dispose scope

    private static readonly MetamerOptions Published = new()
    {
        Repetitions = 2,
        StepsPerRepetition = 2,
        ReportEvery = 1,
    };

    private static readonly MetamerOptions Segments = MetamerOptions.Paper with
    {
        Segments = [new(2, 0.5), new(3, 0.1, 0.9), new(1, 0.1)],
        ReportEvery = 1,
    };

    private const string OfPublished = "Schedule: 2 × 2 steps of length 1 to 0.5, identity gradient on, seed 0.";

    private const string OfSegments =
        "Schedule: 6 steps: 2 of length 0.5, 3 of length 0.1 with momentum 0.9, 1 of length 0.1, identity gradient on, "
        + "seed 0.";

    [Fact]
    public void Loss_curves_of_two_networks_are_apart_and_those_of_an_objective_are_named()
    {
        MetamerSet one = Make(Published);
        MetamerSet both = new(one.Concat(one.Select(metamer => MetamerExamples.Of("other", metamer))));
        Assert.Equal(
            ["ResNet8, layer1", "other, layer1"],
            both.LossCurves().Series.Where(line => !line.Band).Select(line => line.Name)
        );
        MetamerOptions smooth = Published with { Objective = new(new MatchTerm(), new TotalVariationTerm()) };
        Assert.Equal("Objective: weighted sum of its terms", Make(smooth).LossCurves().Y.Label);
    }

    [Fact]
    public void Schedules_that_differ_in_their_objectives_are_named_once()
    {
        MetamerOptions smooth = Published with { Objective = new(new MatchTerm(), new TotalVariationTerm()) };
        string[] texts = [Published.Describe(), smooth.Describe(), Segments.Describe()];
        Assert.Equal(
            $"Schedules: {texts[0]}, objectives: match; match + total variation; {texts[2]}.",
            ScheduleNote.Sentence(texts)
        );
        Assert.Equal($"Schedule: {texts[1]}.", ScheduleNote.Sentence([texts[1]]));
        Assert.Equal(OfPublished, ScheduleNote.Sentence([texts[0]]));
        Assert.Equal("", ScheduleNote.Sentence([]));
    }

    private static MetamerSet Make(MetamerOptions options)
    {
        ImageStimulus[] pictures = [SyntheticStimuli.DeadLeaves(32, 0), SyntheticStimuli.DeadLeaves(32, 1)];
        return new MetamerSynthesizer(Model, options).Synthesize(pictures, "layer1");
    }

    [Fact]
    public void Figures_of_metamers_name_their_schedule()
    {
        MetamerSet published = Make(Published);
        MetamerSet segments = Make(Segments);
        Assert.Contains(OfPublished, published.Grid().Note);
        Assert.Contains(OfPublished, published.MatchByStage().Note);
        Assert.EndsWith(OfPublished, published.LossCurves().Note);
        Assert.Contains(OfSegments, segments.Grid().Note);
        Assert.Equal(
            "Line: median over 2 pictures. A segment of the schedule begins at each thin line. " + OfSegments,
            segments.LossCurves().Note
        );
        Assert.Equal([2, 5], segments.LossCurves().Lines.Select(line => line.Value));
        Assert.Equal("Normalised loss ‖A′ − A‖ / ‖A‖", published.LossCurves().Y.Label);
        Figure both = LossCurves.BySchedule(("published", published), ("segments", segments));
        Assert.Equal(["published", "segments"], both.Series.Select(line => line.Name));
        Assert.Equal(published[0].FinalLoss / 2 + published[1].FinalLoss / 2, both.Series[0].Y[^1], 1e-9);
        Assert.True(both.X.Logarithmic);
        Assert.Equal(
            $"Line: median over 2 pictures. published: {Published.Describe()}. segments: {Segments.Describe()}.",
            both.Note
        );
        Assert.EndsWith(
            "Schedules: 2 × 2 steps of length 1 to 0.5, identity gradient on, seed 0; 2 × 2 steps of length 1 to 0.5, "
                + "identity gradient off, seed 0.",
            IdentityGradientComparison
                .Draw(
                    StageValues.From(published, metamer => metamer.FinalLoss),
                    StageValues.From(Make(Published with { IdentityGradient = false }), metamer => metamer.FinalLoss)
                )
                .Note
        );
        MetamerSet match = Make(Published with { Objective = new(new MatchTerm()) });
        MetamerSet smooth = Make(Published with { Objective = new(new MatchTerm(), new TotalVariationTerm()) });
        Assert.Equal(
            OfPublished + " a: match. b: match + total variation.",
            new[] { ("a", match), ("b", smooth) }.Named()
        );
        Assert.Contains(
            "Schedules: 2 × 2 steps of length 1 to 0.5, identity gradient on, seed 0; 2 × 2 steps",
            new MetamerSet(published.Concat(Make(Published with { Seed = 1 }))).Schedules()
        );
    }

    [Fact]
    public void Metamers_that_were_finished_before_its_end_say_after_how_many_steps()
    {
        ImageStimulus[] pictures = [SyntheticStimuli.DeadLeaves(32, 0), SyntheticStimuli.DeadLeaves(32, 1)];
        MetamerSynthesizer synthesizer = new(Model, Published);
        MetamerSet first = synthesizer.SynthesizeTo(pictures, "layer1", 100);
        Assert.EndsWith("seed 0 (finished after 1 steps).", first.Schedules());
        Assert.Contains("one: 2 × 2 steps", ScheduleGrid.Draw(("one", first)).Note);
        Assert.Contains("(finished after 1 steps).", ScheduleGrid.Draw(("one", first)).Note);
        using MetamerSet whole = synthesizer.Synthesize(pictures, "layer1");
        Assert.EndsWith("seed 0 (finished after 1 to 4 steps).", new MetamerSet(first.Concat(whole)).Schedules());
    }

    [Fact]
    public void Schedules_are_drawn_side_by_side_with_their_losses()
    {
        MetamerSet published = Make(Published);
        MetamerSet segments = Make(Segments);
        PictureGrid grid = ScheduleGrid.Draw(("published", published), ("with momentum", segments));
        Assert.Equal(["natural", "published", "with momentum"], grid.Columns);
        Assert.Equal(["dead-leaves-0", "dead-leaves-1"], grid.Rows.Select(row => row.Heading));
        Assert.Equal(FormattableString.Invariant($"{segments[1].FinalLoss:G2}"), grid.Rows[1].Pictures[2]!.Caption);
        Assert.Contains("published: 2 × 2 steps of length 1 to 0.5", grid.Note);
        Assert.Contains("with momentum: 6 steps: 2 of length 0.5", grid.Note);

        Assert.Contains("0 metamers of 0 stages", Refusal());
        Assert.Contains(
            "None of 1 metamers is of the reference 'dead-leaves-1'",
            Refusal(("both", published), ("one", new(segments.Take(1))))
        );
    }

    private static string Refusal(params (string Name, MetamerSet Metamers)[] schedules) =>
        Assert.Throws<MetamerException>(() => ScheduleGrid.Draw(schedules)).Message;
}
