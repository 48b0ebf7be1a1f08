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
        using TemporaryGraph file = new(OperatorCases.All[name]());
        using OnnxNetwork network = new(file.Path);
        using DisposeScope scope = NewDisposeScope();
        network.to(ScalarType.Float64);
        OnnxReference.CheckGradient(network, Input(network, ScalarType.Float64));
    }

    private static Tensor Input(OnnxNetwork network, ScalarType type)
    {
        using Generator generator = new(3, CPU);
        long count = network.RunsOneByOne ? 1 : 2;
        return (rand([count, .. network.InputShape], ScalarType.Float64, generator: generator) * 2 - 1).to(type);
    }
}
