using Google.Protobuf;
using Metamers.Models.Import.Onnx.Files.Schema;

namespace Metamers.Tests.Models.Import.Onnx;

/// <summary>An ONNX file in a folder of its own, which is deleted with it.</summary>
internal sealed class TemporaryGraph : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("onnx");

    public TemporaryGraph(GraphBuilder graph)
        : this(Model(graph)) { }

    public TemporaryGraph(ModelProto model)
        : this(model.ToByteArray()) { }

    public TemporaryGraph(byte[] bytes) => File.WriteAllBytes(Path, bytes);

    public string Folder => folder.FullName;

    public string Path => System.IO.Path.Combine(folder.FullName, "network.onnx");

    public static ModelProto Model(GraphBuilder graph) =>
        new()
        {
            IrVersion = 8,
            Graph = graph.Graph,
            OpsetImport = { new OperatorSetIdProto { Version = graph.Opset } },
        };

    public void Dispose() => folder.Delete(recursive: true);
}
