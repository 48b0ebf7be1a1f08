using Metamers.Models.Import;
using Metamers.Models.Import.Onnx.Files.Schema;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Import.Onnx;

/// <summary>Functions that a file defines, and graphs that compute little.</summary>
public sealed class OnnxFunctionTests
{
    /// <summary>Of <c>Clip(a, c, d)</c>, in a function called with fewer inputs.</summary>
    [Theory]
    [InlineData(new string[] { }, -1, 1)]
    [InlineData(new[] { "least" }, 0, 1)]
    [InlineData(new[] { "", "most" }, -1, 0.5f)]
    [InlineData(new[] { "least", "most" }, 0, 0.5f)]
    public void An_optional_input_that_a_call_leaves_out_is_left_out_in_the_function(
        string[] given,
        float least,
        float most
    )
    {
        using DisposeScope scope = NewDisposeScope();
        GraphBuilder graph = Graph();
        Dictionary<string, string> names = new()
        {
            [""] = "",
            ["least"] = graph.Scalar(0),
            ["most"] = graph.Scalar(0.5f),
        };
        ModelProto model = graph.Build(graph.Node("Limit", ["x", .. given.Select(name => names[name])]));
        NodeProto inner = new()
        {
            OpType = "Inner",
            Domain = "local",
            Input = { "a", "c", "d" },
            Output = { "b" },
        };
        GraphBuilder.Define(model, 13, inner);
        model.Functions[0].Input.Add(["c", "d"]);
        FunctionProto clips = model.Functions[0].Clone();
        clips.Name = "Inner";
        clips.Node[0].OpType = "Clip";
        clips.Node[0].Domain = "";
        model.Functions.Add(clips);
        using TemporaryGraph file = new(model);
        using OnnxNetwork network = new(file.Path);
        Tensor x = tensor(new float[] { -1, -0.5f, 0, 0.25f, 0.75f, 1 }).reshape(1, 1, 2, 3);
        Assert.True(network.Logits(x).equal(x.clamp(least, most)).all().item<bool>());
    }

    [Fact]
    public void A_function_that_gives_its_input_back_computes_nothing()
    {
        GraphBuilder graph = Graph();
        ModelProto model = graph.Build(graph.Node("Same", ["x"]));
        GraphBuilder.Define(model, 13);
        model.Functions[0].Output[0] = "a";
        Refuses(model, "its output 'x' is its input");
    }

    [Fact]
    public void A_softmax_of_the_input_stays()
    {
        GraphBuilder graph = Graph();
        string softmax = graph.Node("Softmax", ["x"]);
        using TemporaryGraph file = new(graph.Build(softmax));
        using OnnxNetwork network = new(file.Path);
        Assert.Equal(softmax, network.Outputs[^1].FileName);
    }

    [Fact]
    public void A_softmax_of_nothing_is_refused()
    {
        GraphBuilder graph = Graph();
        ModelProto model = graph.Build(graph.Node("Empty", ["x"]));
        GraphBuilder.Define(model, 13, new NodeProto { OpType = "Softmax", Output = { "b" } });
        Refuses(model, "does not depend on its input");
    }

    [Fact]
    public void An_output_of_Booleans_is_refused()
    {
        GraphBuilder graph = Graph();
        Refuses(
            graph.Build(graph.Node("Greater", ["x", graph.Scalar(0.5f)])),
            "is not floating point but Bool. Name another one (OnnxOptions.Output)."
        );
    }

    [Fact]
    public void A_value_of_a_function_that_is_called_twice_has_no_name_of_its_own()
    {
        GraphBuilder graph = Graph();
        ModelProto model = graph.Build(graph.Node("Step", [graph.Node("Step", ["x"])]));
        GraphBuilder.Define(model, 13, Node("Relu", "a", "inner"), Node("Sigmoid", "inner", "b"));
        model.Graph.Node[1].Domain = model.Graph.Node[0].Domain;
        OnnxOptions options = new() { Names = new Dictionary<string, string> { ["inner"] = "mine" } };
        Refuses(model, "the options name its output 'inner', which 2 values are called", options);
        using TemporaryGraph file = new(model);
        using OnnxNetwork network = new(file.Path, new OnnxOptions { Stages = ["inner", "inner_2"] });
        Assert.Equal(["input_after_preproc", "inner", "inner_2", "final"], network.Stages.Select(stage => stage.Name));
    }

    private static NodeProto Node(string type, string input, string output) =>
        new()
        {
            OpType = type,
            Input = { input },
            Output = { output },
        };

    private static GraphBuilder Graph() => new GraphBuilder(13).Input("x", 1, -1, 1, 2, 3);

    private static void Refuses(ModelProto model, string reason, OnnxOptions? options = null)
    {
        using TemporaryGraph file = new(model);
        Assert.Contains(reason, Assert.Throws<MetamerException>(() => new OnnxNetwork(file.Path, options)).Message);
    }
}
