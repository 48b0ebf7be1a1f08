using Metamers.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation.Sensitivity;

/// <summary>How much a stage of a network notices of a small distortion: the length of Je.</summary>
/// <param name="Network">The network.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Length">Change of the activations for a change of the stimulus by a unit of L2 length.</param>
/// <param name="Random">The same for random directions: root mean square over 16 of them.</param>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// var picture = Photographs.Take(1)[0];
/// DistortionSensitivity.Measure(model, "layer3", new Distortion(picture, ones_like(picture.Pixels))).Relative
/// </code>
/// </example>
public sealed record DistortionSensitivity(string Network, string Stage, double Length, double Random)
{
    private const int RandomCount = 16;

    /// <summary>The sensitivity over that to random directions, which can be compared between networks.</summary>
    public double Relative => Length / Random;

    /// <summary>Measures it.</summary>
    /// <param name="model">The network.</param>
    /// <param name="stage">One of its stages.</param>
    /// <param name="distortion">A distortion of a stimulus that the network takes.</param>
    /// <exception cref="Runtime.MetamerException">
    /// The network does not take the stimulus, or has no such stage.
    /// </exception>
    public static DistortionSensitivity Measure(StagedModel model, string stage, Distortion distortion)
    {
        using DisposeScope scope = NewDisposeScope();
        using StageJacobian jacobian = StageJacobian.Linearise(model, stage, distortion.Reference, RandomCount + 1);
        Tensor random = RandomDirections.Draw(RandomCount, jacobian.Values, seed: 0);
        Tensor lengths = jacobian.Push(cat([distortion.Direction.view(1, -1), random])).to(float64).norm(1).cpu();
        return new(model.Label, stage, lengths[0].item<double>(), lengths[1..].square().mean().sqrt().item<double>());
    }

    /// <summary>Measures it for several distortions.</summary>
    /// <param name="model">The network.</param>
    /// <param name="stage">One of its stages.</param>
    /// <param name="distortions">Distortions of stimuli that the network takes.</param>
    /// <exception cref="Runtime.MetamerException">
    /// The network does not take a stimulus, or has no such stage.
    /// </exception>
    public static IReadOnlyList<DistortionSensitivity> Measure(
        StagedModel model,
        string stage,
        IEnumerable<Distortion> distortions
    ) => [.. distortions.Select(distortion => Measure(model, stage, distortion))];

    /// <summary>Sensitivity and how it compares with random directions.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Network}, {Stage}: {Length:G3}, {Relative:G3} times that to random directions");
}
