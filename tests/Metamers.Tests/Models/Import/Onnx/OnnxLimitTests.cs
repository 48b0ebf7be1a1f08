using Metamers.Models.Import;
using Metamers.Models.Import.Onnx;
using Metamers.Models.Import.Onnx.Files;
using Metamers.Models.Import.Onnx.Files.Schema;
using Metamers.Runtime;

namespace Metamers.Tests.Models.Import.Onnx;

/// <summary>A small file does not take all memory, however often it uses what it has.</summary>
public sealed class OnnxLimitTests
{
    private const int Million = 1 << 20;

    [Theory]
    [InlineData(new long[] { 3, 40_000, 40_000 }, null)]
    [InlineData(new long[] { 3, -1, -1 }, new long[] { 3, 40_000, 40_000 })]
    [InlineData(new long[] { -1 }, new long[] { 1L << 40, 1L << 40, 1L << 48 })]
    [InlineData(new long[] { 1L << 40, 1L << 40, 1L << 48 }, null)]
    public void A_stimulus_has_no_more_values_than_any_other_tensor(long[] lengths, long[]? given)
    {
        GraphBuilder graph = new GraphBuilder(13).Input("x", 1, [-1, .. lengths]);
        Refuses(graph.Build(graph.Node("Relu", ["x"])), "would have the shape (", new() { InputShape = given });
        GraphBuilder sound = new GraphBuilder(13).Input("x", 1, [-1, .. lengths]);
        OnnxOptions options = new() { SamplingRate = 8000, InputShape = given };
        Refuses(sound.Build(sound.Node("Relu", ["x"])), "would have the shape (", options);
    }

    [Theory]
    [InlineData(new long[] { -1, -4, 4 }, null)]
    [InlineData(new long[] { }, null)]
    [InlineData(new long[] { }, 8000)]
    public void Shapes_of_no_stimulus_are_refused(long[] given, int? rate)
    {
        GraphBuilder graph = new GraphBuilder(13).Input("x", 1, -1, 16);
        OnnxOptions options = new() { InputShape = given, SamplingRate = rate };
        Refuses(graph.Build(graph.Node("Relu", ["x"])), "InputShape", options);
    }

    [Theory]
    [InlineData("i,j", new long[] { 20_000 }, new long[] { 20_000 })]
    [InlineData("...i,j->...ij", new long[] { 20_000, 1 }, new long[] { 20_000 })]
    [InlineData("...,...", new long[] { 20_000, 1 }, new long[] { 1, 20_000 })]
    [InlineData(
        "i,j,i,j->",
        new long[] { 20_000 },
        new long[] { 20_000 },
        new long[] { 20_000 },
        new long[] { 20_000 }
    )]
    public void A_product_of_tensors_has_a_size_in_every_form(string equation, params long[][] shapes)
    {
        GraphBuilder graph = Graph();
        string product = graph.Node("Einsum", [.. shapes.Select(graph.Random)], ("equation", equation));
        Refuses(graph.Build(Plus(graph, product)), "its output would have the shape");
    }

    [Fact]
    public void Weights_of_a_normalisation_and_limits_do_not_make_a_tensor_larger()
    {
        GraphBuilder graph = Graph();
        string norm = graph.Node("InstanceNormalization", ["x", graph.Random(5), graph.Random(5)]);
        Refuses(graph.Build(norm), "its weights do not fit 1 channels");
        graph = new GraphBuilder(17).Input("x", 1, -1, 1, 1, 20_000);
        string layer = graph.Node("LayerNormalization", ["x", graph.Random(1), graph.Random(20_000, 1, 1)]);
        Refuses(graph.Build(layer), "its output would have the shape");
        graph = Graph();
        string limited = graph.Node("Clip", [graph.Node("Cast", ["x"], ("to", 7)), graph.Whole(0, 1)]);
        Refuses(graph.Build(graph.Node("Cast", [limited], ("to", 1))), "its input 2 must be one whole number");
    }

    [Fact]
    public void Many_constants_that_the_file_does_not_contain()
    {
        GraphBuilder graph = Graph();
        string y = "x";
        for (int i = 0; i < 5; i++)
        {
            string made = graph.Node("ConstantOfShape", [graph.Whole(4 * Million)]);
            y = graph.Node("Add", [y, graph.Node("ReduceMean", [made], ("keepdims", 0))]);
        }

        Refuses(graph.Build(y), "what follows from weights and shapes alone takes");
    }

