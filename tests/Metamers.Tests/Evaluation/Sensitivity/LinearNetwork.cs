using Metamers.Models;
using Metamers.Stimuli;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Tests.Evaluation.Sensitivity;

/// <summary>A linear network of small pictures or sounds: its activations are a matrix times the values.</summary>
internal sealed class LinearNetwork : StagedModel
{
    public const string Stage = "product";

    private readonly Parameter matrix;

    /// <param name="name">Its name.</param>
    /// <param name="rows">(units, values) float64.</param>
    /// <param name="side">Height and width of its pictures, of three channels.</param>
    public LinearNetwork(string name, Tensor rows, int side)
        : base(name, InputNormalization.None, 3, side, side)
    {
        matrix = new Parameter(rows.clone(), requires_grad: false);
        register_parameter("matrix", matrix);
        AddStage(Stage, x => x.flatten(1).matmul(matrix.t()));
        Freeze();
    }

    /// <summary>A picture that it takes.</summary>
    public static ImageStimulus Picture(int side) =>
        new("noise", null, null, RuleTensors.Uniform("small picture", 3, side, side).to(float32), "made here");
}
