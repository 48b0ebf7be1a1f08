using Metamers.Stimuli;
using TorchSharp;

namespace Metamers.Evaluation.Sensitivity;

/// <summary>An eigenvector of JᵀJ at a stimulus, with the quality of the result.</summary>
/// <param name="Distortion">The eigenvector.</param>
/// <param name="Eigenvalue">Its eigenvalue, ‖Je‖²: 0 or more.</param>
/// <param name="Residual">‖JᵀJe − λe‖: an eigenvalue is no farther than this from λ.</param>
/// <param name="Converged">Whether the residual is within the tolerance.</param>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// Eigendistortions.Find(model, "final", Photographs.Take(1)[0]).Most.Sensitivity
/// </code>
/// </example>
public sealed record Eigendistortion(Distortion Distortion, double Eigenvalue, double Residual, bool Converged)
{
    /// <summary>Change of the activations for a small change of the stimulus by a unit of L2 length: √λ.</summary>
    public double Sensitivity => Math.Sqrt(Eigenvalue);

    /// <summary>The stimulus, changed along it and clipped to its range.</summary>
    /// <param name="scale">L2 length of the change before clipping; below 0 for the opposite direction.</param>
    /// <exception cref="Runtime.MetamerException">The scale is not finite.</exception>
    public DistortedStimulus DistortedStimulus(double scale) => Distortion.AddTo(scale);

    /// <summary>Eigenvalue, residual and whether it converged.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"λ = {Eigenvalue:G4}, residual {Residual:G2}")
        + (Converged ? "" : ", not converged");

    internal static Eigendistortion Measure(
        StageJacobian jacobian,
        Stimulus reference,
        torch.Tensor direction,
        double tolerance,
        double? largest
    )
    {
        using DisposeScope scope = torch.NewDisposeScope();
        (torch.Tensor pushed, torch.Tensor gram) = jacobian.Gram(direction.unsqueeze(0));
        double value = pushed.square().sum().item<double>();
        double residual = (gram[0] - value * direction).norm().item<double>();
        return new(
            new Distortion(reference, direction.view(reference.Values.shape)),
            value,
            residual,
            residual <= tolerance * (largest ?? value)
        );
    }
}
