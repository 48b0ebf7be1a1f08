using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Checkpoints;

/// <summary>
/// The weights in a file: safetensors or what <c>torch.save</c> wrote, of a state dict or a whole training checkpoint
/// (<c>state_dict</c>, <c>model_state_dict</c> or <c>model</c>; optimiser, epoch and the like are passed over).
/// Pickles are read as data: nothing in a file is ever executed.
/// </summary>
public sealed class Checkpoint : IDisposable
{
    private Checkpoint(CheckpointFormat format, IReadOnlyDictionary<string, Tensor> tensors)
    {
        Format = format;
        Tensors = tensors;
    }

    /// <summary>The format that the file's content showed.</summary>
    public CheckpointFormat Format { get; }

    /// <summary>
    /// The tensors by name, in the file's order, types as in the file, contiguous, on the CPU. A prefix <c>module.</c>
    /// or <c>module.model.</c> that all names share is gone. Tensors that share a storage in the file may share memory.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>Reads a checkpoint of any format.</summary>
    /// <param name="path">The file; its name does not matter.</param>
    /// <returns>The weights; dispose them, or let the surrounding dispose scope do it.</returns>
    /// <exception cref="MetamerException">The file is missing, damaged, of another kind, or needs code to be understood.</exception>
    public static Checkpoint Read(string path) => CheckpointSource.Open(path, (stream, source) =>
    {
        CheckpointFormat format = FileSignature.Detect(stream, source);
        using DisposeScope scope = NewDisposeScope();
        IReadOnlyDictionary<string, Tensor> tensors = WeightDictionary.WithoutPrefix(format switch
        {
            CheckpointFormat.SafeTensors => SafeTensorsReader.Read(stream, source).Tensors,
            CheckpointFormat.PyTorchZip => PyTorchZip.Read(stream, source),
            _ => PyTorchLegacy.Read(stream, source),
        });
        scope.MoveToOuter(tensors.Values);
        return new Checkpoint(format, tensors);
    });

    /// <summary>
    /// Copies a checkpoint into a network: every parameter and buffer, or nothing at all. Floating-point values take the
    /// network's type. Batch norm's counter <c>num_batches_tracked</c>, which old files lack, may be missing or in excess.
    /// </summary>
    /// <param name="module">The network; on any device.</param>
    /// <param name="path">The file, of any format.</param>
    /// <exception cref="MetamerException">
    /// As <see cref="Read"/>; or names are missing, unexpected or of another shape or type (all listed, with the nearest
    /// names); or a weight is NaN or infinite; or the network is frozen already.
    /// </exception>
    public static void Load(nn.Module module, string path)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (module is StagedModel { IsFrozen: true } model)
        {
            throw new MetamerException($"{model.Name} is frozen: its folded weights would not follow. Load {path} before Freeze().");
        }

        using DisposeScope scope = NewDisposeScope();
        ModuleWeights.Copy(Read(path).Tensors, module, path);
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (Tensor tensor in Tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
