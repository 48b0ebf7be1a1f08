using Google.Protobuf;
using Metamers.Models.Import;
using Metamers.Models.Import.Onnx.Files.Schema;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Import.Onnx;

/// <summary>
/// Graphs in the forms in which tf2onnx writes Keras' networks and skl2onnx those of scikit-learn, against ONNX
/// Runtime; torchvision's and timm's are those of <see cref="TorchvisionNetworkTests"/>.
/// </summary>
public sealed class FrameworkTests
{
    private const double Tolerance = 1e-5;
    private const int Channels = 8;

    /// <summary>
    /// Channels last, rescaled pixels, padding by <c>auto_pad</c>, a depthwise and a zero-padded convolution, squeeze
    /// and excitation, a shape computed in the graph.
    /// </summary>
    [Fact]
    public void A_convolution_network_of_Keras_gives_what_ONNX_Runtime_gives()
    {
        GraphBuilder graph = new GraphBuilder(15).Input("input_1", 1, -1, 33, 29, 3);
        string pixels = graph.Node("Sub", [graph.Node("Mul", ["input_1", graph.Scalar(2)]), graph.Scalar(1)]);
        string x = graph.Node("Transpose", [pixels], ("perm", new long[] { 0, 3, 1, 2 }));
        x = Relu6(graph, Normalised(graph, Convolution(graph, x, 3, 1, 2)));
        x = Relu6(graph, Normalised(graph, Convolution(graph, x, Channels, Channels, 1)));
        string padded = graph.Node("Pad", [x, graph.Whole(0, 0, 0, 0, 0, 0, 1, 1), graph.Scalar(0)]);
        x = Convolution(graph, padded, Channels, Channels, 2, "VALID");
        x = graph.Node("Mul", [x, graph.Node("Sigmoid", [x])]);
        string means = graph.Node("ReduceMean", [x], ("axes", new long[] { 2, 3 }), ("keepdims", 1));
        string gate = graph.Node("Conv", [means, graph.Random(Channels, Channels, 1, 1), graph.Random(Channels)]);
        gate = graph.Node("Mul", [Relu6(graph, graph.Node("Add", [gate, graph.Scalar(3)])), graph.Scalar(1 / 6f)]);
        x = graph.Node("Mul", [x, gate]);
        long[] window = [3, 3];
        long[] stride = [2, 2];
        x = graph.Node("MaxPool", [x], ("auto_pad", "SAME_UPPER"), ("kernel_shape", window), ("strides", stride));
        x = graph.Node("AveragePool", [x], ("auto_pad", "SAME_UPPER"), ("kernel_shape", window), ("strides", stride));
        string last = graph.Node("Transpose", [x], ("perm", new long[] { 0, 2, 3, 1 }));
        string batch = graph.Node("Cast", [graph.Node("Shape", [last])], ("to", 6));
        batch = graph.Node("Slice", [batch, graph.Whole(0), graph.Whole(1), graph.Whole(0)]);
        string open = graph.Node("Cast", [graph.Whole(-1)], ("to", 6));
        string shape = graph.Node("Cast", [graph.Node("Concat", [batch, open], ("axis", 0))], ("to", 7));
        string flat = graph.Node("Reshape", [last, shape]);
        string logits = graph.Node("Add", [graph.Node("MatMul", [flat, graph.Random(32, 5)]), graph.Random(5)]);
        graph.Build(graph.Node("Softmax", [logits], ("axis", 1)));

        using TemporaryGraph file = new(graph);
        using OnnxNetwork network = new(file.Path);
        Assert.Equal([3, 33, 29], network.InputShape);
        Assert.Equal(logits, network.Outputs[^1].FileName);
        AgreesWithRuntime(file, network);
    }

