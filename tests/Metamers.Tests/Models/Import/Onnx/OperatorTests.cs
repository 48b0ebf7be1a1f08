using Metamers.Models.Import;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Import.Onnx;

/// <summary>
/// Every operator and its variants against ONNX Runtime, and its gradient against finite differences.
/// </summary>
public sealed class OperatorTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Names() => [.. OperatorCases.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_operator_gives_what_ONNX_Runtime_gives(string name)
    {
        using TemporaryGraph file = new(OperatorCases.All[name]());
        using OnnxNetwork network = new(file.Path);
        using DisposeScope scope = NewDisposeScope();
        (double difference, string where) = OnnxReference.Compare(
            file.Path,
            network,
            Input(network, ScalarType.Float32)
        );
        Assert.True(difference <= Tolerance, $"{difference:E2} at {where}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradient_of_an_operator_is_that_of_finite_differences(string name)
    {
        const double step = 1e-6;
        using TemporaryGraph file = new(OperatorCases.All[name]());
        using OnnxNetwork network = new(file.Path);
        using DisposeScope scope = NewDisposeScope();
        network.to(ScalarType.Float64);
        Tensor x = Input(network, ScalarType.Float64).requires_grad_();
        Tensor direction = randn(x.shape, ScalarType.Float64, generator: new Generator(5, CPU));
        Tensor y = network.Logits(x);
        Tensor weights = randn(y.shape, ScalarType.Float64, generator: new Generator(6, CPU));
        double expected;
        using (no_grad())
        {
            Tensor change = network.Logits(x + (step * direction)) - network.Logits(x - (step * direction));
            expected = (change * weights).sum().item<double>() / (2 * step);
        }

        double found = 0;
        if (y.requires_grad)
        {
            (y * weights).sum().backward();
            found = (x.grad! * direction).sum().item<double>();
        }

        Assert.Equal(expected, found, 1e-5 * Math.Max(1, Math.Abs(expected)));
    }

    private static Tensor Input(OnnxNetwork network, ScalarType type)
    {
        using Generator generator = new(3, CPU);
        long count = network.RunsOneByOne ? 1 : 2;
        return (rand([count, .. network.InputShape], ScalarType.Float64, generator: generator) * 2 - 1).to(type);
    }
}
