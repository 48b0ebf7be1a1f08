using Google.Protobuf;
using Metamers.Models.Import;
using Metamers.Models.Import.Onnx.Files.Schema;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Import.Onnx;

/// <summary>What ONNX Runtime computes, without its optimisations.</summary>
internal static class OnnxReference
{
    /// <summary>The largest difference of any output of any node, relative to the largest value there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The same file, read by the project.</param>
    /// <param name="input">What the network receives; (N, …).</param>
    /// <param name="form">What the graph receives, if that has another form.</param>
    /// <returns>The difference, and the output where it is.</returns>
    /// <remarks>
    /// A mean of values that cancel is nothing but their rounding; so the largest value is that of the output or of the
    /// inputs of its node.
    /// </remarks>
    public static (double Difference, string Where) Compare(
        string path,
        OnnxNetwork network,
        Tensor input,
        Tensor? form = null
    )
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        IReadOnlyDictionary<string, Tensor> ours = network.Activations(
            input,
            [.. network.Outputs.Select(output => output.Name)]
        );
        Dictionary<string, Tensor> theirs = Run(
            path,
            [.. network.Outputs.Select(output => output.FileName)],
            form ?? input
        );
        (double Worst, string Where) result = (0, "nowhere");
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        foreach (OnnxOutput output in network.Outputs.Where(output => theirs.ContainsKey(output.FileName)))
        {
            Tensor expected = theirs[output.FileName];
            Tensor found = ours[output.Name];
            if (found.numel() != expected.numel())
            {
                return (double.PositiveInfinity, $"{output}: {string.Join(", ", expected.shape)} expected");
            }

            NodeProto node = model.Graph.Node.First(n => n.Output.Contains(output.FileName));
            IEnumerable<Tensor> around = node
                .Input.Select(name => theirs.GetValueOrDefault(name))
                .OfType<Tensor>()
                .Append(expected);
            double scale = around.Max(Largest);
            double difference = Largest(found.flatten() - expected.flatten()) / Math.Max(scale, 1e-30);
            if (!(difference <= result.Worst))
            {
                result = (difference, output.ToString());
            }
        }

        return result;
    }

    /// <summary>Checks the gradient of a network against finite differences, along a random direction.</summary>
    /// <param name="network">The network, in double precision.</param>
    /// <param name="input">What it receives; (N, …).</param>
    public static void CheckGradient(OnnxNetwork network, Tensor input)
    {
        const double step = 1e-6;
        Tensor x = input.requires_grad_();
        Tensor direction = randn(x.shape, ScalarType.Float64, generator: new Generator(5, CPU));
        Tensor y = network.Logits(x);
        Tensor weights = randn(y.shape, ScalarType.Float64, generator: new Generator(6, CPU));
        double expected;
        using (no_grad())
        {
            Tensor change = network.Logits(x + (step * direction)) - network.Logits(x - (step * direction));
            expected = (change * weights).sum().item<double>() / (2 * step);
        }

        double found = 0;
        if (y.requires_grad)
        {
            (y * weights).sum().backward();
            found = (x.grad! * direction).sum().item<double>();
        }

        Assert.Equal(expected, found, 1e-5 * Math.Max(1, Math.Abs(expected)));
    }

    /// <summary>Values of nodes, by name.</summary>
    public static Dictionary<string, Tensor> Run(string path, string[] names, Tensor input)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        HashSet<string> given = [.. model.Graph.Node.SelectMany(node => node.Output)];
        HashSet<string> known = [.. model.Graph.Output.Select(output => output.Name)];
        model.Graph.Output.Add(
            names
                .Where(name => given.Contains(name) && known.Add(name))
                .Select(name => new ValueInfoProto { Name = name })
        );
        string whole = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $"{Guid.NewGuid():N}.onnx");
        File.WriteAllBytes(whole, model.ToByteArray());
        try
        {
            using SessionOptions options = new()
            {
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
                IntraOpNumThreads = 1,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            };
            using InferenceSession session = new(whole, options);
            using OrtValue value = OrtValue.CreateTensorValueFromMemory(
                input.contiguous().data<float>().ToArray(),
                input.shape
            );
            using RunOptions run = new();
            string[] asked = [.. names.Where(session.OutputNames.Contains)];
            using IDisposableReadOnlyCollection<OrtValue> results = session.Run(
                run,
                [session.InputNames[0]],
                [value],
                asked
            );
            return asked
                .Zip(results)
                .Where(pair =>
                    pair.Second.GetTensorTypeAndShape().ElementDataType
                    == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float
                )
                .ToDictionary(pair => pair.First, pair => ToTensor(pair.Second));
        }
        finally
        {
            File.Delete(whole);
        }
    }

    private static Tensor ToTensor(OrtValue value) =>
        tensor(value.GetTensorDataAsSpan<float>().ToArray()).reshape(value.GetTensorTypeAndShape().Shape);

    private static double Largest(Tensor x) => x.numel() == 0 ? 0 : x.abs().max().to(float64).item<double>();
}
