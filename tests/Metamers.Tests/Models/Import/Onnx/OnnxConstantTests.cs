using Metamers.Models;
using Metamers.Models.Checkpoints;
using Metamers.Models.Import;
using Metamers.Models.Import.Onnx.Files.Schema;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Import.Onnx;

/// <summary>Which values of a file are weights of the network, and in which type everything is computed.</summary>
public sealed class OnnxConstantTests
{
    private const float Masked = float.NegativeInfinity;

    [Fact]
    public void A_mask_of_infinities_is_no_damaged_weight()
    {
        using DisposeScope scope = NewDisposeScope();
        using OnnxNetwork network = Mask(0, Masked, 0);
        Tensor x = rand([2, 1, 2, 3], generator: new Generator(1, CPU));
        ModelValidation.Check(network, x);
        Assert.Equal(0, network.Logits(x)[.., .., .., 1].abs().max().item<float>());
        Tensor before = network.Logits(x);
        network.to(ScalarType.Float64);
        Assert.True(network.Logits(x.to(float64)).to(float32).allclose(before));
        using OnnxNetwork damaged = Mask(0, float.NaN, Masked);
        Assert.Contains(
            "contain NaN or infinity: w_",
            Assert.Throws<MetamerException>(() => ModelValidation.Check(damaged, x)).Message
        );

        static OnnxNetwork Mask(params float[] mask)
        {
            GraphBuilder graph = Graph();
            string shares = graph.Node("Softmax", [graph.Node("Add", ["x", graph.Weight(mask)])]);
            return Network(graph, graph.Node("Mul", [shares, graph.Weight([1, 2, 3])]));
        }
    }

    [Fact]
    public void A_mask_in_a_second_file_is_part_of_the_networks_identity()
    {
        using TemporaryGraph file = new(OnnxErrorTests.External("mask.bin"));
        string Identity(params float[] mask)
        {
            byte[] bytes = [0, 0, 0, 0, .. mask.SelectMany(BitConverter.GetBytes)];
            File.WriteAllBytes(Path.Combine(file.Folder, "mask.bin"), bytes);
            using OnnxNetwork network = new(file.Path);
            return ModelIdentity.Compute(network).WeightsSha256;
        }

        Assert.Equal(Identity(0, Masked, 0), Identity(0, Masked, 0));
        Assert.NotEqual(Identity(0, Masked, 0), Identity(Masked, 0, 0));
    }

    [Fact]
    public void A_weight_of_64_bits_does_not_make_a_network_of_32_bits_one_of_64()
    {
        using DisposeScope scope = NewDisposeScope();
        GraphBuilder graph = Graph();
        string wide = graph.Node("Mul", [graph.Node("Cast", ["x"], ("to", 11)), graph.Double(1, 2, 3)]);
        string narrow = graph.Node("Cast", [wide], ("to", 1));
        using OnnxNetwork network = Network(graph, graph.Node("Mul", [narrow, graph.Weight([1, 1, 2])]));
        Tensor x = rand([2, 1, 2, 3], generator: new Generator(1, CPU));
        Assert.Equal(ScalarType.Float32, network.ElementType);
        Assert.True(network.Logits(x).allclose(x * tensor(new float[] { 1, 2, 6 })));
        network.to(ScalarType.Float64);
        Assert.True(network.Logits(x.to(float64)).allclose(x.to(float64) * tensor(new double[] { 1, 2, 6 })));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_network_of_64_bits_computes_in_them_and_can_be_converted(bool hasWeights)
    {
        using DisposeScope scope = NewDisposeScope();
        GraphBuilder graph = new GraphBuilder(13).Input("x", 11, -1, 1, 2, 3);
        TensorProto written = new() { DataType = 11, DoubleData = { 0.1 } };
        string sum = graph.Node("Add", ["x", graph.Node("Constant", [], ("value", written))]);
        string y = graph.Node("Flatten", [hasWeights ? graph.Node("Mul", [sum, graph.Double(1, 2, 3)]) : sum]);
        using TemporaryGraph file = new(graph.Build(y));
        using TemporaryFolder folder = new();
        string readout = folder["readout.safetensors"];
        SafeTensors.Write(readout, new Dictionary<string, Tensor> { ["weight"] = ones(1, 6), ["bias"] = zeros(1) });
        using OnnxNetwork network = new(file.Path, new OnnxOptions { Output = y, Readout = readout });
        Assert.Equal(ScalarType.Float64, network.ElementType);
        Tensor x = rand([2, 1, 2, 3], ScalarType.Float64, generator: new Generator(1, CPU));
        Tensor expected = ((x + 0.1) * (hasWeights ? tensor(new double[] { 1, 2, 3 }) : ones(3, float64))).sum([
            1,
            2,
            3,
        ]);
        Assert.True(network.Logits(x).flatten().allclose(expected, 1e-12, 1e-12));
        ModelValidation.Check(network, x);
        network.to(ScalarType.Float32);
        Assert.True(network.Logits(x.to(float32)).flatten().allclose(expected.to(float32)));
    }

    [Fact]
    public void A_rounded_size_is_that_of_the_file_in_a_network_of_64_bits_too()
    {
        using DisposeScope scope = NewDisposeScope();
        GraphBuilder graph = new GraphBuilder(13).Input("x", 1, -1, 1, 1, 10);
        string length = graph.Node("Gather", [graph.Node("Shape", ["x"]), graph.Whole(3)]);
        string part = graph.Node("Mul", [graph.Node("Cast", [length], ("to", 1)), graph.Weight([0.7f])]);
        string end = graph.Node("Cast", [graph.Node("Floor", [part])], ("to", 7));
        string y = graph.Node("Slice", ["x", graph.Whole(0), end, graph.Whole(3)]);
        using OnnxNetwork network = Network(graph, graph.Node("Clip", [y, "", graph.Scalar(0.5f)]));
        Assert.Equal([1, 1, 7], network.Stages[^1].Shape); // 10 · 0.7f is 7 in 32 bits, 6.9999999 in 64
        network.to(ScalarType.Float64);
        Assert.Equal([2, 1, 1, 7], network.Logits(rand([2, 1, 1, 10], ScalarType.Float64)).shape);
    }

    [Theory]
    [InlineData(2, "it makes Int64 of Float32, and")]
    [InlineData(1, "it makes Float64 of Float32, and")]
    [InlineData(0, null)]
    public void What_prepares_the_input_gives_what_the_network_takes(int kind, string? refusal)
    {
        GraphBuilder before = Graph();
        using TemporaryGraph first = new(
            before.Build(
                kind == 0 ? before.Node("Relu", ["x"]) : before.Node("Cast", ["x"], ("to", kind == 1 ? 11 : 7))
            )
        );
        GraphBuilder after = Graph();
        using TemporaryGraph second = new(after.Build(after.Node("Mul", ["x", after.Scalar(2)])));
        OnnxOptions options = new() { Preprocess = first.Path };
        if (refusal is null)
        {
            new OnnxNetwork(second.Path, options).Dispose();
            return;
        }

        Assert.Contains(refusal, Assert.Throws<MetamerException>(() => new OnnxNetwork(second.Path, options)).Message);
    }

    private static GraphBuilder Graph() => new GraphBuilder(13).Input("x", 1, -1, 1, 2, 3);

    private static OnnxNetwork Network(GraphBuilder graph, string output)
    {
        using TemporaryGraph file = new(graph.Build(output));
        return new(file.Path);
    }
}
