using System.Text.Json;
using Metamers.Models.Architectures.Blocks;
using Metamers.Models.Checkpoints;
using Metamers.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models;

/// <content>How a network is built, given weights, and frozen.</content>
public abstract partial class StagedModel
{
    private readonly List<FoldedConvolution> folded = [];

    /// <summary>Whether <see cref="Freeze"/> has been called.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Declares the next stage.</summary>
    /// <param name="name">Its name, unique in the network.</param>
    /// <param name="compute">
    /// Maps the output of the previous stage to this stage, without the ReLU that ends it.
    /// </param>
    /// <param name="endsInRelu">
    /// Whether a ReLU ends the stage; it is applied here, not by <paramref name="compute"/>.
    /// </param>
    protected internal void AddStage(string name, Func<Tensor, Tensor> compute, bool endsInRelu = false)
    {
        if (computations.Any(c => c.Name == name))
        {
            throw new ArgumentException(
                $"Stage '{name}' is declared twice in {Name}; stage names must differ.",
                nameof(name)
            );
        }

        computations.Add((name, endsInRelu, compute));
    }

    /// <summary>
    /// Declares the next stage of a network that runs as a whole (<see cref="ComputesStageByStage"/>).
    /// </summary>
    private protected void AddStage(string name, bool endsInRelu = false) =>
        AddStage(name, _ => throw new InvalidOperationException("It runs as a whole."), endsInRelu);

    /// <summary>A convolution and the batch norm after it, as one step that <see cref="Freeze"/> can fold.</summary>
    /// <param name="convolution">A registered convolution of this network.</param>
    /// <param name="norm">The registered batch norm that follows it.</param>
    /// <param name="stride">Stride in place of the convolution's own, or null.</param>
    /// <returns>The step to call in place of the two.</returns>
    protected internal FoldedConvolution Fused(Conv2d convolution, BatchNorm2d norm, long? stride = null)
    {
        FoldedConvolution step = new(convolution, norm, stride);
        folded.Add(step);
        return step;
    }

    /// <summary>
    /// The names that the tensors of a checkpoint have in this network. The base class removes what frameworks add: the
    /// number of the network in the authors' audio checkpoints, where the cochleagram comes first, and <c>backbone.</c>
    /// and <c>head.fc_cls</c> of OpenSelfSup.
    /// </summary>
    /// <param name="names">All names in the file.</param>
    /// <returns>From names in the file to the network's names; null for what belongs to something else.</returns>
    protected internal virtual Func<string, string?> Naming(IReadOnlyCollection<string> names) =>
        WeightDictionary.Naming(names, hears: Cochleagram is not null);

    /// <summary>
    /// What was asked for beside the weights and changes the function or its stages: the normalisation of a checkpoint,
    /// how an ONNX file is read. Null for what the architecture or the file says by itself.
    /// </summary>
    internal string? ReadAs { get; private protected set; }

    /// <summary>Gives the network the normalisation of the input with which its weights were trained.</summary>
    /// <exception cref="MetamerException">Its input is not a normalised picture.</exception>
    internal void Renormalize(InputNormalization input)
    {
        if (frontEnd is not Normalizer normalizer)
        {
            throw new MetamerException(
                $"{Name} takes sounds, whose cochleagram is not normalised: load the weights with new "
                    + "CheckpointOptions { Normalization = NormalizationSource.Network }."
            );
        }

        normalizer.Normalization = input;
        ReadAs = JsonSerializer.Serialize(input);
        Input = input;
        Card = Card with { Input = input };
    }

    /// <summary>
    /// Makes the network a fixed function: evaluation mode, no gradients for its parameters, and each batch norm
    /// folded into the convolution before it (same function, fewer operations). Call it after the weights are loaded.
    /// </summary>
    /// <param name="foldBatchNorm">False keeps batch norm as separate operations.</param>
    /// <returns>This network.</returns>
    public StagedModel Freeze(bool foldBatchNorm = true)
    {
        eval();
        foreach (Parameter parameter in parameters())
        {
            parameter.requires_grad_(false);
        }

        foreach (FoldedConvolution convolution in folded)
        {
            convolution.Fold(foldBatchNorm);
        }

        FoldBatchNorm(foldBatchNorm);
        IsFrozen = true;
        return this;
    }

    /// <inheritdoc/>
    /// <exception cref="MetamerException">The network is frozen.</exception>
    public override (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
        Dictionary<string, Tensor> source,
        bool strict = true,
        IList<string>? skip = null
    )
    {
        RequireUnfrozen("the weights");
        return base.load_state_dict(source, strict, skip);
    }

    /// <inheritdoc/>
    /// <exception cref="MetamerException">The network is frozen.</exception>
    public override nn.Module load(
        BinaryReader reader,
        bool strict = true,
        IList<string>? skip = null,
        Dictionary<string, bool>? loadedParameters = null
    )
    {
        RequireUnfrozen("the weights");
        return base.load(reader, strict, skip, loadedParameters);
    }

    /// <summary>
    /// Throws if the network is frozen: it would compute with its folded weights, and its hash would be of others.
    /// </summary>
    /// <param name="what">What should have been loaded, in words.</param>
    /// <exception cref="MetamerException">What to do.</exception>
    internal void RequireUnfrozen(string what)
    {
        if (IsFrozen)
        {
            throw new MetamerException(
                $"{Name} is frozen: its folded weights would not change. Load {what} before Freeze(), into a network "
                    + "that is built anew."
            );
        }
    }

    /// <summary>Folds batch norms that are not <see cref="Fused"/> steps, or undoes it.</summary>
    private protected virtual void FoldBatchNorm(bool fold) { }

    /// <summary>
    /// Puts the network into evaluation mode; disposing of the result restores its mode, also after an error.
    /// </summary>
    internal IDisposable InEvaluation()
    {
        EvaluationMode mode = new(this);
        eval();
        return mode;
    }
}
