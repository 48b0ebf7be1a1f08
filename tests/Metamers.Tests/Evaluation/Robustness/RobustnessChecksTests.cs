using Metamers.Evaluation.Robustness;
using Metamers.Models;
using Metamers.Perturbations;
using Metamers.Stimuli.Synthetic;
using Metamers.Tests.Synthesis;

namespace Metamers.Tests.Evaluation.Robustness;

public sealed class RobustnessChecksTests
{
    [Fact]
    public void Without_another_network_the_others_are_made()
    {
        using StagedModel model = MetamerExamples.Network();
        RobustnessChecks checks = RobustnessChecks.Measure(
            model,
            null,
            [SyntheticStimuli.DeadLeaves(32, 0) with { ClassIndex = 0 }],
            new(PerturbationNorm.L2, 0.3),
            largeRadius: 20
        );
        Assert.Null(checks.Transferred);
        Assert.True(checks.TransferIsWeaker);
        Assert.Equal(4, checks.ToDataFrame().Rows.Count);
        Assert.DoesNotContain("another network", checks.ToString());
    }

    [Fact]
    public void They_stop_when_they_are_asked_to()
    {
        using StagedModel model = MetamerExamples.Network();
        Assert.Throws<OperationCanceledException>(() =>
            RobustnessChecks.Measure(
                model,
                model,
                [SyntheticStimuli.DeadLeaves(32, 0) with { ClassIndex = 0 }],
                new(PerturbationNorm.L2, 0.3),
                largeRadius: 20,
                cancellation: new CancellationToken(canceled: true)
            )
        );
    }
}
