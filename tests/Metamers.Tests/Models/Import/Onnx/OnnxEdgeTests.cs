using System.Diagnostics;
using Metamers.Models.Checkpoints;
using Metamers.Models.Import;
using Metamers.Models.Import.Onnx;
using Metamers.Models.Import.Onnx.Files.Schema;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Import.Onnx;

/// <summary>Infinities, windows of zeros, the least whole number, functions.</summary>
public sealed class OnnxEdgeTests
{
    [Fact]
    public void A_row_that_is_wholly_masked_has_a_sum_of_minus_infinity()
    {
        using DisposeScope scope = NewDisposeScope();
        GraphBuilder graph = Graph();
        string logs = graph.Node("Log", ["x"]);
        using OnnxNetwork network = Network(graph, graph.Node("ReduceLogSumExp", [logs], ("axes", new long[] { 3 })));
        Tensor y = network.Logits(cat([zeros(1, 1, 2, 3), ones(1, 1, 2, 3)]));
        Assert.All(y[0].flatten().data<float>().ToArray(), value => Assert.Equal(float.NegativeInfinity, value));
        Assert.All(y[1].flatten().data<float>().ToArray(), value => Assert.Equal(Math.Log(3), value, 1e-6));
    }

    [Fact]
    public void Sums_that_leave_out_the_last_one_stay_right_beside_infinity()
    {
        using DisposeScope scope = NewDisposeScope();
        GraphBuilder graph = Graph();
        string sums = graph.Node("CumSum", [graph.Node("Log", ["x"]), graph.One(3)], ("exclusive", 1L));
        using OnnxNetwork network = Network(graph, sums);
        Tensor x = tensor(new float[] { 0, 1, 1, 1, 0, 1 }, [1, 1, 2, 3]);
        Assert.Equal(
            [0, float.NegativeInfinity, float.NegativeInfinity, 0, 0, float.NegativeInfinity],
            network.Logits(x).flatten().data<float>().ToArray()
        );
    }

    [Fact]
    public void The_gradient_of_a_norm_over_zeros_is_zero()
    {
        using DisposeScope scope = NewDisposeScope();
        GraphBuilder graph = Graph();
        using OnnxNetwork network = Network(
            graph,
            graph.Node("LpPool", [graph.Node("Relu", ["x"])], ("kernel_shape", new long[] { 1, 3 }), ("p", 2L))
        );
        Tensor x = tensor(new float[] { 0, 0, 0, 3, 0, 4 }, [1, 1, 2, 3]).requires_grad_();
        Tensor y = network.Logits(x);
        Assert.Equal([0, 5f], y.flatten().data<float>().ToArray());
        Tensor gradient = autograd.grad([y.sum()], [x])[0].flatten();
        Assert.Equal([0, 0, 0, 0.6f, 0, 0.8f], gradient.data<float>().ToArray());
    }

    [Fact]
    public void The_least_whole_number_is_not_divided_by_minus_one()
    {
        GraphBuilder graph = Graph();
        string length = graph.Node("Div", [graph.Whole(long.MinValue), graph.Whole(-1)]);
        using TemporaryGraph file = new(
            graph.Build(graph.Node("Add", ["x", graph.Node("Cast", [length], ("to", 1L))]))
        );
        Assert.Contains(
            "it divides the least whole number by -1",
            Assert.Throws<MetamerException>(() => new OnnxNetwork(file.Path)).Message
        );
    }

    [Theory]
    [InlineData(2, 0, 4)]
    [InlineData(3, 0, 4)]
    [InlineData(1, 2, 0)]
    [InlineData(0, 1, 0)]
    public void A_tensor_without_units_is_flattened_to_the_lengths_that_it_has(long axis, long rows, long columns)
    {
        using DisposeScope scope = NewDisposeScope();
        GraphBuilder graph = Graph();
        string empty = graph.Node("ConstantOfShape", [graph.Whole(2, 0, axis == 3 ? 1 : 2, axis == 3 ? 4 : 2)]);
        string shape = graph.Node("Shape", [graph.Node("Flatten", [empty], ("axis", axis))]);
        string pair = graph.Node("Cast", [shape], ("to", 1));
        using OnnxNetwork network = Network(graph, graph.Node("Add", [graph.Node("Relu", ["x"]), Column(graph, pair)]));
        Assert.Equal(
            [rows, rows, rows, columns, columns, columns],
            network.Logits(zeros(1, 1, 2, 3)).flatten().data<float>().Select(length => (long)length)
        );

        static string Column(GraphBuilder graph, string pair) => graph.Node("Reshape", [pair, graph.Whole(2, 1)]);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(11)]
    public void A_negative_index_of_one_hot_counts_from_the_end_since_opset_11(int opset)
    {
        using DisposeScope scope = NewDisposeScope();
        GraphBuilder graph = new GraphBuilder(opset).Input("x", 1, -1, 1, 2, 3);
        string hot = graph.Node("OneHot", [graph.Whole(-1), graph.Whole(3), graph.Weight([0, 1])]);
        string sum = graph.Node("Add", [graph.Node("Relu", ["x"]), hot]);
        using TemporaryGraph file = new(graph.Build(sum));
        Tensor x = zeros(1, 1, 2, 3);
        float[] wrapped = [0, 0, 1, 0, 0, 1];
        Assert.Equal(wrapped, OnnxReference.Run(file.Path, [sum], x)[sum].flatten().data<float>().ToArray());
        if (opset < 11)
        {
            Assert.Contains(
                "it has negative indices, which give no class by ONNX's opsets 9 and 10",
                Assert.Throws<MetamerException>(() => new OnnxNetwork(file.Path)).Message
            );
            return;
        }

        using OnnxNetwork network = new(file.Path);
        Assert.Equal(wrapped, network.Logits(x).flatten().data<float>().ToArray());
    }

