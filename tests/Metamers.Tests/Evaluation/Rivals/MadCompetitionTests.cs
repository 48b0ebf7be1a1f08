using Metamers.Evaluation.Rivals;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Synthetic;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Evaluation.Rivals;

public sealed class MadCompetitionTests
{
    /// <summary>
    /// For networks that only scale pixels, distances are weighted norms of the difference d: of all d of one weighted
    /// norm, the other norm is largest (smallest) if d is in the one pixel whose weights have the largest (smallest)
    /// ratio.
    /// </summary>
    [Fact]
    public void Of_two_weighted_norms_the_extremes_are_found_and_the_held_one_stays()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor one = ones(3, 2, 2, float64);
        one[0, 0, 0] = 2;
        one[1, 1, 0] = 0.5;
        Tensor other = full([3, 2, 2], 1.2, float64);
        other[0, 0, 0] = 1; // its ratio other/one is 0.5, the smallest; that of the next pixel is 2.4, the largest
        ImageStimulus reference = new("grey", null, null, full([3, 2, 2], 0.5f), "made here");
        StagedModel first = new ScaledPixels("first", one);
        StagedModel second = new ScaledPixels("second", other);
        MadOptions options = new()
        {
            Steps = 1500,
            StepLength = 0.02,
            Deviation = 0.02,
        };
        MadCompetition found = MadCompetition.Hold(
            first,
            ScaledPixels.Scaled,
            second,
            ScaledPixels.Scaled,
            reference,
            options
        );

        // Distances are relative to the reference's.
        double unit = one.norm().item<double>() / other.norm().item<double>();
        double farthest = found.Start.FirstDistance * 2.4 * unit;
        double nearest = found.Start.FirstDistance * 0.5 * unit;
        Assert.Equal(farthest, found.FirstHeldSecondMost.SecondDistance, 0.01 * farthest);
        Assert.Equal(nearest, found.FirstHeldSecondLeast.SecondDistance, 0.03 * nearest);
        Assert.Equal(
            found.Start.SecondDistance / 0.5 / unit,
            found.SecondHeldFirstMost.FirstDistance,
            0.03 * found.SecondHeldFirstMost.FirstDistance
        );
        Assert.Equal(
            found.Start.SecondDistance / 2.4 / unit,
            found.SecondHeldFirstLeast.FirstDistance,
            0.03 * found.SecondHeldFirstLeast.FirstDistance
        );
        Assert.InRange(found.LargestSlip, 0, 1e-5);
        Tensor alone = (found.FirstHeldSecondMost.Stimulus.Values - 0.5).abs();
        Assert.True(alone[1, 1, 0].item<float>() > 20 * (alone.sum() - alone[1, 1, 0]).item<float>());
    }

    [Fact]
    public void Networks_of_the_zoo_part_while_each_holds_its_distance()
    {
        using DisposeScope scope = NewDisposeScope();
        using StagedModel first = ModelZoo.Load("vgg8-standard-seed0");
        using StagedModel second = ModelZoo.Load("vgg8-l2-seed0");
        ImageStimulus reference = SyntheticStimuli.DeadLeaves(32, 3);
        string stage = first.Stages[2].Name;
        MadOptions options = new() { Steps = 25, StepLength = 0.4 };
        MadCompetition found = MadCompetition.Hold(first, stage, second, stage, reference, options);
        Assert.InRange(found.LargestSlip, 0, 2e-3);
        Assert.True(found.FirstHeldSecondMost.SecondDistance > 1.1 * found.Start.SecondDistance);
        Assert.True(found.FirstHeldSecondLeast.SecondDistance < 0.95 * found.Start.SecondDistance);
        Assert.True(found.SecondHeldFirstMost.FirstDistance > 1.1 * found.Start.FirstDistance);
        Assert.True(found.SecondHeldFirstLeast.FirstDistance < 0.95 * found.Start.FirstDistance);
        Tensor wanted = second.Activations(reference.Pixels.unsqueeze(0), stage);
        Tensor reached = second.Activations(found.FirstHeldSecondMost.Stimulus.Values.unsqueeze(0), stage);
        Assert.Equal(
            ((reached - wanted).norm() / wanted.norm()).item<float>(),
            found.FirstHeldSecondMost.SecondDistance,
            1e-5
        );
    }

    [Fact]
    public void What_cannot_compete_is_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        StagedModel model = new ScaledPixels("first", ones(3, 2, 2));
        ImageStimulus reference = new("grey", null, null, full([3, 2, 2], 0.5f), "made here");
        Assert.Contains(
            "first has no stage 'layer1'",
            Refusal(() => MadCompetition.Hold(model, "layer1", model, "final", reference))
        );
        Assert.Contains(
            "Given and allowed: Steps = 0: at least 1; StepLength = -1: above 0; Deviation = 0: above 0.",
            Refusal(() =>
                MadCompetition.Hold(
                    model,
                    "final",
                    model,
                    "scaled",
                    reference,
                    new()
                    {
                        Steps = 0,
                        StepLength = -1,
                        Deviation = 0,
                    }
                )
            )
        );
        Assert.Contains(
            "The reference 'dead-leaves-0': shape (1, 3, 32, 32)",
            Refusal(() => MadCompetition.Hold(model, "final", model, "scaled", SyntheticStimuli.DeadLeaves(32, 0)))
        );
    }

    private static string Refusal(Action action) => Assert.Throws<MetamerException>(action).Message;
}
