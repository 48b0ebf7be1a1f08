using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Checkpoints.Parts;

/// <summary>Reads the tensors of one dictionary of a file, of any format.</summary>
internal static class WeightReader
{
    /// <summary>Reads a file, or all files that an index names.</summary>
    /// <param name="path">The file.</param>
    /// <param name="choose">Chooses among the dictionaries of the file, of which there is at least one.</param>
    /// <returns>The format, and the tensors by their names in the file; in the current dispose scope.</returns>
    public static (CheckpointFormat Format, IReadOnlyDictionary<string, Tensor> Tensors) Read(
        string path,
        Func<IReadOnlyList<WeightGroup>, WeightGroup> choose
    )
    {
        if (ShardIndex.Read(path) is not { } shards)
        {
            return ReadOne(path, choose);
        }

        CheckpointFormat format = default;
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> tensors = [];
        foreach ((string file, IReadOnlySet<string> names) in shards)
        {
            (format, IReadOnlyDictionary<string, Tensor> found) = ReadOne(file, WeightDictionary.Usual);
            foreach (string name in names)
            {
                tensors[name] = found.TryGetValue(name, out Tensor? tensor)
                    ? tensor
                    : throw new MetamerException(
                        $"By the index {path}, '{CheckpointSource.Shown(name)}' is in {file}; it is not. Index and "
                            + "files are of different checkpoints: download them together."
                    );
            }
        }

        WeightGroup all = new("", tensors.ToDictionary(tensor => tensor.Key, tensor => tensor.Value.shape));
        choose([all]);
        scope.MoveToOuter(tensors.Values);
        return (format, tensors);
    }

    private static (CheckpointFormat Format, IReadOnlyDictionary<string, Tensor> Tensors) ReadOne(
        string path,
        Func<IReadOnlyList<WeightGroup>, WeightGroup> choose
    ) =>
        CheckpointSource.Open(
            path,
            (stream, source) =>
            {
                CheckpointFormat format = FileSignature.Detect(stream, source);
                using DisposeScope scope = NewDisposeScope();
                IReadOnlyDictionary<string, Tensor> tensors = format switch
                {
                    CheckpointFormat.SafeTensors => SafeTensorsReader.Read(stream, source).Tensors,
                    CheckpointFormat.PyTorchZip => PyTorchZip.Read(stream, source, choose),
                    _ => PyTorchLegacy.Read(stream, source, choose),
                };
                if (format == CheckpointFormat.SafeTensors)
                {
                    choose([
                        new WeightGroup("", tensors.ToDictionary(tensor => tensor.Key, tensor => tensor.Value.shape)),
                    ]);
                }

                scope.MoveToOuter(tensors.Values);
                return (format, tensors);
            }
        );
}
