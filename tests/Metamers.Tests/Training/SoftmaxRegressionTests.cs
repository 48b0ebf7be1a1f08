using Metamers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Training;

/// <summary>Multinomial logistic regression, by what must hold at the one minimum of its loss.</summary>
public sealed class SoftmaxRegressionTests
{
    private const int Classes = 3;
    private const double Penalty = 0.01;

    [Fact]
    public void At_its_solution_the_loss_has_no_slope()
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor features, Tensor labels) = Problem();
        (Tensor weight, Tensor bias) = SoftmaxRegression.Fit(features, labels, Classes, Penalty);
        Tensor probabilities = (features.matmul(weight.t()) + bias).softmax(1);
        Tensor excess = probabilities - nn.functional.one_hot(labels, Classes).to(float64);
        Assert.InRange(excess.mean([0]).abs().max().item<double>(), 0, 1e-5);

        Tensor scale = features.std(0, unbiased: false);
        Tensor standard = (features - features.mean([0])) / scale;
        Tensor slope = excess.t().matmul(standard) / features.shape[0] + Penalty * weight * scale;
        Assert.InRange(slope.abs().max().item<double>(), 0, 1e-5);
        Assert.InRange((Penalty * weight * scale).abs().max().item<double>(), 1e-3, double.PositiveInfinity);
    }

    [Fact]
    public void Units_and_offsets_of_the_features_do_not_matter()
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor features, Tensor labels) = Problem();
        Tensor units = tensor(new[] { 100.0, 0.01, 3, 1 });
        (Tensor weight, Tensor bias) = SoftmaxRegression.Fit(features, labels, Classes, Penalty);
        (Tensor other, Tensor otherBias) = SoftmaxRegression.Fit(features * units + 7, labels, Classes, Penalty);
        Tensor scores = features.matmul(weight.t()) + bias;
        Tensor otherScores = (features * units + 7).matmul(other.t()) + otherBias;
        Assert.InRange((scores.softmax(1) - otherScores.softmax(1)).abs().max().item<double>(), 0, 1e-4);
    }

    [Fact]
    public void It_tells_most_of_three_overlapping_clouds_apart()
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor features, Tensor labels) = Problem();
        (Tensor weight, Tensor bias) = SoftmaxRegression.Fit(features, labels, Classes, Penalty);
        double accuracy = SoftmaxRegression.Accuracy(features, labels, weight, bias);
        Assert.InRange(accuracy, 0.7, 0.99);
        double shuffled = SoftmaxRegression.Accuracy(features, (labels + 1).remainder(Classes), weight, bias);
        Assert.InRange(shuffled, 0, 0.3);
    }

    /// <summary>Three clouds of 200 points in four dimensions, the second dimension without information.</summary>
    private static (Tensor Features, Tensor Labels) Problem()
    {
        using Generator generator = new(3);
        Tensor labels = arange(600).remainder(Classes).to(int64);
        Tensor centres = tensor(
            new[,]
            {
                { 0.0, 0, 0, 1 },
                { 2.0, 0, 0, -1 },
                { 0.0, 0, 2, 0 },
            }
        );
        return (centres[labels] + randn(600, 4, dtype: float64, generator: generator), labels);
    }
}
