using Google.Protobuf;
using Metamers.Models.Import.Onnx.Files.Schema;

namespace Metamers.Tests.Models.Import.Onnx;

/// <summary>Makes small ONNX graphs; their input is "x", of shape (n, …).</summary>
/// <param name="opset">The version of ONNX's operators.</param>
internal sealed class GraphBuilder(int opset)
{
    private readonly GraphProto graph = new() { Name = "test" };
    private readonly Random random = new(7);
    private int values;

    /// <summary>The graph so far.</summary>
    public GraphProto Graph => graph;

    /// <summary>The version of ONNX's operators.</summary>
    public int Opset => opset;

    /// <summary>Adds an input; -1 is an open length.</summary>
    public GraphBuilder Input(string name, int type, params long[] shape)
    {
        graph.Input.Add(Info(name, type, shape));
        return this;
    }

    /// <summary>Adds a weight of random values from −1 to 1.</summary>
    public string Random(params long[] shape) =>
        Weight([.. Enumerable.Range(0, Count(shape)).Select(_ => (float)((random.NextDouble() * 2) - 1))], shape);

    /// <summary>Adds a weight of random values from 0.5 to 1.5.</summary>
    public string Positive(params long[] shape) =>
        Weight([.. Enumerable.Range(0, Count(shape)).Select(_ => (float)(random.NextDouble() + 0.5))], shape);

    /// <summary>Adds a weight; without a shape it is a list.</summary>
    public string Weight(float[] numbers, params long[] shape) =>
        Add(
            new TensorProto
            {
                DataType = 1,
                FloatData = { numbers },
                Dims = { shape.Length == 0 ? [numbers.Length] : shape },
            }
        );

    /// <summary>Adds a single number.</summary>
    public string Scalar(float number) => Add(new TensorProto { DataType = 1, FloatData = { number } });

    /// <summary>Adds a weight of 64 bits.</summary>
    public string Double(params double[] numbers) =>
        Add(
            new TensorProto
            {
                DataType = 11,
                DoubleData = { numbers },
                Dims = { numbers.Length },
            }
        );

    /// <summary>Adds whole numbers as a list.</summary>
    public string Whole(params long[] numbers) =>
        Add(
            new TensorProto
            {
                DataType = 7,
                Int64Data = { numbers },
                Dims = { numbers.Length },
            }
        );

    /// <summary>Adds whole numbers of a shape.</summary>
    public string WholeOf(long[] shape, params long[] numbers) =>
        Add(
            new TensorProto
            {
                DataType = 7,
                Int64Data = { numbers },
                Dims = { shape },
            }
        );

    /// <summary>Adds one whole number.</summary>
    public string One(long number) => Add(new TensorProto { DataType = 7, Int64Data = { number } });

    /// <summary>Adds one Boolean.</summary>
    public string Boolean(bool value) => Add(new TensorProto { DataType = 9, Int32Data = { value ? 1 : 0 } });

    /// <summary>Adds a node with one output and returns that output's name.</summary>
    public string Node(string type, string[] inputs, params (string Name, object Value)[] attributes) =>
        Nodes(type, inputs, 1, attributes)[0];

    /// <summary>Adds a node and returns its outputs' names.</summary>
    public string[] Nodes(string type, string[] inputs, int outputs, params (string Name, object Value)[] attributes)
    {
        string[] names = [.. Enumerable.Range(0, outputs).Select(i => $"{type}_{values++}")];
        NodeProto node = new()
        {
            OpType = type,
            Name = $"node_{names[0]}",
            Input = { inputs },
            Output = { names },
        };
        node.Attribute.Add(attributes.Select(attribute => Attribute(attribute.Name, attribute.Value)));
        graph.Node.Add(node);
        return names;
    }

    /// <summary>The model, with one output.</summary>
    public ModelProto Build(string output)
    {
        graph.Output.Add(
            new ValueInfoProto
            {
                Name = output,
                Type = new() { TensorType = new() { ElemType = 1 } },
            }
        );
        return new ModelProto
        {
            IrVersion = 8,
            Graph = graph,
            OpsetImport = { new OperatorSetIdProto { Version = opset } },
        };
    }

    /// <summary>Makes the first node of a model the call of a function in its file, from "a" to "b".</summary>
    public static void Define(ModelProto model, int opset, params NodeProto[] body)
    {
        const string Domain = "local";
        NodeProto call = model.Graph.Node[0];
        call.Domain = Domain;
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = Domain, Version = 1 });
        FunctionProto function = new()
        {
            Name = call.OpType,
            Domain = Domain,
            Input = { "a" },
            Output = { "b" },
            OpsetImport = { new OperatorSetIdProto { Version = opset } },
        };
        function.Node.Add(body);
        model.Functions.Add(function);
    }

    /// <summary>An attribute.</summary>
    public static AttributeProto Attribute(string name, object value)
    {
        AttributeProto attribute = new() { Name = name };
        switch (value)
        {
            case int or long:
                (attribute.I, attribute.Type) = (Convert.ToInt64(value, null), AttributeProto.Types.AttributeType.Int);
                break;
            case float or double:
                (attribute.F, attribute.Type) = (
                    Convert.ToSingle(value, null),
                    AttributeProto.Types.AttributeType.Float
                );
                break;
            case string text:
                (attribute.S, attribute.Type) = (
                    ByteString.CopyFromUtf8(text),
                    AttributeProto.Types.AttributeType.String
                );
                break;
            case long[] numbers:
                attribute.Ints.Add(numbers);
                attribute.Type = AttributeProto.Types.AttributeType.Ints;
                break;
            case float[] numbers:
                attribute.Floats.Add(numbers);
                attribute.Type = AttributeProto.Types.AttributeType.Floats;
                break;
            case TensorProto tensor:
                (attribute.T, attribute.Type) = (tensor, AttributeProto.Types.AttributeType.Tensor);
                break;
            case GraphProto branch:
                (attribute.G, attribute.Type) = (branch, AttributeProto.Types.AttributeType.Graph);
                break;
            default:
                throw new ArgumentException($"No attribute of {value.GetType()}.", nameof(value));
        }

        return attribute;
    }

    /// <summary>The description of a value.</summary>
    public static ValueInfoProto Info(string name, int type, params long[] shape) =>
        new()
        {
            Name = name,
            Type = new()
            {
                TensorType = new()
                {
                    ElemType = type,
                    Shape = new()
                    {
                        Dim =
                        {
                            shape.Select(length =>
                                length < 0
                                    ? new TensorShapeProto.Types.Dimension { DimParam = "n" }
                                    : new TensorShapeProto.Types.Dimension { DimValue = length }
                            ),
                        },
                    },
                },
            },
        };

    private static int Count(long[] shape) => (int)shape.Aggregate(1L, (product, length) => product * length);

    private string Add(TensorProto tensor)
    {
        tensor.Name = $"w_{values++}";
        graph.Initializer.Add(tensor);
        return tensor.Name;
    }
}
