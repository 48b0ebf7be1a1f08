using System.Globalization;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Runtime;

/// <summary>Convolutions on this processor, which is known to fail on some virtual machines.</summary>
public class ConvolutionsTests
{
    [Fact]
    public void They_are_right_once_the_library_is_loaded()
    {
        NativeTorch.Load();
        Assert.True(Convolutions.AreRight());
    }

    [Fact]
    public void OneDnn_can_be_switched_off_and_on()
    {
        Skip.Unless(OperatingSystem.IsLinux(), "The native functions have these names on Linux.");
        bool usual = Convolutions.UseOneDnn;
        try
        {
            Assert.True(Convolutions.TrySwitchOneDnn(on: false));
            Assert.True(Convolutions.AreRight());
        }
        finally
        {
            Convolutions.TrySwitchOneDnn(usual);
        }

        Assert.True(Convolutions.AreRight());
    }

    /// <summary>Where oneDNN fails, each set of instructions fails for other numbers of channels.</summary>
    [Theory]
    [InlineData("AVX512_CORE")]
    [InlineData("AVX2")]
    [InlineData("AVX")]
    [InlineData("SSE41")]
    public void They_are_right_for_any_number_of_channels_with_older_instructions(string instructions)
    {
        string said = ChildProcess.Run(new() { ["ONEDNN_MAX_CPU_ISA"] = instructions }, "convolve");
        Assert.InRange(double.Parse(said, CultureInfo.InvariantCulture), 0, 1e-5);
    }

    [Theory]
    [InlineData("cochcnnsmall-digit-seed0")] // with channels that are no multiple of 16
    [InlineData("resnet20-standard-seed0")]
    public void Gradients_of_a_network_are_those_of_double_precision(string key)
    {
        using DisposeScope scope = NewDisposeScope();
        using StagedModel single = ModelZoo.Load(key);
        using StagedModel twice = ModelZoo.Load(key);
        twice.to(float64);
        Tensor x = rand([2, .. single.InputShape], generator: new Generator(1, CPU)).mul(0.1);
        Tensor expected = Gradient(twice, x.to(float64));
        Assert.InRange(((Gradient(single, x).to(float64) - expected).norm() / expected.norm()).item<double>(), 0, 0.01);
    }

    private static Tensor Gradient(StagedModel model, Tensor x)
    {
        Tensor input = x.detach().clone().requires_grad_();
        return autograd.grad([model.Logits(input).norm()], [input])[0];
    }
}