    /// <summary>Patches, and attention by products that name their axes.</summary>
    [Fact]
    public void A_transformer_of_Keras_gives_what_ONNX_Runtime_gives()
    {
        const int heads = 2;
        const int features = 4;
        GraphBuilder graph = new GraphBuilder(15).Input("input_1", 1, -1, 12, 12, 3);
        string x = graph.Node("Transpose", ["input_1"], ("perm", new long[] { 0, 3, 1, 2 }));
        x = graph.Node("Conv", [x, graph.Random(Channels, 3, 4, 4)], ("strides", new long[] { 4, 4 }));
        x = graph.Node("Reshape", [x, graph.Whole(-1, Channels, 9)]);
        string tokens = graph.Node("Transpose", [x], ("perm", new long[] { 0, 2, 1 }));
        string mean = graph.Node("ReduceMean", [tokens], ("axes", new long[] { 2 }), ("keepdims", 1));
        string centred = graph.Node("Sub", [tokens, mean]);
        string variance = graph.Node(
            "ReduceMean",
            [graph.Node("Mul", [centred, centred])],
            ("axes", new long[] { 2 }),
            ("keepdims", 1)
        );
        string deviation = graph.Node("Sqrt", [graph.Node("Add", [variance, graph.Scalar(1e-3f)])]);
        string normal = graph.Node("Mul", [graph.Node("Reciprocal", [deviation]), centred]);
        string[] parts =
        [
            .. Enumerable
                .Range(0, 3)
                .Select(_ =>
                    graph.Node(
                        "Einsum",
                        [normal, graph.Random(Channels, heads, features)],
                        ("equation", "abc,cde->abde")
                    )
                ),
        ];
        string scores = graph.Node("Einsum", [parts[1], parts[0]], ("equation", "aecd,abcd->acbe"));
        string weights = graph.Node("Softmax", [graph.Node("Mul", [scores, graph.Scalar(0.5f)])], ("axis", -1));
        string mixed = graph.Node("Einsum", [weights, parts[2]], ("equation", "acbe,aecd->abcd"));
        string back = graph.Node(
            "Einsum",
            [mixed, graph.Random(heads, features, Channels)],
            ("equation", "abcd,cde->abe")
        );
        string sum = graph.Node("Add", [tokens, back]);
        string half = graph.Node("Mul", [sum, graph.Scalar(0.70710678f)]);
        string error = graph.Node("Add", [graph.Node("Erf", [half]), graph.Scalar(1)]);
        string gelu = graph.Node("Mul", [graph.Node("Mul", [sum, error]), graph.Scalar(0.5f)]);
        string pooled = graph.Node("ReduceMean", [gelu], ("axes", new long[] { 1 }), ("keepdims", 0));
        graph.Build(graph.Node("Add", [graph.Node("MatMul", [pooled, graph.Random(Channels, 5)]), graph.Random(5)]));
        using TemporaryGraph file = new(graph);
        using OnnxNetwork network = new(file.Path);
        AgreesWithRuntime(file, network);
    }