    [Fact]
    public void Weights_may_be_called_as_what_the_network_adds()
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        string readout = folder["readout.safetensors"];
        SafeTensors.Write(readout, new Dictionary<string, Tensor> { ["weight"] = ones(1, 6), ["bias"] = zeros(1) });
        GraphBuilder graph = Graph();
        string y = "x";
        foreach (string name in new[] { "readout.weight", "readout/bias", "file_sha256", "/", "..." })
        {
            graph.Scalar(1);
            graph.Graph.Initializer[^1].Name = name;
            y = graph.Node("Add", [y, name]);
        }

        string features = graph.Node("Flatten", [y]);
        using TemporaryGraph file = new(graph.Build(features));
        using OnnxNetwork network = new(file.Path, new OnnxOptions { Output = features, Readout = readout });
        Assert.Equal(30, network.Logits(zeros(1, 1, 2, 3)).item<float>());
        Assert.Equal(
            [
                "file_sha256",
                "file_sha256_2",
                "readout_bias",
                "readout_bias_2",
                "readout_weight",
                "readout_weight_2",
                "weight",
                "weight_2",
            ],
            network.state_dict().Keys.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Many_weights_of_one_name_are_numbered_at_once()
    {
        UniqueNames names = new(["a", "a_3"]);
        Assert.Equal(["a_2", "a_4", "b", "a_5"], new[] { "a", "a", "b", "a" }.Select(names.Add));
        Stopwatch watch = Stopwatch.StartNew();
        string last = "";
        for (int i = 0; i < 200_000; i++)
        {
            last = names.Add("c");
        }

        Assert.Equal("c_200000", last);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10); // the square of their number would take minutes
    }

    [Fact]
    public void Convolutions_are_checked_before_a_file_is_tried()
    {
        GraphBuilder graph = Graph();
        using TemporaryGraph file = new(graph.Build(graph.Node("MatMul", ["x", graph.Random(7, 2)])));
        using Process process = ChildProcess.Start("refuse", file.Path);
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Contains("cannot be multiplied", said, StringComparison.Ordinal);
        Assert.EndsWith("True", said.Trim(), StringComparison.Ordinal);
    }

    /// <summary>As PyTorch's exporter writes reductions: the branches of a condition use what the call gives.</summary>
    [Theory]
    [InlineData(1, 4)]
    [InlineData(0, 3)]
    public void Attributes_of_a_call_reach_the_branches_of_its_function(long keep, int dimensions)
    {
        using DisposeScope scope = NewDisposeScope();
        GraphBuilder graph = Graph();
        ModelProto model = graph.Build(graph.Node("Mean", ["x"], ("keepdim", keep)));
        NodeProto reduce = new()
        {
            OpType = "ReduceMean",
            Input = { "a" },
            Output = { "m" },
        };
        reduce.Attribute.Add(GraphBuilder.Attribute("axes", new long[] { 2 }));
        reduce.Attribute.Add(
            new AttributeProto
            {
                Name = "keepdims",
                RefAttrName = "keepdim",
                Type = AttributeProto.Types.AttributeType.Int,
            }
        );
        GraphProto branch = new() { Name = "branch" };
        branch.Node.Add(reduce);
        branch.Output.Add(new ValueInfoProto { Name = "m" });
        NodeProto always = new()
        {
            OpType = "Constant",
            Output = { "always" },
            Attribute = { GraphBuilder.Attribute("value", new TensorProto { DataType = 9, Int32Data = { 1 } }) },
        };
        NodeProto choice = new()
        {
            OpType = "If",
            Input = { "always" },
            Output = { "b" },
        };
        choice.Attribute.Add(GraphBuilder.Attribute("then_branch", branch));
        choice.Attribute.Add(GraphBuilder.Attribute("else_branch", branch));
        GraphBuilder.Define(model, graph.Opset, always, choice);
        using TemporaryGraph file = new(model);
        using OnnxNetwork network = new(file.Path);
        Assert.Equal(dimensions, network.Logits(rand(2, 1, 2, 3)).dim());
    }

    private static GraphBuilder Graph() => new GraphBuilder(13).Input("x", 1, -1, 1, 2, 3);

    private static OnnxNetwork Network(GraphBuilder graph, string output)
    {
        using TemporaryGraph file = new(graph.Build(output));
        return new(file.Path);
    }
}
