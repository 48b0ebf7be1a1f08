using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation.Sensitivity;

/// <summary>
/// The log ratios of networks for a pair of directions, their variance over the networks and its gradient.
/// </summary>
internal sealed class SensitivityRatios : IDisposable
{
    private const int RandomCount = 32;

    private readonly IReadOnlyList<StageJacobian> jacobians;
    private readonly double[] floors; // squared sensitivities that are added

    /// <summary>Takes Jacobians of two directions each, and disposes them.</summary>
    public SensitivityRatios(IReadOnlyList<StageJacobian> jacobians, double[] floors) =>
        (this.jacobians, this.floors) = (jacobians, floors);

    /// <summary>Passes the stimulus through each network, and measures its sensitivity to random changes.</summary>
    public static SensitivityRatios Measure(
        IReadOnlyList<(StagedModel Model, string Stage)> networks,
        Stimulus reference,
        double floor
    )
    {
        List<StageJacobian> jacobians = [];
        try
        {
            double[] floors =
            [
                .. networks.Select(network =>
                {
                    jacobians.Add(StageJacobian.Linearise(network.Model, network.Stage, reference, directions: 2));
                    double random = MeanSquare(network.Model, network.Stage, jacobians[^1], reference);
                    return floor * floor * random;
                }),
            ];
            return new(jacobians, floors);
        }
        catch
        {
            jacobians.ForEach(jacobian => jacobian.Dispose());
            throw;
        }
    }

    /// <summary>Log ratios, their variance, and its gradient, which is tangential to the sphere.</summary>
    /// <param name="pair">(2, values) float64, both of length 1.</param>
    /// <returns>Gradient: (2, values).</returns>
    public (double[] LogRatios, double Variance, Tensor Gradient) At(Tensor pair)
    {
        using DisposeScope scope = NewDisposeScope();
        double[] ratios = new double[jacobians.Count];
        Tensor[] slopes = new Tensor[jacobians.Count];
        for (int i = 0; i < ratios.Length; i++)
        {
            using DisposeScope inner = NewDisposeScope();
            (Tensor pushed, Tensor gram) = jacobians[i].Gram(pair);
            Tensor squares = pushed.square().sum(1, keepdim: true) + floors[i]; // (2, 1)
            double[] logs = [.. (0.5 * squares.log()).data<double>()];
            ratios[i] = logs[0] - logs[1];
            Tensor slope =
                (gram + floors[i] * pair)
                / squares
                * tensor(
                    new double[,]
                    {
                        { 1 },
                        { -1 },
                    }
                );
            slopes[i] = slope.MoveToOuterDisposeScope();
        }

        double mean = ratios.Average();
        Tensor gradient = zeros_like(pair);
        for (int i = 0; i < ratios.Length; i++)
        {
            gradient.add_(slopes[i], 2 * (ratios[i] - mean) / ratios.Length);
        }

        return (
            ratios,
            ratios.Sum(ratio => (ratio - mean) * (ratio - mean)) / ratios.Length,
            gradient.MoveToOuterDisposeScope()
        );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (StageJacobian jacobian in jacobians)
        {
            jacobian.Dispose();
        }
    }

    /// <summary>Mean of ‖Je‖² over random directions.</summary>
    private static double MeanSquare(StagedModel model, string stage, StageJacobian jacobian, Stimulus reference)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor directions = RandomDirections.Draw(RandomCount, jacobian.Values, seed: 0);
        double sum = directions.split(2).Sum(two => jacobian.Push(two).to(float64).square().sum().item<double>());
        return sum > 0 && double.IsFinite(sum)
            ? sum / RandomCount
            : throw new MetamerException(
                FormattableString.Invariant($"{model.Label} has the squared sensitivity {sum} at '{stage}' ")
                    + $"to random changes of '{reference.Name}', so that it has no ratio. Ask an earlier stage, or "
                    + "another stimulus."
            );
    }
}
