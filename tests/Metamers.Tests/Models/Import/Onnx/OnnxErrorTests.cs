using Google.Protobuf;
using Metamers.Models.Import;
using Metamers.Models.Import.Onnx.Files.Schema;
using Metamers.Runtime;
using static Metamers.Tests.Models.Import.Onnx.OnnxExamples;

namespace Metamers.Tests.Models.Import.Onnx;

/// <summary>What cannot be used says what was given, what is allowed and what to do.</summary>
public sealed class OnnxErrorTests
{
    [Fact]
    public void Unsupported_operators_are_all_named_with_their_nodes()
    {
        GraphBuilder graph = Graph();
        string y = graph.Node("GridSample", [graph.Node("Hardmax", ["x"]), graph.Random(1, 2, 2, 2)]);
        Says(
            Model(graph, graph.Node("Hardmax", [y])),
            "GridSample (node_GridSample_",
            "Hardmax (node_Hardmax_",
            "not supported"
        );
        GraphBuilder early = Graph();
        Says(Model(early, early.Node("Gelu", ["x"])), "Gelu in opset 13, which came with opset 20");
    }

    [Fact]
    public void Quantised_graphs_loops_and_foreign_domains_are_refused()
    {
        GraphBuilder graph = Graph();
        string whole = graph.Node("QuantizeLinear", ["x", graph.Scalar(0.1f)]);
        Says(
            Model(graph, graph.Node("DequantizeLinear", [whole, graph.Scalar(0.1f)])),
            "quantised",
            "node_QuantizeLinear"
        );
        graph = Graph();
        string looped = graph.Node("Loop", [graph.One(3), graph.Boolean(true), "x"], ("body", new GraphProto()));
        Says(Model(graph, looped), "contains a loop", "node_Loop");
        graph = Graph();
        ModelProto foreign = Model(graph, graph.Node("FusedConv", ["x"]));
        foreign.Graph.Node[0].Domain = "com.microsoft";
        Says(foreign, "com.microsoft.FusedConv");
    }

    [Fact]
    public void Several_inputs_other_types_and_training_mode_are_refused()
    {
        GraphBuilder graph = Graph().Input("mask", 1, -1, 4);
        Says(Model(graph, graph.Node("Add", ["x", "mask"])), "several inputs (x, mask)");
        graph = new GraphBuilder(13).Input("x", 2, -1, 3, 4, 4);
        Says(Model(graph, graph.Node("Cast", ["x"], ("to", 1))), "takes uint8");
        graph = new GraphBuilder(13).Input("x", 10, -1, 3, 4, 4);
        Says(Model(graph, graph.Node("Relu", ["x"])), "half precision", "model.float()");
        graph = Graph();
        string weight = graph.Random(4);
        graph.Graph.Initializer[0].DataType = 10;
        Says(Model(graph, graph.Node("Add", ["x", weight])), "half precision");
        graph = new GraphBuilder(15).Input("x", 1, -1, 3, 4, 4);
        string norm = graph.Node(
            "BatchNormalization",
            ["x", graph.Random(3), graph.Random(3), graph.Random(3), graph.Positive(3)],
            ("training_mode", 1)
        );
        Says(Model(graph, norm), "training mode", "eval()");
        graph = Graph();
        Says(Model(graph, graph.Node("Dropout", ["x", graph.Scalar(0.5f), graph.Boolean(true)])), "training mode");
    }

    [Fact]
    public void Modes_and_attributes_that_are_not_implemented_are_named()
    {
        GraphBuilder graph = new GraphBuilder(18).Input("x", 1, -1, 3, 4, 4);
        Says(Model(graph, graph.Node("Resize", ["x", "", graph.Weight([1, 1, 2, 2])], ("antialias", 1))), "antialias");
        graph = Graph();
        Says(
            Model(graph, graph.Node("Pad", ["x", graph.Whole(0, 0, 1, 1, 0, 0, 1, 1)], ("mode", "wrap"))),
            "'wrap'",
            "constant, reflect, edge"
        );
        graph = Graph();
        Says(Model(graph, graph.Node("Relu", ["x"], ("consumed_inputs", new long[] { 1 }))), "consumed_inputs");
        graph = Graph();
        string[] pooled = graph.Nodes("MaxPool", ["x"], 2, ("kernel_shape", new long[] { 2, 2 }));
        Says(Model(graph, pooled[0]), "only its first output");
    }

