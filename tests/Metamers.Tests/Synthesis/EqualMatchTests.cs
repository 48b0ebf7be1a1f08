using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using Metamers.Synthesis.Objectives;
using static TorchSharp.torch;

namespace Metamers.Tests.Synthesis;

public sealed class EqualMatchTests
{
    private const string Stage = "layer1";

    private static readonly MetamerOptions Schedule = MetamerOptions.Paper with
    {
        Segments = [new(60, 0.5)],
        ReportEvery = 4,
    };

    private readonly Stimulus[] pictures =
    [
        .. Enumerable.Range(0, 3).Select(seed => SyntheticStimuli.DeadLeaves(32, seed)),
    ];

    [Fact]
    public void Each_is_finished_when_its_match_is_first_close_enough_as_it_then_is()
    {
        using StagedModel model = MetamerExamples.Network();
        MetamerSynthesizer synthesizer = new(model, Schedule);
        using MetamerSet whole = synthesizer.Synthesize(pictures, Stage);
        double[] halves = [.. whole.Select(metamer => metamer.Losses[6].Loss)]; // at step 24
        double wanted = halves.Order().ElementAt(1);
        List<SynthesisProgress> reports = [];
        MetamerSynthesizerTests.Progress progress = new(reports.Add);
        using MetamerSet made = synthesizer.SynthesizeTo(pictures, Stage, wanted, progress);
        Assert.Equal(made.Max(metamer => metamer.StepsDone), reports[^1].Step);
        Assert.Equal((reports[^1].Step, TimeSpan.Zero), (reports[^1].TotalSteps, reports[^1].TimeLeft));
        Assert.Equal(pictures.Select(picture => picture.Name), made.Select(metamer => metamer.Reference.Name));
        Assert.True(made.Select(metamer => metamer.StepsDone).Distinct().Count() > 1, "all stopped at one step");
        foreach ((int item, (Metamer early, Metamer full)) in made.Zip(whole).Index())
        {
            Assert.Equal(full.Losses.First(report => report.Loss <= wanted).Step, early.StepsDone);
            Assert.Equal(full.Losses.TakeWhile(report => report.Loss > wanted), early.Losses.SkipLast(1));
            Assert.Equal(early.FinalLoss, Math.Pow(10, -early.Match.DecibelSnr / 10), 1e-4);
            using SynthesisRun run = synthesizer.Start(stack([.. pictures.Select(picture => picture.Values)]), Stage);
            run.Advance(early.StepsDone);
            Assert.True(run.Candidates[item].Equals(early.Values), early.ToString());
        }
    }

    [Fact]
    public void What_is_out_of_reach_runs_to_the_end_of_the_schedule()
    {
        using StagedModel model = MetamerExamples.Network();
        MetamerSynthesizer synthesizer = new(model, Schedule with { Segments = [new(9, 0.5)] });
        using MetamerSet whole = synthesizer.Synthesize(pictures, Stage);
        using MetamerSet made = synthesizer.SynthesizeTo(pictures, Stage, 1e-9);
        Assert.All(made, metamer => Assert.True(metamer.IsComplete), throwIfEmpty: true);
        Assert.All(made.Zip(whole), pair => Assert.True(pair.First.Values.Equals(pair.Second.Values)));
    }

    /// <summary>The loss is the sum of both terms, and would not get so low.</summary>
    [Fact]
    public void With_a_prior_the_match_alone_counts()
    {
        using StagedModel model = MetamerExamples.Network();
        SynthesisObjective smooth = new(new MatchTerm { Weight = 3 }, new TotalVariationTerm { Weight = 5 });
        MetamerSynthesizer synthesizer = new(model, Schedule with { Objective = smooth });
        using MetamerSet made = synthesizer.SynthesizeTo(pictures, Stage, 0.8);
        Assert.All(
            made,
            metamer =>
            {
                Assert.False(metamer.IsComplete);
                Assert.True(metamer.FinalLoss > 0.8, metamer.ToString());
                Assert.InRange(Math.Pow(10, -metamer.Match.DecibelSnr / 10), 0, 0.8001);
            },
            throwIfEmpty: true
        );
    }

    [Fact]
    public void Nothing_to_look_at_and_nothing_to_reach_are_refused_and_cancellation_keeps_what_there_is()
    {
        using StagedModel model = MetamerExamples.Network();
        MetamerSynthesizer deciding = new(model, Schedule with { Objective = new(new DecideTerm { Class = 3 }) });
        Assert.Contains(
            "matches no stage",
            Assert.Throws<MetamerException>(() => deciding.SynthesizeTo(pictures, Stage, 0.1)).Message
        );
        MetamerSynthesizer synthesizer = new(model, Schedule);
        Assert.Throws<ArgumentOutOfRangeException>(() => synthesizer.SynthesizeTo(pictures, Stage, 0));
        using MetamerSet none = synthesizer.SynthesizeTo(pictures, Stage, 1e-9, cancellation: new(canceled: true));
        Assert.All(none, metamer => Assert.Equal(0, metamer.StepsDone), throwIfEmpty: true);
    }
}
