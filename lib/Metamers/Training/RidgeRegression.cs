using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Training;

/// <summary>
/// A linear readout by ridge regression: the weights W and bias b that minimise <c>‖X·Wᵀ + b − Y‖² + λ·n·‖W‖²</c>,
/// where Y is 1 for the class of a stimulus and 0 for the others.
/// </summary>
internal static class RidgeRegression
{
    /// <summary>Fits a readout, in 64 bits.</summary>
    /// <param name="features">X: (n, features).</param>
    /// <param name="labels">(n) int64.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="penalty">λ, for features that are divided by their common standard deviation.</param>
    /// <returns>Weight (classes, features) and bias (classes).</returns>
    public static (Tensor Weight, Tensor Bias) Fit(Tensor features, Tensor labels, int classes, double penalty)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = features.to(float64);
        Tensor y = nn.functional.one_hot(labels, classes).to(float64);
        (Tensor meanX, Tensor meanY) = (x.mean([0]), y.mean([0]));
        Tensor scale = (x - meanX).square().mean().sqrt();
        Tensor centred = (x - meanX) / scale;
        long n = x.shape[0];
        Tensor covariance = centred.t().matmul(centred) / n + penalty * eye(x.shape[1], dtype: float64);
        Tensor weight = linalg.solve(covariance, centred.t().matmul(y - meanY) / n).t() / scale;
        Tensor bias = meanY - weight.matmul(meanX);
        return (weight.contiguous().MoveToOuterDisposeScope(), bias.MoveToOuterDisposeScope());
    }

    /// <summary>Share of stimuli whose class gets the largest value.</summary>
    public static double Accuracy(Tensor features, Tensor labels, Tensor weight, Tensor bias)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor values = features.to(float64).matmul(weight.t()) + bias;
        return values.argmax(1).eq(labels).to(float64).mean().item<double>();
    }
}
