using Metamers.Models.Checkpoints;
using Metamers.Models.Import.Onnx.Files.Schema;
using Metamers.Runtime;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Files;

/// <summary>The ONNX file being read, named in errors, and what has been made of it so far.</summary>
/// <param name="path">Its path.</param>
/// <param name="length">Its size in bytes.</param>
internal sealed class OnnxSource(string path, long length)
{
    private readonly HashSet<string> beside = [];
    private readonly Dictionary<TensorProto, Tensor> shared = new(ReferenceEqualityComparer.Instance);
    private long besideLength;
    private Int128 made;

    /// <summary>Its path.</summary>
    public string Path => path;

    /// <summary>The folder that its external data must be in.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;

    /// <summary>The most bytes that may be made of the file and of those of its weights.</summary>
    public long Budget => CheckpointSource.BudgetOf(length + besideLength);

    /// <summary>Counts a file of weights to what was given.</summary>
    public void Include(string file, long bytes) => besideLength += beside.Add(file) ? bytes : 0;

    /// <summary>Counts what is about to be made of the file.</summary>
    /// <param name="bytes">Its size.</param>
    /// <param name="what">What it is, as in "the weights 'w'".</param>
    /// <exception cref="MetamerException">It would be more than the <see cref="Budget"/>.</exception>
    public void Charge(long bytes, string what)
    {
        made += bytes;
        if (made > Budget)
        {
            throw Refused(
                $"with {what}, {made} bytes would have been made of its {length + besideLength} bytes; {Budget} are "
                    + "allowed. It uses the same values again and again: export it without functions, or with "
                    + "weights that are each used once."
            );
        }
    }

    /// <summary>A tensor that is read once, wherever it is used.</summary>
    public Tensor Shared(TensorProto proto, string name)
    {
        if (!shared.TryGetValue(proto, out Tensor? tensor))
        {
            tensor = OnnxTensors.Read(proto, this, name).DetachFromDisposeScope();
            shared[proto] = tensor;
        }

        return tensor;
    }

    /// <summary>The file does not follow the format: it is cut off, overwritten or forged.</summary>
    public MetamerException Damaged(string what, Exception? cause = null) =>
        new(
            $"{path} is truncated or damaged: {what} Export or download it again, and compare its size ({length} "
                + "bytes) with the source's.",
            cause
        );

    /// <summary>The file is well formed but contains something that is not accepted.</summary>
    public MetamerException Refused(string what, Exception? cause = null) => new($"{path} is refused: {what}", cause);

    /// <summary>A name from the file, safe to show.</summary>
    public static string Shown(string name) => CheckpointSource.Shown(name);
}
