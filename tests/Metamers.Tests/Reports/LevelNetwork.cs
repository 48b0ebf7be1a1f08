using Metamers.Models;
using Metamers.Stimuli;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Tests.Reports;

/// <summary>
/// Names the brightness of a picture: class k for a mean of (k + ½) / classes. Its first stage is 0 for medium grey.
/// </summary>
internal sealed class LevelNetwork : StagedModel
{
    /// <param name="classes">How many.</param>
    /// <param name="names">Their names; not known if null.</param>
    /// <param name="asked">Called whenever the first stage is computed.</param>
    public LevelNetwork(int classes, IReadOnlyList<string>? names = null, Action? asked = null)
        : base(nameof(LevelNetwork), InputNormalization.None, 3, 32, 32)
    {
        float[] centres = [.. Enumerable.Range(0, classes).Select(k => (k + 0.5f) / classes - 0.5f)];
        register_parameter("centres", new Parameter(tensor(centres)));
        AddStage("level", Level);
        AddStage("final", x => -10 * (x.mean([1L], keepdim: true) - get_parameter("centres")!).square());
        Card = Card with { ClassNames = names };
        Freeze();

        Tensor Level(Tensor x)
        {
            asked?.Invoke();
            return x.mean([2L, 3L]) - 0.5f;
        }
    }

    /// <summary>A picture of the brightness of a class, with the class that it is said to have.</summary>
    public static ImageStimulus Picture(string name, int level, int classes, string? label, int? index)
    {
        Tensor pixels = full([3, 32, 32], (level + 0.5f) / classes, float32);
        return new(name, label, index, pixels.DetachFromDisposeScope(), "made for tests");
    }
}
