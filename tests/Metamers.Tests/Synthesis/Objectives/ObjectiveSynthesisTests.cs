using Metamers.Models;
using Metamers.Runtime;
using Metamers.Synthesis;
using Metamers.Synthesis.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Synthesis.Objectives;

/// <summary>Metamers of objectives, from the first step to the saved folder.</summary>
public sealed class ObjectiveSynthesisTests
{
    private static readonly StagedModel Own = ObjectiveExamples.Network(8);
    private static readonly StagedModel Other = ObjectiveExamples.Network(14);

    static ObjectiveSynthesisTests() { } // so that these tensors belong to no test's dispose scope

    public static TheoryData<string> Names => ObjectiveExamples.Names;

    [Fact]
    public void One_match_of_weight_1_gives_the_same_bits_as_the_published_objective()
    {
        MetamerOptions published = new()
        {
            Repetitions = 2,
            StepsPerRepetition = 10,
            ReportEvery = 3,
        };
        foreach (string stage in new[] { "layer1", "final" })
        {
            foreach (
                SynthesisObjective same in new[] { SynthesisObjective.Published, new(new MatchTerm { Stage = stage }) }
            )
            {
                using MetamerSet before = new MetamerSynthesizer(Own, published).Synthesize(
                    ObjectiveExamples.References,
                    stage
                );
                using MetamerSet now = new MetamerSynthesizer(Own, published with { Objective = same }).Synthesize(
                    ObjectiveExamples.References,
                    stage
                );
                Assert.All(before.Zip(now), pair => Assert.True(pair.First.Values.Equals(pair.Second.Values)));
                Assert.Equal(before[1].Losses, now[1].Losses);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_that_is_stopped_and_resumed_ends_with_the_same_bits(string name)
    {
        using TemporaryFolder folder = new();
        string state = Path.Combine(folder.Path, "state.safetensors");
        MetamerSynthesizer synthesizer = ObjectiveExamples.All[name].With(Own, Other);
        using MetamerSet whole = synthesizer.Synthesize(ObjectiveExamples.References, "layer2");
        using CancellationTokenSource stop = new();
        MetamerSynthesizerTests.Progress stopping = new(progress =>
        {
            if (progress.Step == 7) // in the segment with momentum
            {
                stop.Cancel();
            }
        });
        using MetamerSet half = synthesizer.Synthesize(
            ObjectiveExamples.References,
            "layer2",
            stopping,
            stop.Token,
            state
        );
        Assert.False(half[0].IsComplete);
        using MetamerSet resumed = synthesizer.Synthesize(ObjectiveExamples.References, "layer2", statePath: state);
        Assert.All(whole.Zip(resumed), pair => Assert.True(pair.First.Values.Equals(pair.Second.Values)));
        Assert.Equal(whole[2].Losses, resumed[2].Losses);
        Assert.True(whole.All(metamer => metamer.Values.isfinite().all().item<bool>()));
    }

    [Theory]
    [InlineData("two networks")]
    [InlineData("mismatch")]
    [InlineData("decide")]
    [InlineData("unlike")]
    [InlineData("spread")]
    [InlineData("total variation")]
    public void Every_term_becomes_smaller_or_stays_fulfilled(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using SynthesisRun run = Start(ObjectiveExamples.All[name]);
        double[] before = [.. run.Parts.Select(part => part.Values.Average())];
        run.Advance();
        double[] after = [.. run.Parts.Select(part => part.Values.Average())];
        Assert.All(before.Zip(after), pair => Assert.True(pair.Second < Math.Max(pair.First, 1e-3), $"{pair}"));
    }

    [Fact]
    public void A_metamer_of_two_networks_matches_the_second_better_than_one_of_the_first_alone()
    {
        using DisposeScope scope = NewDisposeScope();
        MetamerOptions options = ObjectiveExamples.Short with { Segments = [new(25, 0.5), new(25, 0.05, 0.9)] };
        Tensor reference = ObjectiveExamples.Picture(0).Pixels.unsqueeze(0);
        SynthesisObjective both = ObjectiveExamples.All["two networks"];
        using SynthesisRun together = new MetamerSynthesizer(Own, options with { Objective = both }, [Other]).Start(
            reference,
            "layer2"
        );
        using SynthesisRun alone = new MetamerSynthesizer(Own, options).Start(reference, "layer2");
        together.Advance();
        alone.Advance();
        Assert.True(Distance(together.Candidates) < 0.7 * Distance(alone.Candidates));

        double Distance(Tensor x)
        {
            Tensor wanted = Other.Activations(reference, "layer3");
            return ((Other.Activations(x, "layer3") - wanted).norm() / wanted.norm()).item<float>();
        }
    }

    [Fact]
    public void Items_of_one_reference_start_apart_and_part_further_and_each_knows_its_start()
    {
        using MetamerSet apart = ObjectiveExamples
            .All["spread"]
            .With(Own, Other)
            .Synthesize(ObjectiveExamples.References, "layer2");
        using MetamerSet usual = new MetamerSynthesizer(Own, ObjectiveExamples.Short).Synthesize(
            ObjectiveExamples.References,
            "layer2"
        );
        Assert.True(usual[0].Values.Equals(usual[1].Values)); // one noise for all
        Assert.Equal([0, 1, 0], apart.Select(metamer => metamer.Sample));
        using Tensor first = apart[0].DrawStart();
        using Tensor second = apart[1].DrawStart();
        using Tensor next = StartNoise.Draw(ObjectiveExamples.Short with { Seed = 1 }, [3, 32, 32], Own.Input)[0];
        Assert.True(second.Equals(next));
        Assert.True(Rms(apart[0].Values, apart[1].Values) > 1.3 * Rms(first, second));

        static double Rms(Tensor one, Tensor other) => (one - other).square().mean().sqrt().item<float>();
    }

    [Fact]
    public void A_given_representation_is_matched_in_the_place_of_the_references_own()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor references = ObjectiveExamples.References.Stack();
        Tensor halfway = Own.Activations(references, "layer2").mean([0L], keepdim: true);
        MetamerSynthesizer synthesizer = new(Own, ObjectiveExamples.Short);
        using SynthesisRun own = synthesizer.StartTowards(Own.Activations(references, "layer2"), references, "layer2");
        using SynthesisRun usual = synthesizer.Start(references, "layer2");
        using SynthesisRun run = synthesizer.StartTowards(halfway, references, "layer2");
        own.Advance();
        usual.Advance();
        run.Advance();
        Assert.True(own.Candidates.Equals(usual.Candidates));
        double[] reached =
        [
            .. ((Own.Activations(run.Candidates, "layer2") - halfway).flatten(1).norm(1) / halfway.norm())
                .to(float64)
                .data<double>(),
        ];
        Assert.Equal(reached, run.FinalLosses(), (one, other) => Math.Abs(one - other) < 1e-5);
        Assert.NotEqual(own.Identity, run.Identity);
        Assert.Equal("", usual.Identity);
        Assert.Contains(
            "The representation has the shape (1, 10); layer2 of ResNet8 needs (3 or 1, 32, 16, 16).",
            Assert.Throws<MetamerException>(() => synthesizer.StartTowards(zeros(1, 10), references, "layer2")).Message
        );
    }

    [Fact]
    public void The_shift_of_a_step_is_drawn_from_the_seed_and_goes_in_all_directions()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor one = zeros(1, 1, 16, 16);
        one[0, 0, 8, 8] = 1;
        (long Down, long Right)[] places = [.. Enumerable.Range(0, 400).Select(step => Place(0, step))];
        Assert.Equal([6, 7, 8, 9, 10], places.Select(place => place.Down).Distinct().Order());
        Assert.Equal(25, places.Distinct().Count());
        Assert.Equal(places[7], Place(0, 7));
        Assert.NotEqual(places, Enumerable.Range(0, 400).Select(step => Place(1, step)));

        (long, long) Place(long seed, int step)
        {
            long index = Jitter.Shift(one, 2, seed, step).flatten().argmax().item<long>();
            return (index / 16, index % 16);
        }
    }

    [Fact]
    public void A_metamer_is_saved_with_its_objective_and_the_other_networks()
    {
        using TemporaryFolder folder = new();
        SynthesisObjective objective = ObjectiveExamples.All["all"];
        using MetamerSet made = objective.With(Own, Other).Synthesize(ObjectiveExamples.References, "layer2");
        string path = Path.Combine(folder.Path, "one");
        made[1].Save(path);
        using Metamer loaded = Metamer.Load(path);
        Assert.Equal(made[1], loaded);
        Assert.Equal(objective, loaded.Options.Objective);
        Assert.Equal(["ResNet14"], loaded.Others.Select(other => other.Name));
        Assert.Equal(1, loaded.Sample);
        string json = File.ReadAllText(Path.Combine(path, "metamer.json"));
        Assert.Contains("\"format_version\": 5", json);
        Assert.Contains("objective: match \\u002B mismatch at layer1 of ResNet14 up to 1 \\u002B decide", json);
    }

    [Fact]
    public void The_cache_keeps_objectives_apart_and_remakes_what_was_made_together()
    {
        using TemporaryFolder folder = new();
        MetamerCache cache = new(folder.Path);
        MetamerSynthesizer pair = ObjectiveExamples.All["two networks"].With(Own, Other);
        MetamerSynthesizer spread = ObjectiveExamples.All["spread"].With(Own, Other);
        List<int> batches = [];
        MetamerSynthesizerTests.Progress counting = new(progress => batches.Add(progress.Losses.Count));
        Tensor first = cache.GetOrMake(pair, ObjectiveExamples.References, "layer2", counting)[0].Values;
        Tensor second = cache.GetOrMake(spread, ObjectiveExamples.References, "layer2", counting)[0].Values;
        Assert.False(first.Equals(second));
        batches.Clear();
        Assert.True(cache.GetOrMake(pair, ObjectiveExamples.References, "layer2", counting)[0].Values.Equals(first));
        Assert.True(cache.GetOrMake(spread, ObjectiveExamples.References, "layer2", counting)[0].Values.Equals(second));
        Assert.Empty(batches);

        // Another second network, and others to be apart from: neither is what was kept.
        using StagedModel retrained = ObjectiveExamples.Network(14);
        using (no_grad())
        {
            retrained.state_dict()["linear.bias"].add_(1);
        }

        cache.GetOrMake(
            ObjectiveExamples.All["two networks"].With(Own, retrained),
            ObjectiveExamples.References,
            "layer2",
            counting
        );
        Assert.NotEmpty(batches);
        batches.Clear();
        Directory.Delete(
            Directory
                .GetDirectories(folder.Path, "dead-leaves-0-2", SearchOption.AllDirectories)
                .Single(place => place.Contains("-of-")),
            true
        );
        Assert.True(cache.GetOrMake(spread, ObjectiveExamples.References, "layer2", counting)[0].Values.Equals(second));
        Assert.All(batches, count => Assert.Equal(3, count));
        Assert.NotEmpty(batches);
    }

    [Theory]
    [InlineData(true, 1010)]
    [InlineData(false, 40)]
    public void Steps_with_every_term_leave_no_tensor_behind(bool early, int steps)
    {
        SynthesisObjective objective = early
            ? new(new MatchTerm(), new SpreadTerm(), new TotalVariationTerm())
            {
                Spectrum = StimulusSpectrum.Fourier,
                Jitter = 2,
            }
            : new(
                new MatchTerm(),
                new MismatchTerm { Model = "ResNet14" },
                new DecideTerm { Class = 2, Model = "ResNet14" },
                new DecideTerm { Class = 1 }
            );
        MetamerOptions options = MetamerOptions.Paper with { Segments = [new(2000, 0.1, 0.9)], Objective = objective };
        using Tensor references = ObjectiveExamples.Picture(0).Copies(2).Stack();
        using SynthesisRun run = new MetamerSynthesizer(Own, options, early ? [] : [Other]).Start(
            references,
            "conv1_relu1"
        );
        run.Advance(untilStep: 10);
        LiveTensors.AssertNoneLeftBy(() => run.Advance(untilStep: steps));
    }

    private static SynthesisRun Start(SynthesisObjective objective) =>
        objective.With(Own, Other).Start(ObjectiveExamples.References.Stack(), "layer2");
}
