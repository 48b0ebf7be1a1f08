using System.Text.Json;
using CsCheck;
using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Perturbations;
using Metamers.Stimuli;
using Metamers.Stimuli.Synthetic;
using Metamers.Studies;
using Metamers.Synthesis;
using Metamers.Tests.Studies;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Synthesis;

/// <summary>Schedules of segments: the published one as a special case, momentum, and what is saved of them.</summary>
public sealed class SegmentTests
{
    private static readonly StagedModel Model = RuleTensors.Fill(new CifarResNet(8)).Freeze();

    private static readonly MetamerOptions Momentum = MetamerOptions.Paper with
    {
        Segments = [new(4, 0.5), new(9, 0.1, 0.9), new(5, 0.05, 0.9)],
        ReportEvery = 1,
    };

    static SegmentTests() { } // so that these tensors belong to no test's dispose scope

    private static IReadOnlyList<ImageStimulus> Pictures(int count) =>
        [.. Enumerable.Range(0, count).Select(seed => SyntheticStimuli.DeadLeaves(32, seed))];

    [Fact]
    public void The_fast_schedules_of_pictures_and_of_sounds_name_themselves()
    {
        Assert.StartsWith("Fast, 2200 steps: ", MetamerOptions.Fast.Describe());
        Assert.StartsWith("FastSound, 2200 steps: ", MetamerOptions.FastSound.Describe());
        Assert.StartsWith("FastSound, ", (MetamerOptions.FastSound with { Seed = 3 }).Describe());
        Assert.StartsWith("Fast, ", (MetamerOptions.Fast with { StartDeviation = 0.1 }).Describe());
        Assert.StartsWith("18 steps: ", Momentum.Describe());
    }

    [Theory]
    [InlineData("layer1")]
    [InlineData("final")]
    public void The_published_schedule_as_segments_and_step_by_step_gives_the_same_bits(string stage)
    {
        using DisposeScope scope = NewDisposeScope();
        MetamerOptions published = new() { Repetitions = 3, StepsPerRepetition = 7 };
        MetamerOptions segments = new() { Segments = [new(7, 1), new(7, 0.5), new(7, 0.25)] };
        Tensor references = stack([.. Pictures(2).Select(picture => picture.Pixels)]);
        using SynthesisRun first = new MetamerSynthesizer(Model, published).Start(references, stage);
        using SynthesisRun second = new MetamerSynthesizer(Model, segments).Start(references, stage);
        PerturbationSet anywhere = new(PerturbationNorm.L2, double.PositiveInfinity);
        Tensor x = first.Candidates.clone();
        for (int step = 0; step < 21; step++)
        {
            Tensor moved = anywhere.Step(x, Gradient(x, references, stage), -Math.Pow(0.5, step / 7));
            x = anywhere.Project(moved, references, 0, 1);
        }

        first.Advance();
        second.Advance();
        Assert.True(first.Candidates.Equals(x));
        Assert.True(second.Candidates.Equals(x));
    }

    [Fact]
    public void Momentum_is_that_of_a_loop_written_by_hand_and_starts_again_with_each_segment()
    {
        using DisposeScope scope = NewDisposeScope();
        using StagedModel model = RuleTensors.Fill(new CifarResNet(8)).to(float64).Freeze();
        Tensor references = stack([.. Pictures(2).Select(picture => picture.Pixels)]).to(float64);
        using SynthesisRun run = new MetamerSynthesizer(model, Momentum).Start(references, "layer2");
        Tensor x = run.Candidates.clone();
        Tensor wanted = model.Activations(references, "layer2").flatten(1);
        foreach ((int steps, double length, double beta) in new[] { (4, 0.5, 0.0), (9, 0.1, 0.9), (5, 0.05, 0.9) })
        {
            Tensor velocity = zeros_like(x);
            for (int i = 0; i < steps; i++)
            {
                Tensor at = x.detach().requires_grad_(true);
                Tensor reached = model.Activations(at, "layer2", identityGradient: true).flatten(1);
                Tensor losses = (reached - wanted).pow(2).sum(1).sqrt() / wanted.pow(2).sum(1).sqrt();
                Tensor gradient = autograd.grad([losses.sum()], [at])[0];
                Tensor lengths = gradient.pow(2).sum([1L, 2L, 3L], keepdim: true).sqrt();
                velocity = beta * velocity + gradient / lengths;
                x = (x - length * velocity).clamp(0, 1);
            }
        }

        run.Advance();
        double difference = (run.Candidates - x).abs().max().item<double>();
        Assert.True(difference < 1e-6, $"The run and the loop differ by {difference}.");
        Assert.True((x - run.References).norm().item<double>() > 1);
    }

