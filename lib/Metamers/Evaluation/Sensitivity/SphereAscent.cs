using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation.Sensitivity;

/// <summary>
/// Ascent of the variance of log ratios over pairs of unit vectors: conjugate gradients (Polak and Ribière) with a step
/// that grows after every success. A step that lowers the variance is taken back and halved, so that it never falls.
/// </summary>
internal static class SphereAscent
{
    private const double FirstStep = 0.3; // length of the move on the sphere, about an angle
    private const double LargestStep = 1;
    private const double Growth = 1.5;

    /// <summary>Runs it.</summary>
    /// <param name="ratios">What is ascended.</param>
    /// <param name="start">(2, values) float64, both of length 1.</param>
    /// <param name="steps">Number of evaluations after the first.</param>
    /// <param name="cancellation">Stops it by an exception.</param>
    /// <returns>The pair, and the standard deviation at the start and after every step.</returns>
    public static (Tensor Pair, IReadOnlyList<double> Spreads) Run(
        SensitivityRatios ratios,
        Tensor start,
        int steps,
        CancellationToken cancellation
    )
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pair = start;
        (_, double variance, Tensor gradient) = ratios.At(pair);
        Tensor direction = gradient;
        List<double> spreads = [Math.Sqrt(variance)];
        double length = FirstStep;
        for (int step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope inner = NewDisposeScope();
            Tensor tried = Unit(pair + length * direction / (direction.norm() + 1e-300));
            (_, double reached, Tensor slope) = ratios.At(tried);
            if (reached > variance)
            {
                double turn =
                    (slope * (slope - gradient)).sum().item<double>()
                    / (gradient.square().sum().item<double>() + 1e-300);
                Tensor next = slope + Math.Max(0, turn) * Tangential(direction, tried);
                bool uphill = (next * slope).sum().item<double>() > 0;
                Tensor[] replaced = [pair, gradient, direction];
                (pair, variance, gradient) = (Keep(tried), reached, Keep(slope));
                direction = Keep(uphill ? next : slope);
                Array.ForEach(replaced, tensor => Release(tensor, start));
                length = Math.Min(LargestStep, Growth * length);
            }
            else
            {
                direction = gradient; // a conjugate direction may have led astray
                length /= 2;
            }

            spreads.Add(Math.Sqrt(variance));
        }

        return (pair.clone().MoveToOuterDisposeScope(), spreads);
    }

    /// <summary>Disposes of what a step kept, but for the start, which the caller owns.</summary>
    private static void Release(Tensor tensor, Tensor start)
    {
        if (!ReferenceEquals(tensor, start))
        {
            tensor.Dispose();
        }
    }

    private static Tensor Keep(Tensor tensor) => tensor.alias().MoveToOuterDisposeScope();

    private static Tensor Unit(Tensor pair) => pair / pair.norm(1, keepdim: true);

    private static Tensor Tangential(Tensor direction, Tensor pair) =>
        direction - (direction * pair).sum(1, keepdim: true) * pair;
}
