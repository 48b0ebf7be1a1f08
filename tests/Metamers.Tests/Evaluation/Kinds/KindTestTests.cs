using Metamers.Evaluation.Kinds;
using Metamers.Models;
using Metamers.Models.Import;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Synthesis;
using Metamers.Tests.Models.Import.Onnx;
using Metamers.Tests.Synthesis;
using static TorchSharp.torch;

namespace Metamers.Tests.Evaluation.Kinds;

/// <summary>The test of kinds on a trained network, with few steps.</summary>
public sealed class KindTestTests(KindTestTests.Made made) : IClassFixture<KindTestTests.Made>
{
    private const string Stage = "final";

    private static readonly KindTestOptions Short = new() { Resamples = 500, Permutations = 2000 };

    private static readonly MetamerOptions Usual = new() { Repetitions = 3, StepsPerRepetition = 10 };

    [Fact]
    public void Another_seed_of_the_same_schedule_is_not_different_and_the_stimuli_are_the_same()
    {
        KindTest test = KindTest.Compare(made.Standard, made.ThirdSeed, made.Judges, Short);
        Assert.All(
            test.Measures.Where(measure =>
                measure.Judges == 0 && !measure.Measure.StartsWith("classifier", StringComparison.Ordinal)
            ),
            measure => Assert.Equal(KindVerdict.Same, measure.Verdict)
        );
        Assert.NotEqual(KindVerdict.Different, test.Verdict);
        Assert.Equal(11, test.Measures.Count);
        Assert.Equal(11, test.ToDataFrame().Rows.Count);
    }

    [Fact]
    public void An_almost_invisible_change_of_the_start_is_different()
    {
        KindTest test = KindTest.Compare(made.Standard, made.Lbfgs, made.Judges, Short);
        Assert.Equal(KindVerdict.Different, test.Verdict);
        KindMeasure distance = test.Measures[0];
        Assert.Equal("RMS distance to the start", distance.Measure);
        Assert.Equal(KindVerdict.Different, distance.Verdict);
        Assert.True(distance.High < -distance.Margin);
        Assert.True(distance.AdjustedP >= distance.P);
        Assert.StartsWith("final, RMS distance to the start: different; ", distance.Sentence);
        Assert.Contains("16 stimuli).", distance.Sentence);
        Assert.StartsWith(
            "First: 3 × 10 steps of length 1 to 0.25, identity gradient on, seeds 0 and 1. Second: 30 steps: 30 of "
                + "L-BFGS, the first of length 0.1, identity gradient on, seed 0. "
                + "The two schedules make metamers of different kinds.",
            test.Describe()
        );
        KindMeasure pixels = test.Measures.Single(measure => measure.Measure.Contains("stimuli's statistics"));
        Assert.Equal((1, KindVerdict.Different), (pixels.Second, pixels.Verdict));
        Assert.Equal(0.5 - 1 + Math.Pow(0.025, 1.0 / 16), pixels.Low, 9); // no exception among 16 does not mean none
        Assert.Equal(0.5, pixels.High);
        Assert.Equal(test.Measures, KindTest.Compare(made.Standard, made.Lbfgs, made.Judges, Short).Measures);
    }

    [Fact]
    public void With_few_stimuli_nothing_can_be_said()
    {
        MetamerSet few = new(made.ThirdSeed.Take(4));
        KindTest test = KindTest.Compare(made.Standard, few, made.Judges, Short);
        Assert.Equal(KindVerdict.CannotBeSaid, test.Verdict);
        Assert.All(
            test.Measures,
            measure => Assert.Equal((4, KindVerdict.CannotBeSaid), (measure.Stimuli, measure.Verdict))
        );
        Assert.Contains("cannot be said with 4 stimuli; ", test.Measures[0].Sentence);
        Assert.Contains("cannot be said with 4 stimuli and 2 judges; ", test.Measures[^1].Sentence);
    }