    [Theory]
    [InlineData(SynthesisOptimizer.Gradient, 3)] // before the last step of the first segment
    [InlineData(SynthesisOptimizer.Gradient, 4)] // between two segments
    [InlineData(SynthesisOptimizer.Gradient, 9)]
    [InlineData(SynthesisOptimizer.Adam, 9)]
    [InlineData(SynthesisOptimizer.Lbfgs, 9)]
    public void A_run_that_is_killed_within_a_segment_resumes_to_the_same_bits(
        SynthesisOptimizer optimizer,
        int savedAt
    )
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "state.safetensors");
        MetamerOptions options =
            optimizer == SynthesisOptimizer.Gradient
                ? Momentum
                : Momentum with
                {
                    Segments = [new(4, 0.5), new(14, 0.02) { Optimizer = optimizer }],
                };
        using DisposeScope scope = NewDisposeScope();
        Tensor references = stack([.. Pictures(2).Select(picture => picture.Pixels)]);
        MetamerSynthesizer synthesizer = new(Model, options);
        using SynthesisRun whole = synthesizer.Start(references, "layer2");
        whole.Advance();
        using (SynthesisRun killed = synthesizer.Start(references, "layer2"))
        {
            killed.Advance(untilStep: savedAt);
            new SynthesisState(synthesizer.Identity, [], options, killed).Save(path);
            killed.Advance(untilStep: savedAt + 2);
        }

        using SynthesisRun resumed = synthesizer.Start(references, "layer2");
        new SynthesisState(synthesizer.Identity, [], options, resumed).Restore(path);
        Assert.Equal(savedAt, resumed.Step);
        resumed.Advance();
        Assert.True(resumed.Candidates.Equals(whole.Candidates));
        Assert.Equal(whole.Losses(1), resumed.Losses(1));
    }

    [Fact]
    public void A_thousand_steps_with_momentum_leave_no_tensor_behind()
    {
        MetamerOptions options = MetamerOptions.Paper with { Segments = [new(2000, 0.1, 0.9)] };
        using SynthesisRun run = new MetamerSynthesizer(Model, options).Start(
            Pictures(1)[0].Pixels.unsqueeze(0),
            "conv1_relu1"
        );
        run.Advance(untilStep: 10);
        LiveTensors.AssertNoneLeftBy(() => run.Advance(untilStep: 1010));
    }

    [Fact]
    public void Options_of_the_published_form_are_saved_as_before_and_segments_come_back()
    {
        Assert.Equal(
            """{"Repetitions":8,"StepsPerRepetition":3000,"StepSize":1,"IdentityGradient":true,"StartMean":"""
                + """0.5,"StartDeviation":0.05,"Seed":0,"ReportEvery":100,"TotalSteps":24000}""",
            JsonSerializer.Serialize(MetamerOptions.Paper)
        );
        MetamerOptions options = MetamerOptions.Paper with
        {
            Segments = [.. MetamerOptions.Fast.Segments!, new(5, 0.01) { Optimizer = SynthesisOptimizer.Lbfgs }],
        };
        string json = JsonSerializer.Serialize(options);
        MetamerOptions back = JsonSerializer.Deserialize<MetamerOptions>(json)!;
        Assert.Equal(options, back);
        Assert.Equal(options.GetHashCode(), back.GetHashCode());
        Assert.NotEqual(MetamerOptions.Fast, back);
        Assert.NotEqual(MetamerOptions.Paper, back);
        Assert.Equal(2205, back.TotalSteps);
    }

    [Fact]
    public void A_metamer_of_segments_is_saved_with_its_schedule_and_one_of_the_published_form_as_before()
    {
        using TemporaryFolder folder = new();
        using MetamerSet made = new MetamerSynthesizer(Model, Momentum).Synthesize(Pictures(1), "layer1");
        made[0].Save(Path.Combine(folder.Path, "one"));
        string json = File.ReadAllText(Path.Combine(folder.Path, "one", "metamer.json"));
        Assert.Contains("\"format_version\": 4", json);
        Assert.Contains("4 of length 0.5, 9 of length 0.1 with momentum 0.9", json);
        using Metamer loaded = Metamer.Load(Path.Combine(folder.Path, "one"));
        Assert.Equal(made[0], loaded);
        Assert.True(loaded.IsComplete);

        using Metamer published = MetamerExamples.Noise(1);
        published.Save(Path.Combine(folder.Path, "two"));
        string before = File.ReadAllText(Path.Combine(folder.Path, "two", "metamer.json"));
        Assert.Contains("\"format_version\": 3", before);
        Assert.DoesNotContain("segments", before);
    }

    [Fact]
    public void Every_step_belongs_to_one_segment_and_a_schedule_comes_back_from_json() =>
        Gen.Select(Gen.Int[1, 6], Gen.Double[1e-3, 2], Gen.Double[0, 0.99])
            .Array[1, 8]
            .Sample(
                drawn =>
                {
                    SynthesisSchedule schedule = SynthesisSchedule.From([
                        .. drawn.Select(segment => new SynthesisSegment(segment.Item1, segment.Item2, segment.Item3)),
                    ]);
                    int[] expected =
                    [
                        .. schedule.SelectMany((segment, index) => Enumerable.Repeat(index, segment.Steps)),
                    ];
                    Assert.Equal(expected.Length, schedule.TotalSteps);
                    Assert.Equal(expected, expected.Select((_, step) => schedule.At(step).Index));
                    Assert.All(schedule.Boundaries, step => Assert.Equal(step, schedule.At(step).First));
                    Assert.Equal(schedule.Count - 1, schedule.Boundaries.Count());
                    string json = JsonSerializer.Serialize(schedule);
                    Assert.Equal(schedule, JsonSerializer.Deserialize<SynthesisSchedule>(json));
                },
                iter: 200,
                threads: 1
            );

    [Fact]
    public void A_study_reads_segments()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "study.json");
        Study study = StudyExamples.Pictures with
        {
            Schedules = new Dictionary<string, MetamerOptions> { ["fast"] = MetamerOptions.Fast },
        };
        File.WriteAllText(path, study.ToJson());
        Assert.Equal(MetamerOptions.Fast, Study.Read(path).Schedules["fast"]);
    }

    [Fact]
    public void The_schedule_says_what_it_is()
    {
        Assert.Equal(
            "8 × 3000 steps of length 1 to 0.00781, identity gradient on, seed 0",
            MetamerOptions.Paper.Describe()
        );
        Assert.Equal(
            "Fast, 2200 steps: 100 of length 1, 1300 of length 1.5, 8 × 100 of length 0.15 to 0.00117 with momentum "
                + "0.95, identity gradient on, seed 3",
            (MetamerOptions.Fast with { Seed = 3 }).Describe()
        );
        Assert.Equal(
            "8 × 3000 steps of length 1 to 0.00781, identity gradient on, seed 0, start 0.5 ± 0.3",
            (MetamerOptions.Paper with { StartDeviation = 0.3 }).Describe()
        );
        Assert.DoesNotContain("start", MetamerOptions.FastSound.Describe());
        Assert.Equal(
            "230 steps: 2 × 100 of length 1 to 0.5, 10 of Adam at rate 0.01, 20 of L-BFGS, the first of length 0.1, "
                + "identity gradient off, seed 0",
            (
                MetamerOptions.Paper with
                {
                    IdentityGradient = false,
                    Segments =
                    [
                        new(100, 1),
                        new(100, 0.5),
                        new(10, 0.01) { Optimizer = SynthesisOptimizer.Adam },
                        new(20, 0.1) { Optimizer = SynthesisOptimizer.Lbfgs },
                    ],
                }
            ).Describe()
        );
    }

    private static Tensor Gradient(Tensor x, Tensor references, string stage)
    {
        Tensor wanted = Model.Activations(references, stage).flatten(1);
        Tensor at = x.detach().requires_grad_(true);
        Tensor reached = Model.Activations(at, stage, identityGradient: true).flatten(1);
        return autograd.grad([((reached - wanted).norm(1) / wanted.norm(1)).sum()], [at])[0];
    }
}
