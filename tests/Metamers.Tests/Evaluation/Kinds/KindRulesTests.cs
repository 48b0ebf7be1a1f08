using Metamers.Evaluation.Kinds;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis;
using Metamers.Tests.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Evaluation.Kinds;

/// <summary>What can be compared, and what follows from a measure, without any network.</summary>
public sealed class KindRulesTests
{
    private const string Stage = "layer1";

    public static TheoryData<KindTestOptions, string> Unusable =>
        new()
        {
            {
                new() { Significance = 0 },
                "Significance = 0: 0 to 1"
            },
            {
                new() { Significance = 1 },
                "Significance = 1: 0 to 1"
            },
            {
                new() { RecognitionMargin = -0.1 },
                "RecognitionMargin = -0.1: 0 to 1"
            },
            {
                new() { RecognitionMargin = 1.5 },
                "RecognitionMargin = 1.5: 0 to 1"
            },
            {
                new() { ClassifierMargin = -0.1 },
                "ClassifierMargin = -0.1: 0 to 0.5"
            },
            {
                new() { ClassifierMargin = 0.6 },
                "ClassifierMargin = 0.6: 0 to 0.5"
            },
            {
                new() { RelativeMargin = -0.1 },
                "RelativeMargin = -0.1: 0 to 1"
            },
            {
                new() { RelativeMargin = double.NaN },
                "RelativeMargin = NaN: 0 to 1"
            },
            {
                new() { LeastStimuli = 1 },
                "LeastStimuli = 1: at least 2"
            },
            {
                new() { Resamples = 99 },
                "Resamples = 99: at least 100"
            },
            {
                new() { Permutations = 99 },
                "Permutations = 99: at least 100"
            },
        };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void Options_out_of_range_are_refused(KindTestOptions options, string rule)
    {
        new KindTestOptions().Check();
        Assert.Contains(rule, Assert.Throws<MetamerException>(options.Check).Message);
    }

    [Fact]
    public void Metamers_that_are_no_pairs_are_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        MetamerSet first = new(Of("a", 0), Of("b", 0), Of("a", 1), Of("b", 1));
        (string stage, KindPair[] pairs) = Assert.Single(KindPair.From(first, new(Of("a", 0), Of("b", 0))));
        Assert.Equal((Stage, 2), (stage, pairs.Length));

        string Refusal(params Metamer[] second) =>
            Assert.Throws<MetamerException>(() => KindPair.From(first, new(second))).Message;

        Assert.Contains(
            "of different networks, ResNet8 and ResNet14",
            Refusal(Of("a", 0, network: "ResNet14"), Of("b", 0, network: "ResNet14"))
        );
        Assert.Contains(
            "no stage in common: the first has layer1, the second layer2",
            Refusal(Of("a", 0, stage: "layer2"), Of("b", 0, stage: "layer2"))
        );
        Assert.Contains("called 'b' of the two sets are not the same", Refusal(Of("a", 0), Of("b", 0, level: 0.25f)));
        Assert.Contains(
            "A metamer of the second set has fewer than the 200 steps of its schedule: b at layer1 of ResNet8, loss "
                + "0.1 after 40 steps. It was cancelled, or stopped at a given match.",
            Refusal(Of("a", 0), Of("b", 0, steps: 40))
        );
    }

    /// <summary>
    /// A classifier that tells two seeds apart nearly always cannot be better by the margin, however alike the
    /// schedules are.
    /// </summary>
    [Theory]
    [InlineData(StageComparer.ByPixels, 0.95, KindVerdict.CannotBeSaid)]
    [InlineData(StageComparer.ByJudges, 0.9, KindVerdict.CannotBeSaid)]
    [InlineData(StageComparer.ByPixels, 0.85, KindVerdict.Same)]
    [InlineData(StageComparer.RecognisedByOthers, 0.95, KindVerdict.Same)]
    public void A_classifier_without_room_for_a_difference_says_nothing(string name, double first, KindVerdict verdict)
    {
        KindMeasure measure = new(
            Stage,
            name,
            First: first,
            Second: first + 0.01,
            Difference: 0.01,
            StandardError: 0.01,
            Low: -0.01,
            High: 0.03,
            SeedDifference: 0,
            Margin: 0.1,
            P: 1,
            AdjustedP: 1,
            Stimuli: 16,
            Judges: 0,
            KindVerdict.CannotBeSaid
        );
        Assert.Equal(verdict, KindTest.Judge(measure, new()).Verdict);
        Assert.Equal(
            KindVerdict.CannotBeSaid,
            KindTest.Judge(measure with { Stimuli = 7 }, new() { LeastStimuli = 8 }).Verdict
        );
    }

    /// <summary>
    /// Both other metamers are brighter, so that the classifiers of seeds and of schedules are right every time: that
    /// the second is told from the first says nothing of the schedules.
    /// </summary>
    [Fact]
    public void Schedules_of_different_seeds_are_tested_against_the_classifier_of_two_seeds()
    {
        using DisposeScope scope = NewDisposeScope();
        KindMeasure Compare(long seed, float brighter) =>
            new StageComparer(
                Stage,
                [
                    .. Enumerable
                        .Range(0, 8)
                        .Select(i => new KindPair(
                            Of($"{i}", 0, values: Noise(i)),
                            Of($"{i}", 1, values: Noise(i) + 0.3),
                            Of($"{i}", seed, values: Noise(i) + brighter)
                        )),
                ],
                [],
                new()
            )
                .Measure()
                .First(measure => measure.Measure == StageComparer.ByPixels);

        KindMeasure apart = Compare(seed: 2, brighter: 0.35f);
        Assert.Equal((1, 1, 1), (apart.First, apart.Second, apart.P));
        double share = 1 - Math.Pow(0.025, 1.0 / 8); // of exceptions, none of which was seen
        Assert.Equal(-share, apart.Low, 9);
        Assert.Equal(share, apart.High, 9);

        KindMeasure together = Compare(seed: 0, brighter: 0.35f);
        Assert.Equal((0.5, 1, 2.0 / 256), (together.First, together.Second, together.P));
        Assert.Equal(0.5 - share, together.Low, 9);
        Assert.Equal(0.5, together.High);
    }

    private static Tensor Noise(int seed) => rand([3, 8, 8], generator: new Generator((ulong)seed, CPU)) / 2;

    private static Metamer Of(
        string reference,
        long seed,
        string stage = Stage,
        string network = "ResNet8",
        float level = 0.5f,
        int steps = 200,
        Tensor? values = null
    ) =>
        new(
            values ?? full([3, 8, 8], 0.5f),
            new ImageStimulus(reference, "frog", 2, full([3, 8, 8], level), "drawn for tests")
        )
        {
            Stage = stage,
            Options = MetamerOptions.Quick with { Seed = seed },
            Model = new(network, new string('a', 64)),
            Card = MetamerExamples.Card,
            Losses = [new(steps, 0.1)],
            Manifest = RunManifest.Current(CPU, ScalarType.Float32),
        };
}
