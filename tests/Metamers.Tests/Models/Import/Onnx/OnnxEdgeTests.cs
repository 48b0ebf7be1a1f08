using Metamers.Models.Import;
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
