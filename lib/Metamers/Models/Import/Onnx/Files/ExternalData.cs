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
    private const int MostLinks = 40; // as Linux follows

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
            source.Include(path, stream.Length);
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

            source.Charge(bytes, $"the weights '{name}'");
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

            foreach (SparseTensorProto sparse in graph.SparseInitializer)
            {
                AddTensor(sparse.Values);
                AddTensor(sparse.Indices);
            }

            AddNodes(graph.Node);
        }

        void AddNodes(IEnumerable<NodeProto> nodes)
        {
            foreach (AttributeProto attribute in nodes.SelectMany(node => node.Attribute))
            {
                AddTensor(attribute.T);
                AddTensor(attribute.SparseTensor?.Values);
                AddTensor(attribute.SparseTensor?.Indices);
                if (attribute.G is { } inner)
                {
                    AddGraph(inner);
                }
            }
        }

        void AddTensor(TensorProto? tensor)
        {
            if (tensor?.DataLocation == TensorProto.Types.DataLocation.External)
            {
                string location = tensor.ExternalData.FirstOrDefault(entry => entry.Key == "location")?.Value ?? "";
                files[location] = Locate(location, source, tensor.Name);
            }
        }
    }

    /// <summary>The full path of a file in the folder of the network, without links.</summary>
    private static string Locate(string location, OnnxSource source, string name)
    {
        string plain = location.StartsWith("./", StringComparison.Ordinal) ? location[2..] : location;
        string? folder = WithoutLinks(source.Folder);
        string? file = FileName.FaultOfPath(plain) is null ? WithoutLinks(Path.Combine(source.Folder, plain)) : null;
        return
            folder is not null
            && file is not null
            && file.StartsWith(
                Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar,
                StringComparison.Ordinal
            )
            ? file
            : throw source.Refused(
                $"its weights '{name}' would be in '{OnnxSource.Shown(location)}', outside of its folder. Put the "
                    + "file of weights beside it and export it again with a plain file name."
            );
    }

    /// <summary>
    /// A path with each of its parts that is a link replaced by what that leads to; null if there are too many.
    /// </summary>
    /// <param name="path">A full path; the file need not exist.</param>
    private static string? WithoutLinks(string path)
    {
        char[] separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];
        string found = Path.GetPathRoot(path)!;
        Stack<string> ahead = new(path[found.Length..].Split(separators).Reverse());
        int links = 0;
        while (ahead.TryPop(out string? part))
        {
            string next =
                part is "" or "." ? found
                : part == ".." ? Path.GetDirectoryName(found) ?? found
                : Path.Combine(found, part);
            if (next.Length <= found.Length || new FileInfo(next).LinkTarget is not { } target)
            {
                found = next;
                continue;
            }

            if (++links > MostLinks)
            {
                return null;
            }

            string root = Path.GetPathRoot(target)!;
            found = root.Length > 0 ? Path.GetFullPath(root) : found;
            foreach (string step in target[root.Length..].Split(separators).Reverse())
            {
                ahead.Push(step);
            }
        }

        return found;
    }

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
