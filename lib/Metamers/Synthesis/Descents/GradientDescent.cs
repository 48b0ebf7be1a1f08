using Metamers.Perturbations;
using static TorchSharp.torch;

namespace Metamers.Synthesis.Descents;

/// <summary>
/// The published step, x ← clamp(x − s·g/(‖g‖₂ + 1e-10)) (method: L2Step in the authors' robustness/attack_steps.py,
/// downwards); with momentum, v ← βv + g/(‖g‖₂ + 1e-10) and x ← clamp(x − s·v), v being zero at first.
/// </summary>
internal sealed class GradientDescent(double length, double momentum, double minimum, double maximum)
    : Descent(minimum, maximum)
{
    private const string Velocity = "velocity";
    private static readonly PerturbationSet Anywhere = new(PerturbationNorm.L2, double.PositiveInfinity);

    public override Tensor Step(Tensor x, Tensor losses, Tensor gradient, bool last)
    {
        Tensor direction = Anywhere.Direction(gradient);
        if (momentum > 0)
        {
            direction = Keep(Velocity, Remembered(Velocity) is { } v ? direction.add(v, momentum) : direction);
        }

        return Clamped(x.add(direction, -length));
    }
}
