using Metamers.Models;
using Metamers.Stimuli;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Tests.Reports;

/// <summary>Means of parts of a picture, and their exponentials, which are not finite for a white picture.</summary>
internal sealed class OverflowingNetwork : StagedModel
{
    public OverflowingNetwork()
        : base(nameof(OverflowingNetwork), InputNormalization.None, 3, 32, 32)
    {
        register_parameter("scale", new Parameter(tensor(140f)));
        AddStage("small", x => nn.functional.avg_pool2d(x, 16));
        AddStage("exp", x => (x * get_parameter("scale")!).exp());
        HasDecision = false;
        Freeze();
    }

    /// <summary>A grey picture that is somewhat darker at the top.</summary>
    public static ImageStimulus Picture(string name, float level)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = full([3, 32, 32], level, float32);
        pixels[.., ..16].mul_(0.9f);
        return new(name, null, null, pixels.DetachFromDisposeScope(), "made for tests");
    }
}