    [Fact]
    public void Many_weights_at_the_same_place_of_a_second_file()
    {
        GraphBuilder graph = Graph();
        string y = "x";
        for (int i = 0; i < 90; i++)
        {
            TensorProto weight = new()
            {
                Name = $"weight{i}",
                DataType = 1,
                Dims = { Million / 4 },
                DataLocation = TensorProto.Types.DataLocation.External,
                ExternalData =
                {
                    new StringStringEntryProto { Key = "location", Value = "weights.bin" },
                },
            };
            graph.Graph.Initializer.Add(weight);
            y = graph.Node("Add", [y, graph.Node("ReduceMean", [weight.Name], ("keepdims", 0))]);
        }

        using TemporaryGraph file = new(graph.Build(y));
        File.WriteAllBytes(Path.Combine(file.Folder, "weights.bin"), new byte[Million]);
        Assert.Contains(
            "It uses the same values again and again",
            Assert.Throws<MetamerException>(() => new OnnxNetwork(file.Path)).Message
        );
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(110, true)]
    public void A_function_shares_its_constants_but_not_the_weights_of_its_branches(int calls, bool isRefused)
    {
        GraphBuilder graph = Graph();
        string y = "x";
        for (int i = 0; i < calls; i++)
        {
            y = graph.Node("Step", [y]);
        }

        ModelProto model = graph.Build(y);
        TensorProto Weight(string name) =>
            new()
            {
                Name = name,
                DataType = 1,
                FloatData = { new float[Million / 4] },
                Dims = { Million / 4 },
            };

        GraphProto branch = new() { Name = "branch" };
        branch.Initializer.Add(Weight("own"));
        branch.Node.Add(Made("ReduceMean", ["own"], "mean", ("keepdims", 0)));
        branch.Output.Add(new ValueInfoProto { Name = "mean" });
        TensorProto always = new() { DataType = 9, Int32Data = { 1 } };
        GraphBuilder.Define(
            model,
            13,
            Made("Constant", [], "always", ("value", always)),
            Made("If", ["always"], "chosen", ("then_branch", branch), ("else_branch", new GraphProto())),
            Made("Constant", [], "written", ("value", Weight(""))),
            Made("ReduceMean", ["written"], "other", ("keepdims", 0)),
            Made("Add", ["a", "chosen"], "sum"),
            Made("Add", ["sum", "other"], "b")
        );
        foreach (NodeProto node in model.Graph.Node)
        {
            node.Domain = model.Graph.Node[0].Domain;
        }

        if (isRefused)
        {
            Refuses(model, "It uses the same values again and again");
            return;
        }

        OnnxSource source = new("network.onnx", model.CalculateSize());
        OnnxGraph read = new OnnxGraphReader(model, source, (_, _, _) => true).Read(null);
        Assert.NotNull(
            Assert.Single(read.Values.Where(value => value.Name == "written").Select(value => value.Weight).Distinct())
        );
        Assert.Equal(3, read.Parameters.Count(value => value.Name == "own"));
    }

    private static NodeProto Made(
        string type,
        string[] inputs,
        string output,
        params (string Name, object Value)[] attributes
    )
    {
        NodeProto node = new()
        {
            OpType = type,
            Input = { inputs },
            Output = { output },
        };
        node.Attribute.Add(attributes.Select(attribute => GraphBuilder.Attribute(attribute.Name, attribute.Value)));
        return node;
    }

    private static GraphBuilder Graph() => new GraphBuilder(13).Input("x", 1, -1, 1, 2, 2);

    private static string Plus(GraphBuilder graph, string value) =>
        graph.Node("Add", ["x", graph.Node("ReduceMean", [value], ("keepdims", 0))]);

    private static void Refuses(ModelProto model, string reason, OnnxOptions? options = null)
    {
        using TemporaryGraph file = new(model);
        Assert.Contains(
            reason,
            Assert.Throws<MetamerException>(() => new OnnxNetwork(file.Path, options)).Message,
            StringComparison.Ordinal
        );
    }
}
