namespace Metamers.Models.Checkpoints;

/// <summary>
/// The file formats that <see cref="Checkpoint"/> reads; recognised by content, never by the file's name.
/// </summary>
public enum CheckpointFormat
{
    /// <summary>safetensors, the format of this project's own weights.</summary>
    SafeTensors,

    /// <summary>PyTorch 1.6 and later: a zip archive with a pickle and one record for each storage.</summary>
    PyTorchZip,

    /// <summary>PyTorch before 1.6: five pickles one after another, then the storages.</summary>
    PyTorchLegacy,
}
