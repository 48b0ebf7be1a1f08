using Metamers.Models.Checkpoints;
using Metamers.Runtime;

namespace Metamers.Models.Import.Onnx.Files;

/// <summary>The ONNX file being read, named in errors.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Length">Its size in bytes; none of its tensors may claim to be larger.</param>
internal sealed record OnnxSource(string Path, long Length)
{
    /// <summary>The folder that its external data must be in.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;

    /// <summary>The file does not follow the format: it is cut off, overwritten or forged.</summary>
    public MetamerException Damaged(string what, Exception? cause = null) =>
        new(
            $"{Path} is truncated or damaged: {what} Export or download it again, and compare its size ({Length} "
                + "bytes) with the source's.",
            cause
        );

    /// <summary>The file is well formed but contains something that is not accepted.</summary>
    public MetamerException Refused(string what, Exception? cause = null) => new($"{Path} is refused: {what}", cause);

    /// <summary>A name from the file, safe to show.</summary>
    public static string Shown(string name) => CheckpointSource.Shown(name);
}
