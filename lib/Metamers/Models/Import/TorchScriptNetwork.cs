using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Import;

/// <summary>
/// A network that was traced in Python by <c>notebooks/export_torchscript.py</c>, which writes a TorchScript file that
/// returns every stage and contains the stages' names, the shape of the input and its normalisation. Gradients flow
/// through it. It always runs as a whole, whichever stage is wanted.
/// </summary>
/// <remarks>
/// A stage that the script marks as ending in a ReLU is returned before that ReLU, so that the identity gradient can be
/// used (<see cref="IdentityGradientRelu"/>). A TorchScript file is a program: load only files that you trust. Call
/// <see cref="ModelValidation.Check"/> before making metamers. libtorch keeps about 0.1 MB of every file that it has
/// loaded until the process ends, also after the network was disposed.
/// </remarks>
/// <example>
/// <code>
/// var file = Path.Combine(ProjectFolder.Root, "tests", "Metamers.Tests", "Golden", "traced", "small.pt");
/// new TorchScriptNetwork(file).Freeze().Stages
/// </code>
/// </example>
public sealed class TorchScriptNetwork : StagedModel
{
    private readonly jit.ScriptModule network;
    private readonly TracedStages traced;

    /// <summary>Loads a file that the export script wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="MetamerException">
    /// The file is missing, was not written by that script, or cannot be loaded.
    /// </exception>
    public TorchScriptNetwork(string path)
        : this(path, TracedStages.Read(path)) { }

    private TorchScriptNetwork(string path, TracedStages traced)
        : base(traced.Name, traced.Input, [.. traced.Shape])
    {
        this.traced = traced;
        ReadAs = traced.Input.ReadAs;
        SamplingRate = traced.SamplingRate;
        try
        {
            network = jit.load(path);
        }
        catch (ExternalException error)
        {
            throw new MetamerException(
                $"{path} cannot be loaded as TorchScript: {error.Message.Split('\n')[0]} Export it again with "
                    + "notebooks/export_torchscript.py.",
                error
            );
        }

        RequireFloats(path, network); // a frozen network does not tell its mode
        if (network.training)
        {
            network.Dispose();
            throw new MetamerException(
                $"{path} was traced in training mode, in which dropout and batch norm make its outputs change. Call "
                    + "network.eval() in Python and export it again."
            );
        }

        register_module(nameof(network), network);
        eval();
        foreach (TracedStage stage in traced.Stages)
        {
            AddStage(stage.Name, stage.Relu);
        }
    }

    private protected override bool ComputesStageByStage => false;

    /// <summary>None of them is TorchSharp's own.</summary>
    private protected override IEnumerable<nn.Module> Parts => [];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        try
        {
            base.Dispose(disposing);
        }
        catch (ObjectDisposedException)
        {
            // TorchSharp asks the program for its modules after it has disposed of it.
        }
    }

    private protected override IReadOnlyDictionary<int, Tensor> Run(
        Tensor input,
        IReadOnlySet<int> wanted,
        int identityAt
    )
    {
        Tensor x = Compute(0, input, identityGradient: false);
        if (wanted.Max() == 0)
        {
            return new Dictionary<int, Tensor> { [0] = x };
        }

        Tensor[] outputs = Outputs(Called(x));
        if (outputs.Length != traced.Stages.Count)
        {
            throw new MetamerException(
                $"{Name} returned {outputs.Length} tensors for {traced.Stages.Count} stages. Export it again with "
                    + "notebooks/export_torchscript.py."
            );
        }

        int other = Array.FindIndex(outputs, output => output.dtype != x.dtype);
        if (other >= 0)
        {
            throw new MetamerException(
                $"Stage '{traced.Stages[other].Name}' of {Name} has {outputs[other].dtype} values, although its input "
                    + $"is {x.dtype}. Remove the conversion (double(), half(), autocast) from the network in Python, "
                    + "and export it again."
            );
        }

        return wanted.ToDictionary(index => index, index => index == 0 ? x.alias() : Ended(index));

        Tensor Ended(int index)
        {
            Tensor y = outputs[index - 1];
            return !traced.Stages[index - 1].Relu ? y
                : index == identityAt ? IdentityGradientRelu.Apply(y)
                : nn.functional.relu(y);
        }
    }

    private protected override IReadOnlyList<Stage> MeasureStages()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        HashSet<int> all = [.. Enumerable.Range(0, traced.Stages.Count + 1)];
        IReadOnlyDictionary<int, Tensor> outputs = Run(
            zeros([1, .. InputShape], ElementType, Device),
            all,
            identityAt: -1
        );
        return
        [
            new Stage(InputStage, false, InputShape),
            .. traced.Stages.Select((stage, i) => new Stage(stage.Name, stage.Relu, outputs[i + 1].shape[1..])),
        ];
    }

    private static void RequireFloats(string path, nn.Module network)
    {
        (string Name, Tensor Value)[] weights =
        [
            .. network.named_parameters().Select(weight => (weight.name, (Tensor)weight.parameter)),
            .. network.named_buffers().Where(weight => weight.buffer.is_floating_point()),
        ];
        if (!network.parameters().Any())
        {
            throw new MetamerException(
                $"{path} has no weights but only constants: it was frozen (torch.jit.freeze), so that its weights "
                    + "cannot be compared with those of other networks. Export the network as it is, with "
                    + "notebooks/export_torchscript.py."
            );
        }

        if (Array.Find(weights, weight => weight.Value.dtype != float32) is { Name: not null } other)
        {
            throw new MetamerException(
                $"{path} has weights that are not float32: '{other.Name}' is {other.Value.dtype}. Call "
                    + "network.float() in Python and export it again."
            );
        }
    }

    private object Called(Tensor x)
    {
        try
        {
            return network.forward(x);
        }
        catch (ExternalException error)
        {
            // The cause is in the last lines, behind the trace of the program.
            string cause = error.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Trim();
            cause =
                error.Message.Split('\n').LastOrDefault(line => line.Contains("Error", StringComparison.Ordinal))
                ?? cause;
            throw new MetamerException(
                $"{Name} fails with {x.shape[0]} stimuli: {cause.Trim()} If it works with another number, tracing has "
                    + "written the size of the batch into it: in Python, use x.flatten(1) or x.reshape(x.shape[0], -1) "
                    + "in place of fixed sizes such as x.view(2, -1), and export it again.",
                error
            );
        }
        catch (Exception error)
            when (error
                    is NotImplementedException
                        or NotSupportedException
                        or InvalidOperationException
                        or InvalidCastException
            )
        {
            throw Structured(error);
        }
    }

    /// <summary>TorchSharp returns up to five tensors as a tuple, more as an array.</summary>
    private Tensor[] Outputs(object result) =>
        result switch
        {
            Tensor one => [one],
            Tensor[] many => many,
            ITuple tuple when Enumerable.Range(0, tuple.Length).All(i => tuple[i] is Tensor) =>
            [
                .. Enumerable.Range(0, tuple.Length).Select(i => (Tensor)tuple[i]!),
            ],
            _ => throw Structured(null),
        };

    private MetamerException Structured(Exception? cause) =>
        new(
            $"{Name} returns a tuple, a list or a dictionary in place of one tensor for a stage. In Python, let its "
                + "forward return the tensor that is meant, e.g. network(x)[0] or network(x)[\"logits\"], name only "
                + "parts that return one tensor, and export it again with notebooks/export_torchscript.py.",
            cause
        );
}
