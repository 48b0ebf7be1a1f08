namespace Metamers.Models;

/// <summary>One point of a network whose activations a metamer matches (a "layer" in other codebases).</summary>
/// <param name="Name">The name used in the paper, e.g. <c>conv1_relu1</c>.</param>
/// <param name="EndsInRelu">
/// Whether the stage ends in a ReLU, whose gradient is replaced by the identity while this stage is matched
/// (<see cref="IdentityGradientRelu"/>).
/// </param>
/// <param name="Shape">
/// Shape of the activations of one stimulus, without the batch dimension, e.g. (16, 32, 32).
/// </param>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// model.Stages.Where(stage => stage.EndsInRelu).Select(stage => $"{stage.Name}: {stage.Units} units")
/// </code>
/// </example>
public sealed record Stage(string Name, bool EndsInRelu, IReadOnlyList<long> Shape)
{
    /// <summary>Number of units: the product of <see cref="Shape"/>.</summary>
    public long Units => Shape.Aggregate(1L, (product, length) => product * length);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {string.Join('×', Shape)}";
}
