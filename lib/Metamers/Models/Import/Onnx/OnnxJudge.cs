using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Metamers.Models.Checkpoints;
using Metamers.Models.Import.Onnx.Files;
using Metamers.Models.Import.Onnx.Files.Schema;
using Metamers.Runtime;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;
using TensorElementType = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace Metamers.Models.Import.Onnx;

/// <summary>A file opened and tried by ONNX Runtime: what an <see cref="OnnxRuntimeNetwork"/> is made of.</summary>
internal sealed class OnnxJudge : IDisposable
{
    private const int FewestClasses = 2;

    private readonly InferenceSession session;
    private readonly OnnxSource source;
    private readonly string input;
    private readonly string output;

    private OnnxJudge(InferenceSession session, OnnxSource source, OnnxOptions options)
    {
        this.session = session;
        this.source = source;
        input = session.InputNames is [{ } only]
            ? only
            : throw source.Refused(
                $"it has {session.InputNames.Count} inputs "
                    + $"({string.Join(", ", session.InputNames.Select(OnnxSource.Shown))}); "
                    + "a judge takes one, the stimulus. Export it with the others as constants."
            );
        NodeMetadata form = session.InputMetadata[input];
        if (!form.IsTensor || form.ElementDataType != TensorElementType.Float)
        {
            throw source.Refused(
                $"its input '{OnnxSource.Shown(input)}' is {form.ElementDataType}, not 32-bit floating point. Export "
                    + "it with float32 inputs."
            );
        }

        output = options.Output ?? session.OutputNames[0];
        if (!session.OutputNames.Contains(output))
        {
            throw source.Refused(
                $"it has no output '{OnnxSource.Shown(output)}'. ONNX Runtime gives those that the file declares: "
                    + $"{string.Join(", ", session.OutputNames.Take(10).Select(OnnxSource.Shown))}."
            );
        }

        long?[] lengths = [.. form.Dimensions.Select(length => length > 0 ? (long?)length : null)];
        if (lengths is [{ } batch, ..] && batch != 1)
        {
            throw source.Refused($"it takes batches of {batch} only. Export it with a dynamic batch axis.");
        }

        FixedBatch = lengths is [1, ..];
        OnnxGraph shape = new(source)
        {
            Input = null!,
            Output = null!,
            InputShape = lengths,
        };
        shape.Input = shape.AddValue(input);
        Adapter = OnnxInputAdapter.Of(shape, options);
    }

    /// <summary>Brings stimuli into the form of the graph's input.</summary>
    public OnnxInputAdapter Adapter { get; }

    /// <summary>Whether the file's batch has the fixed size of one.</summary>
    public bool FixedBatch { get; }

    /// <summary>SHA-256 of the file and, if its weights are in others, of those too.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>Whether the output is one value for each class.</summary>
    public required bool HasDecision { get; init; }

    /// <summary>Opens a file and runs it once.</summary>
    /// <exception cref="MetamerException">
    /// It is missing, ONNX Runtime does not take it, or it gives no decision.
    /// </exception>
    public static OnnxJudge Open(string path, OnnxOptions options, int? cudaDevice)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (
            options.Stages is not null
            || options.Names.Count > 0
            || options.Readout is not null
            || options.Preprocess is not null
        )
        {
            throw new MetamerException(
                "A network that ONNX Runtime computes has two stages, its input and its output: Stages, Names, "
                    + "Readout and Preprocess cannot be given. Load the file as an OnnxNetwork to use them."
            );
        }

