using Metamers.Evaluation;
using Metamers.Models;
using Metamers.Stimuli;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Tests.Evaluation;

/// <summary>
/// A picture is shown to other networks as its file holds it: in steps of 1/255, cut off, not rounded.
/// </summary>
public sealed class EightBitsTests
{
    [Theory]
    [InlineData(100.0, 0)]
    [InlineData(100.4, 0)]
    [InlineData(100.6, 0)] // rounded it would be 101
    [InlineData(100.98, 0)]
    [InlineData(101.02, 1)]
    public void Values_are_cut_off_to_the_step_below(double steps, int expected)
    {
        using Tensor picture = full([3, 8, 8], steps / 255, float32);
        using BrightnessNetwork brighterThan100And3Tenths = new(100.3 / 255);
        Assert.Equal([expected], Decide(brighterThan100And3Tenths, picture));
    }

    private static IReadOnlyList<int> Decide(StagedModel model, Tensor picture) =>
        Transfer.Decisions(model, [(new ImageStimulus("grey", null, null, picture, "drawn for tests"), picture)]);

    /// <summary>Says 1 of a picture whose mean is above a value, and 0 otherwise.</summary>
    private sealed class BrightnessNetwork : StagedModel
    {
        public BrightnessNetwork(double above)
            : base(nameof(BrightnessNetwork), new InputNormalization(0, 1, [0, 0, 0], [1, 1, 1]), 3, 8, 8)
        {
            Linear linear = nn.Linear(1, 2);
            register_module("linear", linear);
            using (no_grad())
            {
                linear.weight!.copy_(tensor(new float[] { 0, 1000 }).view(2, 1));
                linear.bias!.copy_(tensor(new[] { 0, (float)(-1000 * above) }));
            }

            AddStage("final", x => linear.call(x.mean([1L, 2L, 3L]).unsqueeze(1)));
            this.Freeze();
        }
    }
}