    [Fact]
    public void A_judge_without_a_stage_before_its_decision_takes_no_part_in_the_classifier_on_features()
    {
        GraphBuilder builder = new GraphBuilder(17).Input("x", 1, -1, 3, 32, 32);
        string flat = builder.Node("Flatten", ["x"]);
        using TemporaryGraph file = new(builder.Build(builder.Node("Gemm", [flat, builder.Random(3 * 32 * 32, 10)])));
        OnnxOptions options = new() { Name = "pixels", HasDecision = true };
        using StagedModel judge = new OnnxRuntimeNetwork(file.Path, options).Freeze();

        KindTest test = KindTest.Compare(made.Standard, made.Lbfgs, [.. made.Judges, judge], Short);
        KindTest without = KindTest.Compare(made.Standard, made.Lbfgs, made.Judges, Short);
        Assert.Equal(11, test.Measures.Count);
        Assert.Equal(3, test.Measures.Single(measure => measure.Measure == "recognition by others").Judges);
        KindMeasure features = test.Measures[^1];
        Assert.Equal("classifier on the judges' features", features.Measure);
        Assert.Equal(without.Measures[^1] with { AdjustedP = features.AdjustedP }, features);
        Assert.EndsWith(
            "pixels has no stage between its input and its decision, so that its features took no part "
                + "in the comparison.",
            test.Describe()
        );
        Assert.DoesNotContain("took no part", without.Describe());

        KindTest alone = KindTest.Compare(made.Standard, made.Lbfgs, [judge], Short);
        Assert.Equal(10, alone.Measures.Count);
        Assert.DoesNotContain(alone.Measures, measure => measure.Measure.Contains("features"));
    }