        InferenceSession? opened = null;
        bool isUsed = false;
        try
        {
            using SessionOptions session = cudaDevice is { } number
                ? SessionOptions.MakeSessionOptionWithCudaProvider(number)
                : new();
            session.IntraOpNumThreads = get_num_threads();
            session.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;
            using FileStream stream = File.OpenRead(path);
            OnnxSource source = new(path, stream.Length);
            byte[] file = SHA256.HashData(stream);
            opened = new InferenceSession(path, session);
            stream.Position = 0;
            ModelProto? model = Parse(stream);
            OnnxJudge judge = new(opened, source, options)
            {
                Hash = HashOf(file, model is null ? null : ExternalData.FilesOf(model, source)),
                HasDecision =
                    options.HasDecision
                    ?? OnnxDecision.IsMadeBy(
                        model?.Graph
                            ?? throw source.Refused(
                                "its graph cannot be read, so that it is not known whether it makes a decision. Give "
                                    + "OnnxOptions.HasDecision."
                            ),
                        options.Output ?? opened.OutputNames[0]
                    ),
            };
            judge.Try();
            isUsed = true;
            return judge;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CheckpointSource.Unopened("ONNX file", path, error);
        }
        catch (EntryPointNotFoundException error)
        {
            throw new MetamerException(
                $"This build of ONNX Runtime has no CUDA, which cudaDevice: {cudaDevice} asks for. Build with "
                    + "-p:TorchBackend=cuda (see environment.md), or leave cudaDevice out.",
                error
            );
        }
        catch (OnnxRuntimeException error)
        {
            throw new MetamerException(
                $"{path} cannot be run by ONNX Runtime: {error.Message} Check the file with onnx.checker, or "
                    + "export it again.",
                error
            );
        }
        finally
        {
            if (!isUsed)
            {
                opened?.Dispose();
            }
        }
    }

    /// <summary>The graph; null if the file has another form that ONNX Runtime takes.</summary>
    private static ModelProto? Parse(Stream stream)
    {
        try
        {
            return ModelProto.Parser.ParseFrom(stream);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static byte[] HashOf(byte[] file, IReadOnlyDictionary<string, string>? weights)
    {
        if (weights is null || weights.Count == 0)
        {
            return file;
        }

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(file);
        foreach ((string name, string path) in weights)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name + "\n"));
            using FileStream stream = File.OpenRead(path);
            hash.AppendData(SHA256.HashData(stream));
        }

        return hash.GetHashAndReset();
    }

    /// <summary>Runs the graph.</summary>
    /// <param name="x">(N, shape of the graph's input).</param>
    /// <returns>(N, classes), float32, on the CPU.</returns>
    public Tensor Run(Tensor x)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor given = x.detach().to(float32).cpu().contiguous();
        int count = (int)given.shape[0];
        int each = FixedBatch ? 1 : count;
        Tensor[] parts = [.. Enumerable.Range(0, count / each).Select(i => Part(given[(i * each)..((i + 1) * each)]))];
        return cat(parts).MoveToOuterDisposeScope();
    }

    public void Dispose() => session.Dispose();

    private Tensor Part(Tensor x)
    {
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(x.contiguous().data<float>().ToArray(), x.shape);
        using RunOptions run = new();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, [input], [value], [output]);
        OrtValue found = results[0];
        if (!found.IsTensor || found.GetTensorTypeAndShape() is not { ElementDataType: TensorElementType.Float } form)
        {
            throw source.Refused(
                $"its output '{OnnxSource.Shown(output)}' is not 32-bit floating point. Name another one "
                    + "(OnnxOptions.Output)."
            );
        }

        return
            form.Shape.Length >= 2
            && form.Shape[0] == x.shape[0]
            && form.Shape[1..].Where(length => length != 1).ToArray() is [>= FewestClasses and { } classes]
            ? tensor(found.GetTensorDataAsSpan<float>().ToArray()).reshape(x.shape[0], classes)
            : throw source.Refused(
                $"its output '{OnnxSource.Shown(output)}' has the shape ({string.Join(", ", form.Shape)}) for "
                    + $"{x.shape[0]} stimuli, not (N, classes). Name another one (OnnxOptions.Output)."
            );
    }

    private void Try()
    {
        using DisposeScope scope = NewDisposeScope();
        Run(zeros([FixedBatch ? 1 : 2, .. Adapter.GraphShape]));
    }
}