    [Fact]
    public void Mixed_types_and_shapes_that_do_not_fit_are_refused_before_libtorch_sees_them()
    {
        GraphBuilder graph = Graph();
        Says(Model(graph, graph.Node("Add", ["x", graph.Node("Cast", [graph.Scalar(1)], ("to", 11))])), "mixes");
        graph = Graph();
        Says(Model(graph, graph.Node("MatMul", ["x", graph.Random(3, 2)])), "cannot be multiplied");
        graph = Graph();
        Says(Model(graph, graph.Node("Conv", ["x", graph.Random(2, 5, 1, 1)])), "do not fit 3 channels");
        graph = Graph();
        Says(Model(graph, graph.Node("Expand", ["x", graph.Whole(1 << 20, 1 << 20, 1, 1, 1)])), "would have the shape");
        graph = Graph();
        Says(
            Model(graph, graph.Node("Reshape", ["x", graph.Node("Cast", [graph.Node("ReduceSum", ["x"])], ("to", 7))])),
            "computed from the values of the stimulus"
        );
    }

    [Fact]
    public void Opsets_that_are_not_read_are_refused()
    {
        foreach (int opset in new[] { 6, 23, 99 })
        {
            GraphBuilder graph = new GraphBuilder(opset).Input("x", 1, -1, 3, 4, 4);
            Says(Model(graph, graph.Node("Relu", ["x"])), $"opset {opset}", "opsets 7 to 22");
        }
    }

    [Fact]
    public void Files_that_are_missing_other_or_cut_off_say_so()
    {
        Assert.Contains("does not exist", Message("no-such.onnx"), StringComparison.Ordinal);
        Assert.Contains("is a folder", Message(Path.GetDirectoryName(Small)!), StringComparison.Ordinal);
        byte[] whole = File.ReadAllBytes(Small);
        foreach (
            byte[] bytes in new[] { [], "<html>moved</html>"u8.ToArray(), [.. "PK\u0003\u0004"u8, .. new byte[100]] }
        )
        {
            using TemporaryGraph other = new(bytes);
            Assert.Contains("is not an ONNX network", Message(other.Path), StringComparison.Ordinal);
        }

        using TemporaryGraph half = new(whole[..(whole.Length / 2)]);
        Assert.Contains("damaged", Message(half.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_in_a_second_file_are_read_from_the_same_folder_alone()
    {
        using TemporaryGraph file = new(External("weights.bin"));
        Assert.Contains("Put that file beside it", Message(file.Path), StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(file.Folder, "weights.bin"), new byte[8]);
        Assert.Contains("bytes 4 to 16", Message(file.Path), StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(file.Folder, "weights.bin"), new byte[16]);
        using (OnnxNetwork network = new(file.Path))
        {
            Assert.Equal([3, 4, 4], network.Stages[^1].Shape);
        }

        string outside = $"{file.Folder}-{Guid.NewGuid():N}.bin"; // beside the folder, whose name begins its own
        File.WriteAllBytes(outside, new byte[16]);
        File.CreateSymbolicLink(Path.Combine(file.Folder, "link.bin"), outside);
        foreach (
            string place in new[]
            {
                outside,
                $"../{Path.GetFileName(outside)}",
                "link.bin",
                "",
                "a/../../b",
                "a\\b",
                "NUL",
            }
        )
        {
            File.WriteAllBytes(file.Path, External(place).ToByteArray());
            Assert.Contains("outside of its folder", Message(file.Path), StringComparison.Ordinal);
        }

        File.Delete(outside);
    }

    internal static ModelProto External(string place, bool flat = false)
    {
        GraphBuilder graph = Graph();
        string weight = graph.Random(3, 1, 1);
        TensorProto tensor = graph.Graph.Initializer[0];
        tensor.FloatData.Clear();
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = place });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = "4" });
        string sum = graph.Node("Add", ["x", weight]);
        return Model(graph, flat ? graph.Node("Flatten", [sum]) : sum);
    }

    private static GraphBuilder Graph() => new GraphBuilder(13).Input("x", 1, -1, 3, 4, 4);

    private static ModelProto Model(GraphBuilder graph, string output) => graph.Build(output);

    private static void Says(ModelProto model, params string[] parts)
    {
        using TemporaryGraph file = new(model);
        string message = Message(file.Path);
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    private static string Message(string path) => Assert.Throws<MetamerException>(() => new OnnxNetwork(path)).Message;
}
