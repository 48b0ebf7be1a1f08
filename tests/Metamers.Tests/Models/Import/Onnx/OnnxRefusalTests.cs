using Metamers.Models.Import;
using Metamers.Models.Import.Onnx.Files.Schema;
using Metamers.Runtime;

namespace Metamers.Tests.Models.Import.Onnx;

/// <summary>Valid files whose meaning is in doubt, or that would take all memory, are refused by name.</summary>
public sealed class OnnxRefusalTests
{
    [Fact]
    public void A_waveform_is_not_normalised()
    {
        GraphBuilder graph = new GraphBuilder(13).Input("x", 1, -1, 8);
        using TemporaryGraph file = new(graph.Build(graph.Node("Relu", ["x"])));
        OnnxOptions options = new() { SamplingRate = 8000, Input = new(-1, 1, [0], [0.1]) };
        Assert.Contains(
            "a waveform goes into the network as it is. Leave Input out.",
            Assert.Throws<MetamerException>(() => new OnnxNetwork(file.Path, options)).Message
        );
        using OnnxNetwork plain = new(file.Path, new OnnxOptions { SamplingRate = 8000 });
        Assert.Equal([8], plain.InputShape);
        Assert.Equal((-1, 1), (plain.Input.Minimum, plain.Input.Maximum));
    }

    [Theory]
    [InlineData("nowhere", "mine", "the options name its output 'nowhere', which it does not have. Among its outputs")]
    [InlineData("first", "final", "call its output 'first' 'final', as another stage is called")]
    [InlineData("first", "input_after_preproc", "call its output 'first' 'input_after_preproc', as another")]
    [InlineData("last", "input_after_preproc", "'input_after_preproc', as another stage is called")]
    [InlineData("first", "both", "'both', as another stage is called")]
    [InlineData("first", "second", null)] // the file's own 'second' gives way
    public void Names_of_outputs_that_are_not_there_or_twice(string output, string name, string? refusal)
    {
        GraphBuilder graph = Pictures(13);
        string first = graph.Node("Relu", ["x"]);
        string second = graph.Node("Sigmoid", [first]);
        string last = graph.Node("Relu", [second]);
        using TemporaryGraph file = new(graph.Build(last));
        Dictionary<string, string> names = new()
        {
            [
                output switch
                {
                    "first" => first,
                    "last" => last,
                    _ => output,
                }
            ] = name,
        };
        if (name == "both")
        {
            names[second] = name;
        }

        OnnxOptions options = new() { Names = names, Stages = ["second"] };
        if (refusal is null)
        {
            using OnnxNetwork network = new(file.Path, options);
            Assert.Equal(["input_after_preproc", "second", "final"], network.Stages.Select(stage => stage.Name));
        }
        else
        {
            Assert.Contains(
                refusal.Replace("'first'", $"'{first}'", StringComparison.Ordinal),
                Assert.Throws<MetamerException>(() => new OnnxNetwork(file.Path, options)).Message
            );
        }
    }

    [Theory]
    [InlineData(10, "it crops an odd number of units")]
    [InlineData(11, null)]
    public void What_versions_of_an_operator_do_on_opposite_sides(int opset, string? refusal)
    {
        GraphBuilder graph = Pictures(opset);
        Refuses(
            graph,
            graph.Node(
                "ConvTranspose",
                ["x", graph.Random(3, 2, 3, 3)],
                ("auto_pad", "SAME_UPPER"),
                ("strides", new long[] { 2, 2 })
            ),
            refusal
        );
    }

    [Theory]
    [InlineData(2, "auto_pad VALID and ceil_mode, for which ONNX and ONNX Runtime differ")]
    [InlineData(1, null)]
    public void Windows_that_ONNX_and_ONNX_Runtime_count_differently(long stride, string? refusal)
    {
        GraphBuilder graph = Pictures(13);
        Refuses(
            graph,
            graph.Node(
                "MaxPool",
                ["x"],
                ("auto_pad", "VALID"),
                ("ceil_mode", 1L),
                ("kernel_shape", new long[] { 3, 3 }),
                ("strides", new long[] { stride, stride })
            ),
            refusal
        );
    }

    [Fact]
    public void A_normalisation_over_a_million_channels_that_are_not_there()
    {
        GraphBuilder graph = new GraphBuilder(13).Input("x", 1, -1, 3, 32, 32);
        Refuses(graph, graph.Node("LRN", ["x"], ("size", 1_000_000L)), "its output would have the shape");
    }

    [Fact]
    public void A_function_of_operators_that_are_not_read()
    {
        GraphBuilder graph = Pictures(13);
        ModelProto model = graph.Build(graph.Node("Same", ["x"]));
        NodeProto relu = new()
        {
            OpType = "Relu",
            Input = { "a" },
            Output = { "b" },
        };
        GraphBuilder.Define(model, 5, relu);
        using TemporaryGraph file = new(model);
        Assert.Contains(
            "it uses opset 5, which is too old",
            Assert.Throws<MetamerException>(() => new OnnxNetwork(file.Path)).Message
        );
    }

    private static GraphBuilder Pictures(int opset) => new GraphBuilder(opset).Input("x", 1, -1, 3, 6, 6);

    private static void Refuses(GraphBuilder graph, string output, string? refusal)
    {
        using TemporaryGraph file = new(graph.Build(output));
        if (refusal is null)
        {
            using OnnxNetwork network = new(file.Path);
            Assert.NotEmpty(network.Stages);
        }
        else
        {
            Assert.Contains(refusal, Assert.Throws<MetamerException>(() => new OnnxNetwork(file.Path)).Message);
        }
    }
}
