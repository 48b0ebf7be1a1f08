namespace Metamers.Models.Import;

/// <summary>The output of a node of an <see cref="OnnxNetwork"/>; each can be a stage.</summary>
/// <param name="Name">Its name as a stage.</param>
/// <param name="FileName">Its name in the file, which is accepted too.</param>
/// <param name="Operator">The operator of ONNX that gives it, e.g. <c>Relu</c>.</param>
/// <param name="Shape">Shape of the activations of one stimulus.</param>
/// <param name="IsStage">Whether it is one of the network's stages.</param>
/// <param name="Gradient">
/// "identity" for a ReLU, whose gradient is replaced while its stage is matched (<see cref="Stage.EndsInRelu"/>);
/// "plain" for any other, Clip, LeakyRelu and HardSwish included.
/// </param>
public sealed record OnnxOutput(
    string Name,
    string FileName,
    string Operator,
    IReadOnlyList<long> Shape,
    bool IsStage,
    string Gradient
)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} {string.Join('×', Shape)} ({Operator})";
}
