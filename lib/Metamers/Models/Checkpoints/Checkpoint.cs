using Metamers.Models.Checkpoints.Parts;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Checkpoints;

/// <summary>
/// The weights in a file: safetensors or what <c>torch.save</c> wrote, of a state dict or a whole training checkpoint
/// (<c>state_dict</c>, <c>model</c> or any other entry; optimiser, epoch and the like are ignored), or the index of a
/// checkpoint in several files. Pickles are read as data: nothing in a file is ever executed.
/// </summary>
/// <example>
/// <code>
/// var network = ModelZoo.Build("resnet20", seed: 0);
/// Checkpoint.Load(network, Path.Combine(ProjectFolder.Data, "checkpoints", "resnet20-l2-seed0.safetensors"))
/// </code>
/// </example>
public sealed class Checkpoint : IDisposable
{
    private Checkpoint(CheckpointFormat format, IReadOnlyDictionary<string, Tensor> tensors)
    {
        Format = format;
        Tensors = tensors;
    }

    /// <summary>The format, recognised from the file's content.</summary>
    public CheckpointFormat Format { get; }

    /// <summary>
    /// The tensors by name, in the file's order, with the types in the file, contiguous, on the CPU. A prefix of a
    /// wrapper that all names share, such as <c>module.</c>, <c>_orig_mod.</c> or <c>module.model.</c>, is removed.
    /// Tensors that share a storage in the file may share memory.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>Reads a checkpoint of any format.</summary>
    /// <param name="path">The file; its name does not matter.</param>
    /// <returns>The weights; dispose them, or let the surrounding dispose scope do it.</returns>
    /// <exception cref="MetamerException">
    /// The file is missing, damaged, of another kind, or cannot be read without running code.
    /// </exception>
    public static Checkpoint Read(string path)
    {
        using DisposeScope scope = NewDisposeScope();
        (CheckpointFormat format, IReadOnlyDictionary<string, Tensor> tensors) = WeightReader.Read(
            path,
            WeightDictionary.Usual
        );
        tensors = WeightDictionary.WithoutPrefix(tensors);
        scope.MoveToOuter(tensors.Values);
        return new Checkpoint(format, tensors);
    }

    /// <summary>
    /// Copies a checkpoint into a network: every parameter and buffer, or nothing at all. Floating-point values take
    /// the network's type. Batch norm's counter <c>num_batches_tracked</c>, which old files lack, may be missing or
    /// superfluous. The network may be a part of what is in the file: the one part, or prefix of the names, is found
    /// under which everything fits.
    /// </summary>
    /// <param name="module">The network; on any device.</param>
    /// <param name="paths">
    /// The file, of any format; or several that together contain the network, e.g. a backbone and a readout. A tensor
    /// that is in two of them is taken from the later one.
    /// </param>
    /// <returns>What was loaded; worth showing, since it reports conversions.</returns>
    /// <exception cref="MetamerException">
    /// As <see cref="Read"/>; or names are missing, unexpected or of another shape or type (all listed, with the
    /// nearest names and the network that the file fits best); or a weight is NaN or infinite; or the network is
    /// already frozen.
    /// </exception>
    public static LoadedWeights Load(nn.Module module, params string[] paths) =>
        Load(module, new CheckpointOptions(), paths);

    /// <summary>Copies a checkpoint into a network, if a file leaves a choice.</summary>
    /// <param name="module">As in <see cref="Load(nn.Module, string[])"/>.</param>
    /// <param name="options">What is taken.</param>
    /// <param name="paths">As there.</param>
    /// <returns>What was loaded.</returns>
    /// <exception cref="MetamerException">As there; or the file does not have what the options ask for.</exception>
    public static LoadedWeights Load(nn.Module module, CheckpointOptions options, params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(module);
        ArgumentOutOfRangeException.ThrowIfZero(paths.Length);
        string files = string.Join(" and ", paths);
        (module as StagedModel)?.RequireUnfrozen(files);
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> given = [];
        List<string> notes = [];
        InputNormalization? normalization = null;
        foreach (string path in paths)
        {
            WeightFit? fit = null;
            (_, IReadOnlyDictionary<string, Tensor> tensors) = WeightReader.Read(
                path,
                groups => (fit = WeightFit.Find(groups, module, options, paths.Length > 1, path)).Group
            );
            IReadOnlyDictionary<string, Tensor> taken = fit!.Take(
                tensors,
                module,
                options,
                path,
                notes,
                out InputNormalization? replacing
            );
            normalization = replacing ?? normalization;
            foreach ((string name, Tensor tensor) in taken)
            {
                given[name] = tensor;
            }
        }

        LoadedWeights loaded = ModuleWeights.Copy(given, module, files) with { Notes = notes };
        if (normalization is not null)
        {
            ((StagedModel)module).Renormalize(normalization);
        }

        return loaded;
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
