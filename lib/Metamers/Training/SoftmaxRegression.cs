using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Training;

/// <summary>
/// A linear readout by multinomial logistic regression: the weights W and bias b that minimise the mean cross-entropy
/// of
/// <c>softmax(X·Wᵀ + b)</c> plus <c>λ/2·‖W‖²</c>. The problem is convex: L-BFGS finds its one solution.
/// </summary>
internal static class SoftmaxRegression
{
    private const int MaximalSteps = 1000;

    /// <summary>Fits a readout, in 64 bits.</summary>
    /// <param name="features">X: (n, features).</param>
    /// <param name="labels">(n) int64.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="penalty">λ, for features that are each divided by their standard deviation.</param>
    /// <returns>Weight (classes, features) and bias (classes).</returns>
    public static (Tensor Weight, Tensor Bias) Fit(Tensor features, Tensor labels, int classes, double penalty)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = features.to(float64);
        Tensor mean = x.mean([0]);
        Tensor scale = x.std(0, unbiased: false).clamp_min(1e-6);
        Tensor standard = (x - mean) / scale;
        using Parameter weight = new(zeros(classes, x.shape[1], dtype: float64), requires_grad: true);
        using Parameter bias = new(zeros(classes, dtype: float64), requires_grad: true);
        using LBFGS optimizer = optim.LBFGS(
            [weight, bias],
            lr: 1,
            max_iter: MaximalSteps,
            tolerange_grad: 1e-6,
            tolerance_change: 1e-12,
            history_size: 50
        );
        _ = optimizer.step(() =>
        {
            using DisposeScope inner = NewDisposeScope();
            optimizer.zero_grad();
            Tensor scores = standard.matmul(weight.t()) + bias;
            Tensor loss = nn.functional.cross_entropy(scores, labels) + penalty / 2 * weight.square().sum();
            loss.backward();
            return loss.MoveToOuterDisposeScope();
        });
        Tensor unscaled = weight.detach() / scale;
        Tensor shifted = bias.detach() - unscaled.matmul(mean);
        return (unscaled.contiguous().MoveToOuterDisposeScope(), shifted.MoveToOuterDisposeScope());
    }

    /// <summary>Share of stimuli whose class gets the largest value.</summary>
    public static double Accuracy(Tensor features, Tensor labels, Tensor weight, Tensor bias)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor values = features.to(float64).matmul(weight.t()) + bias;
        return values.argmax(1).eq(labels).to(float64).mean().item<double>();
    }
}
