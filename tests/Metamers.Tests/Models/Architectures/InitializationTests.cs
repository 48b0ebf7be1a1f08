using Metamers.Models.Zoo;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Architectures;

/// <summary>Random weights are drawn as in torchvision.</summary>
public sealed class InitializationTests
{
    [Fact]
    public void ResNet_draws_convolutions_by_their_fan_out()
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> weights = ModelZoo.Build("resnet18", seed: 3).state_dict();
        AssertDeviation(Math.Sqrt(2.0 / (64 * 49)), weights["conv1.weight"]);
        AssertDeviation(Math.Sqrt(2.0 / (512 * 9)), weights["layer4.1.conv2.weight"]);
        AssertDeviation(Math.Sqrt(2.0 / 256), weights["layer3.0.downsample.0.weight"]);
        AssertDeviation(1 / Math.Sqrt(3 * 512), weights["fc.weight"]); // uniform within ± 1 / √512
        Assert.Equal(1, weights["layer1.0.bn1.weight"].mean().item<float>());
        Assert.Equal(0, weights["layer1.0.bn1.bias"].abs().max().item<float>());
    }

    [Fact]
    public void Vgg_draws_convolutions_by_their_fan_out_and_linear_layers_narrow()
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> weights = ModelZoo.Build("vgg11", seed: 3).state_dict();
        AssertDeviation(Math.Sqrt(2.0 / (512 * 9)), weights["features.18.weight"]);
        AssertDeviation(0.01, weights["classifier.3.weight"]);
        Assert.Equal(0, weights["features.18.bias"].abs().max().item<float>());
        Assert.Equal(0, weights["classifier.6.bias"].abs().max().item<float>());
    }

    [Fact]
    public void AlexNet_keeps_torchs_own_initialisation()
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> weights = ModelZoo.Build("alexnet", seed: 3).state_dict();
        AssertDeviation(1 / Math.Sqrt(3 * 192 * 9), weights["features.6.weight"]);
        AssertDeviation(1 / Math.Sqrt(3 * 4096), weights["classifier.4.weight"]);
        Assert.InRange(weights["classifier.4.bias"].abs().max().item<float>(), 0.9 / 64, 1.0 / 64);
    }

    private static void AssertDeviation(double expected, Tensor weight) =>
        Assert.InRange(weight.std().item<float>(), expected * 0.97, expected * 1.03);
}