    [Fact]
    public void A_judge_without_the_class_of_a_reference_is_refused()
    {
        GraphBuilder builder = new GraphBuilder(17).Input("x", 1, -1, 3, 32, 32);
        string flat = builder.Node("Flatten", ["x"]);
        using TemporaryGraph file = new(builder.Build(builder.Node("Gemm", [flat, builder.Random(3 * 32 * 32, 2)])));
        OnnxOptions options = new() { Name = "two", HasDecision = true };
        using StagedModel judge = new OnnxRuntimeNetwork(file.Path, options).Freeze();
        Assert.Contains(
            "and two has the classes 0 to 1",
            Assert.Throws<MetamerException>(() => KindTest.Compare(made.Standard, made.Lbfgs, [judge], Short)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_error_over_a_few_stimuli_is_that_of_their_mean()
    {
        MetamerSet few = new(made.Lbfgs.Take(4));
        KindMeasure distance = KindTest
            .Compare(made.Standard, few, made.Judges, Short with { Resamples = 20_000 })
            .Measures[0];
        double[] differences =
        [
            .. few.Select(metamer =>
                StimulusStatistics.Measure(metamer).Scalars[0]
                - StimulusStatistics
                    .Measure(made.Standard.First(other => other.Reference.Name == metamer.Reference.Name))
                    .Scalars[0]
            ),
        ];
        Assert.Equal(differences.Average(), distance.Difference, 1e-12);
        double error = Estimate.Student(differences).StandardError;
        Assert.InRange(distance.StandardError, 0.96 * error, 1.04 * error);
    }

    [Fact]
    public void P_values_are_corrected_over_the_tests_of_all_stages()
    {
        Stimulus[] few = [.. made.Standard.References.Take(8)];
        MetamerSet Of(params MetamerOptions[] schedules) =>
            new(
                from schedule in schedules
                from stage in new[] { Stage, "layer3" }
                from metamer in new MetamerSynthesizer(made.Model, schedule).Synthesize(few, stage)
                select metamer
            );
        using MetamerSet first = Of(Usual, Usual with { Seed = 1 });
        using MetamerSet second = Of(made.Lbfgs[0].Options);
        KindMeasure[] found = [.. KindTest.Compare(first, second, made.Judges, Short).Measures];
        Assert.Equal(22, found.Length);
        Assert.True(found.DistinctBy(measure => measure.P).Count() > 4);
        Assert.All(
            found,
            measure =>
                Assert.Equal(
                    Math.Min(
                        1,
                        found
                            .Where(other => other.P <= measure.P)
                            .Max(other => other.P * found.Count(third => third.P >= other.P))
                    ),
                    measure.AdjustedP,
                    12
                )
        );
    }

    [Fact]
    public void Judges_that_cannot_judge_are_refused()
    {
        string Refusal(params StagedModel[] judges) =>
            Assert.Throws<MetamerException>(() => KindTest.Compare(made.Standard, made.Lbfgs, judges, Short)).Message;

        Assert.Contains(
            "The judge vgg8-standard-seed0 is given twice",
            Refusal(made.Judges[0], made.Judges[1], made.Judges[0])
        );
        using OneStage shallow = new();
        Assert.Contains("The judge one-stage has one stage", Refusal(shallow));
        using StagedModel broken = ModelZoo.Build("vgg8", 0);
        using (no_grad())
        {
            broken.parameters().First().fill_(double.NaN);
        }

        broken.Freeze();
        Assert.Matches("The judge VGG8 gives NaN or infinity at '.*' for the metamer of '", Refusal(broken));
    }

    [Fact]
    public void Sets_that_cannot_be_compared_say_why()
    {
        string Refusal(MetamerSet first, MetamerSet second, params StagedModel[] judges) =>
            Assert.Throws<MetamerException>(() => KindTest.Compare(first, second, judges, Short)).Message;

        Assert.Contains("has one seed of", Refusal(made.ThirdSeed, made.Lbfgs, made.Judges));
        Assert.Contains("There are no judges", Refusal(made.Standard, made.Lbfgs));
        Assert.Contains("is a network that the metamers were made for", Refusal(made.Standard, made.Lbfgs, made.Model));
        using MetamerSet matchedToo = new(
            made.Lbfgs.Select(metamer =>
                MetamerExamples.Like(
                    metamer,
                    metamer.Values,
                    metamer.Reference,
                    metamer.Stage,
                    null,
                    ModelIdentity.Compute(made.Judges[1])
                )
            )
        );
        Assert.Contains(
            "The judge resnet20-l2-seed0 is a network that the metamers were made for",
            Refusal(made.Standard, matchedToo, made.Judges)
        );
        Assert.Contains(
            "The second set has 32 metamers of 2 schedules",
            Refusal(made.Standard, new(made.ThirdSeed.Concat(made.Lbfgs)), made.Judges)
        );
        Assert.Contains("1 reference in common", Refusal(made.Standard, new(made.Lbfgs.Take(1)), made.Judges));
        Assert.Contains(
            "Significance = 2: 0 to 1",
            Assert
                .Throws<MetamerException>(() =>
                    KindTest.Compare(made.Standard, made.Lbfgs, made.Judges, Short with { Significance = 2 })
                )
                .Message
        );
    }

    private sealed class OneStage : StagedModel
    {
        public OneStage()
            : base("one-stage", InputNormalization.None, 3, 32, 32) => register_parameter("none", new(empty(0)));
    }

    /// <summary>The metamers, made once for all tests.</summary>
    public sealed class Made : IDisposable
    {
        public StagedModel Model { get; } = ModelZoo.Load("resnet20-standard-seed0");
        public StagedModel[] Judges { get; } =
        [ModelZoo.Load("vgg8-standard-seed0"), ModelZoo.Load("resnet20-l2-seed0")];
        internal MetamerSet Standard { get; }
        internal MetamerSet ThirdSeed { get; }
        internal MetamerSet Lbfgs { get; }

        public Made()
        {
            Standard = new(Make(Usual).Concat(Make(Usual with { Seed = 1 })));
            ThirdSeed = Make(Usual with { Seed = 2 });
            Lbfgs = Make(
                MetamerOptions.Paper with
                {
                    Segments = [new(30, 0.1) { Optimizer = SynthesisOptimizer.Lbfgs }],
                }
            );
        }

        public void Dispose()
        {
            Standard.Dispose();
            ThirdSeed.Dispose();
            Lbfgs.Dispose();
            Model.Dispose();
            Array.ForEach(Judges, judge => judge.Dispose());
        }

        private MetamerSet Make(MetamerOptions options)
        {
            ImageStimulus[] pictures = [.. DrawnPictures.WithClasses(DataPart.Test, 4)];
            return new MetamerSynthesizer(Model, options).Synthesize(pictures, Stage);
        }
    }
}
