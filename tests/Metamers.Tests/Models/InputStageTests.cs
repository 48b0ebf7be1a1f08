using Metamers.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models;

/// <summary>What every network does to its input, and what the matched ReLU does to the gradient.</summary>
public sealed class InputStageTests
{
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void ImageNets_statistics_are_subtracted_and_divided_by_channel(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        using Normalizer normalizer = new(InputNormalization.ImageNet);
        // red, green, blue
        Tensor x = tensor([0.485, 0.456, 0.406, 0.714, 0.68, 0.631, 0, 0, 0]).view(3, 3, 1, 1).to(type);
        double[] expected = [0, 0, 0, 1, 1, 1, -0.485 / 0.229, -0.456 / 0.224, -0.406 / 0.225];
        Tensor found = normalizer.Apply(x).flatten().to(float64);
        Assert.True(
            (found - tensor(expected)).abs().max().item<double>() < (type == ScalarType.Float32 ? 1e-6 : 1e-14)
        );
    }

    [Fact]
    public void The_identity_gradient_is_the_ReLU_forward_and_one_backward()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor([-3f, -0f, 0f, 1e-30f, 2f]).requires_grad_();
        Tensor y = IdentityGradientRelu.Apply(x);
        Assert.True(y.equal(nn.functional.relu(x)).all().item<bool>());
        Tensor upstream = tensor([1f, -2f, 3f, 4f, 5f]);
        Assert.True(autograd.grad([y], [x], [upstream])[0].equal(upstream).all().item<bool>());
    }
}
