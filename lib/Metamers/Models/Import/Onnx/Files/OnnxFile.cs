using Google.Protobuf;
using Metamers.Models.Checkpoints;
using Metamers.Models.Import.Onnx.Files.Schema;
using Metamers.Runtime;

namespace Metamers.Models.Import.Onnx.Files;

/// <summary>Reads an ONNX file as it is written, and checks that it is one that can be used.</summary>
internal static class OnnxFile
{
    /// <summary>The oldest set of operators that is read; before it, broadcasting was an attribute.</summary>
    public const int FirstOpset = 7;

    /// <summary>The newest set of operators that is read.</summary>
    public const int LastOpset = 22;

    private const int DeepestNesting = 64;

    /// <summary>Reads a file.</summary>
    /// <exception cref="MetamerException">
    /// It is missing, not ONNX, damaged, or of an opset that is not read.
    /// </exception>
    public static (ModelProto Model, OnnxSource Source, byte[] Sha256) Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using FileStream stream = File.OpenRead(path);
            OnnxSource source = new(path, stream.Length);
            byte[] hash = System.Security.Cryptography.SHA256.HashData(stream);
            stream.Position = 0;
            ModelProto model = Parse(stream, source);
            RequireGraph(model, source);
            RequireOpset(OpsetOf(model.OpsetImport), source);
            return (model, source, hash);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CheckpointSource.Unopened("ONNX file", path, error);
        }
    }

    /// <summary>The version of ONNX's own operators that a model or function uses.</summary>
    public static int OpsetOf(IEnumerable<OperatorSetIdProto> imports) =>
        (int)
            Math.Clamp(
                imports.Where(import => IsOnnx(import.Domain)).Select(import => import.Version).LastOrDefault(),
                0,
                int.MaxValue
            );

    /// <summary>Whether a domain is that of ONNX's own operators.</summary>
    public static bool IsOnnx(string domain) => domain is "" or "ai.onnx";

    /// <summary>Name of a node's operator, after its domain if that is not ONNX's own.</summary>
    public static string OperatorOf(NodeProto node) =>
        IsOnnx(node.Domain) ? node.OpType : $"{node.Domain}.{node.OpType}";

    private static ModelProto Parse(Stream stream, OnnxSource source)
    {
        try
        {
            using CodedInputStream input = CodedInputStream.CreateWithLimits(stream, int.MaxValue, DeepestNesting);
            return ModelProto.Parser.ParseFrom(input);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw error.Message.Contains("ended unexpectedly", StringComparison.Ordinal)
                ? source.Damaged($"it is not a whole ONNX file ({error.Message}).", error)
                : NotOnnx(source, error.Message, error);
        }
    }

    private static void RequireGraph(ModelProto model, OnnxSource source)
    {
        if (model.Graph is null || model.Graph.Output.Count == 0)
        {
            throw NotOnnx(source, "it contains no graph with an output.");
        }

        if (model.Graph.QuantizationAnnotation.Count > 0)
        {
            throw source.Refused(OnnxGraphReader.Quantised);
        }

        if (model.Graph.SparseInitializer.Count > 0)
        {
            throw source.Refused("it has sparse weights. Export it with dense weights.");
        }
    }

    /// <summary>Refuses operators of versions that are not read.</summary>
    public static void RequireOpset(int opset, OnnxSource source)
    {
        string cure =
            "Export it again with opset_version=17 (torch.onnx.export), --opset 17 (tf2onnx), or convert it with "
            + "onnx.version_converter.";
        if (opset == 0)
        {
            throw source.Refused($"it does not say which opset of ONNX it uses. {cure}");
        }

        if (opset is < FirstOpset or > LastOpset)
        {
            throw source.Refused(
                $"it uses opset {opset}, which is too {(opset > LastOpset ? "new" : "old")}: opsets {FirstOpset} to "
                    + $"{LastOpset} are read. {cure}"
            );
        }
    }

    private static MetamerException NotOnnx(OnnxSource source, string why, Exception? cause = null) =>
        new(
            $"{source.Path} is not an ONNX network, or it is damaged: {why} Export one with torch.onnx.export or "
                + "tf2onnx. A checkpoint (state_dict) is loaded with Checkpoint.Load, a TorchScript file with "
                + "TorchScriptNetwork.",
            cause
        );
}
