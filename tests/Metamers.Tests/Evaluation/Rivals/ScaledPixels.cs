using Metamers.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Tests.Evaluation.Rivals;

/// <summary>
/// A network whose every answer is known: each value of a picture times a weight, and their sum as the score of the
/// first of two classes.
/// </summary>
internal sealed class ScaledPixels : StagedModel
{
    public const string Scaled = "scaled";

    private readonly Parameter weights;

    public ScaledPixels(string name, Tensor weights)
        : base(name, InputNormalization.None, 3, 2, 2)
    {
        this.weights = new Parameter(weights.detach().clone(), requires_grad: false);
        register_parameter(nameof(weights), this.weights);
        AddStage(Scaled, x => x * this.weights);
        AddStage("final", x => stack([x.flatten(1).sum(1), zeros(x.shape[0], x.dtype)], 1));
        Freeze();
    }
}
