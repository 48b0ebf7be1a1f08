using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Runtime;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;

namespace Metamers.Tests.Synthesis;

/// <summary>Schedules that cannot be used, and those whose last steps are too long.</summary>
public sealed class SegmentRulesTests
{
    private static readonly StagedModel Model = RuleTensors.Fill(new CifarResNet(8)).Freeze();

    static SegmentRulesTests() { } // so that these tensors belong to no test's dispose scope

    public static TheoryData<SynthesisSchedule, string> Unusable =>
        new()
        {
            { [], "Segments = []: at least one" },
            { [new(10, 1), new(0, 1)], "segment 2 has Steps = 0: at least 1" },
            { [new(10, -0.5)], "segment 1 has StepLength = -0.5: above 0" },
            { [new(10, double.NaN)], "segment 1 has StepLength = NaN: above 0" },
            { [new(10, 1, 1)], "segment 1 has Momentum = 1: 0 or more and below 1" },
            { [new(10, 1, -0.1)], "segment 1 has Momentum = -0.1: 0 or more and below 1" },
            { [new(10, 1, 0.5) { Optimizer = SynthesisOptimizer.Lbfgs }], "Momentum = 0.5 with Lbfgs: only 0" },
            { [new(1, 1) { Optimizer = SynthesisOptimizer.Lbfgs }], "segment 1 has Steps = 1 with Lbfgs, which would" },
            { [new(10, 1) { Optimizer = (SynthesisOptimizer)7 }], "Optimizer = 7: Gradient, Adam or Lbfgs" },
            { [new(int.MaxValue, 1), new(1, 1)], "Segments have 2147483648 steps: at most 2147483647" },
        };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void Segments_that_cannot_be_used_are_refused(SynthesisSchedule segments, string reason) =>
        Assert.Contains(reason, Refusal(MetamerOptions.Paper with { Segments = segments }));

    [Fact]
    public void Two_forms_of_a_schedule_at_once_are_refused() =>
        Assert.Contains(
            "Segments besides Repetitions, StepsPerRepetition or StepSize: one of the two forms",
            Refusal(MetamerOptions.Fast with { StepsPerRepetition = 10 })
        );

    [Fact]
    public void Last_steps_longer_than_the_whole_range_are_refused_and_those_longer_than_the_match_are_named()
    {
        Assert.Contains(
            "The last steps of the schedule have the length 255, and the two farthest inputs of ResNet8 are 55.4 apart",
            Refusal(MetamerOptions.Paper with { Segments = [new(10, 1), new(10, 255)] })
        );
        Assert.Contains(
            "grow with momentum 0.95 to the length 1E+03, and the two farthest inputs of ResNet8 are 55.4 apart",
            Refusal(MetamerOptions.Paper with { Segments = [new(100, 50, 0.95)] })
        );
        Assert.Contains(
            "are of Adam at rate 255, and the least and the largest value of an input of ResNet8 are 1 apart",
            Refusal(MetamerOptions.Paper with { Segments = [new(100, 255) { Optimizer = SynthesisOptimizer.Adam }] })
        );
        MetamerOptions[] usable =
        [
            MetamerOptions.Fast,
            MetamerOptions.Texture,
            MetamerOptions.Paper with
            {
                Segments = [new(100, 2.7, 0.95)],
            },
            MetamerOptions.Paper with
            {
                Segments = [new(100, 1) { Optimizer = SynthesisOptimizer.Adam }],
            },
        ];
        Assert.All(usable, options => Assert.Equal(options, new MetamerSynthesizer(Model, options).Options));
        Metamer Make(params SynthesisSegment[] segments) =>
            new MetamerSynthesizer(
                Model,
                MetamerOptions.Paper with
                {
                    Segments = SynthesisSchedule.From(segments),
                    ReportEvery = 10,
                }
            ).Synthesize([SyntheticStimuli.DeadLeaves(32, 0)], "conv1_relu1")[0];

        const string Warning = "The last steps were too long for this match: the loss was ";
        Assert.Contains(Warning, Make(new(60, 0.5), new(40, 0.1), new(10, 10)).Describe());
        Assert.DoesNotContain(Warning, Make(new(60, 0.5), new(50, 0.1)).Describe());
    }

    private static string Refusal(MetamerOptions options) =>
        Assert.Throws<MetamerException>(() => new MetamerSynthesizer(Model, options)).Message;
}