    /// <summary>
    /// A scaler and a classifier of two layers: what is computed past the probabilities, a label and a dictionary, is
    /// not needed.
    /// </summary>
    [Fact]
    public void A_pipeline_of_scikit_learn_gives_what_ONNX_Runtime_gives()
    {
        GraphBuilder graph = new GraphBuilder(15).Input("X", 1, -1, 64);
        string x = Learning(
            graph,
            "Scaler",
            ["X"],
            ("offset", Enumerable.Range(0, 64).Select(i => i / 64f).ToArray()),
            ("scale", Enumerable.Range(0, 64).Select(i => 1 + (i / 8f)).ToArray())
        );
        x = graph.Node("Relu", [Layer(graph, x, 64, 20)]);
        string logits = Layer(graph, x, 20, 10);
        string probabilities = graph.Node("Softmax", [logits], ("axis", 1));
        string chosen = graph.Node("ArgMax", [probabilities], ("axis", 1));
        string classes = graph.Whole([.. Enumerable.Range(0, 10)]);
        string label = Learning(graph, "ArrayFeatureExtractor", [classes, chosen]);
        string numbers = graph.Node("Reshape", [label, graph.Whole(-1)]);
        string dictionary = Learning(
            graph,
            "ZipMap",
            [probabilities],
            ("classlabels_int64s", Enumerable.Range(0, 10).Select(i => (long)i).ToArray())
        );
        graph.Graph.Output.Add(GraphBuilder.Info(numbers, 7, -1));
        graph.Graph.Output.Add(new ValueInfoProto { Name = dictionary });
        ModelProto model = TemporaryGraph.Model(graph);
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = 1 });

        using TemporaryGraph file = new(model);
        using OnnxNetwork network = new(file.Path, new OnnxOptions { InputShape = [1, 8, 8] });
        Assert.True(network.HasDecision);
        Assert.Equal(logits, network.Outputs[^1].FileName);
        using DisposeScope scope = NewDisposeScope();
        Tensor pictures = rand([3, 1, 8, 8], generator: new Generator(3, CPU));
        Dictionary<string, Tensor> expected = OnnxReference.Run(file.Path, [logits], pictures.reshape(3, 64));
        Assert.True(network.Logits(pictures).allclose(expected[logits], Tolerance, Tolerance));
        GradientIsThatOfDifferences(network);

        model.Graph.Node[0].Attribute[0].Floats.RemoveAt(0);
        using TemporaryGraph damaged = new(model.ToByteArray());
        string message = Assert
            .Throws<Metamers.Runtime.MetamerException>(() =>
                new OnnxNetwork(damaged.Path, new OnnxOptions { InputShape = [1, 8, 8] })
            )
            .Message;
        Assert.Contains("63 offsets and 64 scales do not fit 64 features", message, StringComparison.Ordinal);
    }

    private static void AgreesWithRuntime(TemporaryGraph file, OnnxNetwork network)
    {
        using (DisposeScope scope = NewDisposeScope())
        {
            Tensor pictures = rand([2, .. network.InputShape], generator: new Generator(3, CPU));
            (double difference, string where) = OnnxReference.Compare(
                file.Path,
                network,
                pictures,
                pictures.permute(0, 2, 3, 1)
            );
            Assert.True(difference <= Tolerance, $"{difference:E2} at {where}");
        }

        Assert.True(network.HasDecision);
        Assert.False(network.RunsOneByOne);
        GradientIsThatOfDifferences(network);
    }

    private static void GradientIsThatOfDifferences(OnnxNetwork network)
    {
        using DisposeScope scope = NewDisposeScope();
        network.to(ScalarType.Float64);
        long[] shape = [2, .. network.InputShape];
        OnnxReference.CheckGradient(network, rand(shape, ScalarType.Float64, generator: new Generator(4, CPU)));
    }

    private static string Convolution(
        GraphBuilder graph,
        string x,
        int inputs,
        int groups,
        long stride,
        string padding = "SAME_UPPER"
    ) =>
        graph.Node(
            "Conv",
            [x, graph.Random(Channels, inputs / groups, 3, 3)],
            ("auto_pad", padding),
            ("group", groups),
            ("kernel_shape", new long[] { 3, 3 }),
            ("strides", new[] { stride, stride })
        );

    private static string Normalised(GraphBuilder graph, string x) =>
        graph.Node(
            "BatchNormalization",
            [x, graph.Random(Channels), graph.Random(Channels), graph.Random(Channels), graph.Positive(Channels)],
            ("epsilon", 1e-3f)
        );

    private static string Relu6(GraphBuilder graph, string x) =>
        graph.Node("Clip", [x, graph.Scalar(0), graph.Scalar(6)]);

    private static string Layer(GraphBuilder graph, string x, int inputs, int outputs) =>
        graph.Node("Add", [graph.Node("MatMul", [x, graph.Random(inputs, outputs)]), graph.Random(1, outputs)]);

    private static string Learning(
        GraphBuilder graph,
        string type,
        string[] inputs,
        params (string Name, object Value)[] attributes
    )
    {
        string output = graph.Node(type, inputs, attributes);
        graph.Graph.Node[^1].Domain = "ai.onnx.ml";
        return output;
    }
}
