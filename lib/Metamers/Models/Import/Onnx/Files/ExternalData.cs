using System.Globalization;
using Metamers.Models.Import.Onnx.Files.Schema;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Files;

/// <summary>
/// Weights that an ONNX file keeps in a second file, which must be in the same folder: nothing outside of it is read.
/// </summary>
internal static class ExternalData
{
    /// <summary>Reads a tensor.</summary>
    public static Tensor Read(TensorProto proto, long[] shape, ScalarType type, OnnxSource source, string name)
    {
        Dictionary<string, string> entries = [];
        foreach (StringStringEntryProto entry in proto.ExternalData)
        {
            entries[entry.Key] = entry.Value;
        }

        string path = Locate(entries.GetValueOrDefault("location") ?? "", source, name);
        long bytes = shape.Aggregate((long)type.ElementSize(), (product, length) => product * length);
        try
        {
            using FileStream stream = File.OpenRead(path);
            long offset = Number(entries, "offset", 0, source, name);
            long length = Number(entries, "length", bytes, source, name);
            if (length != bytes || offset > stream.Length - bytes)
            {
                throw source.Damaged(
                    $"'{name}' would be bytes {offset} to {(Int128)offset + length} of {path}, which has "
                        + $"{stream.Length}, for the shape {OnnxTensors.Text(shape)} of "
                        + $"{OnnxTypes.NameOf(proto.DataType)}."
                );
            }

            stream.Position = offset;
            return TensorBytes.Read(stream, shape, type);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw source.Refused(
                $"its weights '{name}' are in a second file, {path}, which cannot be read: {error.Message} Put that "
                    + "file beside it under this name.",
                error
            );
        }
    }

    /// <summary>The files of weights that a graph names, each once: where it says, and their full paths.</summary>
    /// <exception cref="MetamerException">One is outside of the folder.</exception>
    public static IReadOnlyDictionary<string, string> FilesOf(ModelProto model, OnnxSource source)
    {
        SortedDictionary<string, string> files = new(StringComparer.Ordinal);
        AddGraph(model.Graph);
        foreach (FunctionProto function in model.Functions)
        {
            AddNodes(function.Node);
        }

        return files;

        void AddGraph(GraphProto graph)
        {
            foreach (TensorProto tensor in graph.Initializer)
            {
                AddTensor(tensor);
            }

            AddNodes(graph.Node);
        }

        void AddNodes(IEnumerable<NodeProto> nodes)
        {
            foreach (AttributeProto attribute in nodes.SelectMany(node => node.Attribute))
            {
                if (attribute.T is { } tensor)
                {
                    AddTensor(tensor);
                }

                if (attribute.G is { } inner)
                {
                    AddGraph(inner);
                }
            }
        }

        void AddTensor(TensorProto tensor)
        {
            if (tensor.DataLocation == TensorProto.Types.DataLocation.External)
            {
                string location = tensor.ExternalData.FirstOrDefault(entry => entry.Key == "location")?.Value ?? "";
                files[location] = Locate(location, source, tensor.Name);
            }
        }
    }

    /// <summary>The full path of a file in the folder of the network, links resolved.</summary>
    private static string Locate(string location, OnnxSource source, string name)
    {
        string plain = location.StartsWith("./", StringComparison.Ordinal) ? location[2..] : location;
        if (FileName.FaultOfPath(plain) is not null)
        {
            throw Outside();
        }

        string full = Path.GetFullPath(Path.Combine(source.Folder, plain));
        if (!full.StartsWith(source.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw Outside();
        }

        // A link in the folder may lead out of it.
        string folder = Resolved(new DirectoryInfo(source.Folder));
        for (FileSystemInfo part = new FileInfo(full); part.FullName.Length > source.Folder.Length; )
        {
            if (
                part.LinkTarget is not null
                && !Resolved(part).StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            )
            {
                throw Outside();
            }

            part = new DirectoryInfo(Path.GetDirectoryName(part.FullName)!);
        }

        return full;

        Exception Outside() =>
            source.Refused(
                $"its weights '{name}' would be in '{OnnxSource.Shown(location)}', outside of its folder. Put the "
                    + "file of weights beside it and export it again with a plain file name."
            );
    }

    private static string Resolved(FileSystemInfo entry) =>
        (entry.LinkTarget is null ? null : entry.ResolveLinkTarget(returnFinalTarget: true)?.FullName)
        ?? entry.FullName;

    private static long Number(
        Dictionary<string, string> entries,
        string key,
        long otherwise,
        OnnxSource source,
        string name
    ) =>
        !entries.TryGetValue(key, out string? text) ? otherwise
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number
        : throw source.Damaged($"the {key} of '{name}' is '{OnnxSource.Shown(text)}'.");
}
