using Metamers.Models.Import.Onnx;
using Metamers.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Import;

/// <summary>
/// A network of any framework, from an ONNX file (<c>torch.onnx.export</c>, tf2onnx, …), computed by TorchSharp with
/// gradients, on any device and for any batch. The output of every node can be a stage; a short list is proposed.
/// </summary>
/// <remarks>
/// Opsets 7 to 22 are read with ONNX's exact semantics; what is not implemented exactly is refused by name. A stage
/// that is the output of a ReLU has the identity gradient while it is matched (<see cref="Stage.EndsInRelu"/>). A graph
/// that was exported for a batch of one, with that size fixed in it, is run stimulus by stimulus
/// (<see cref="RunsOneByOne"/>). Call <see cref="ModelValidation.Check"/> before making metamers.
/// </remarks>
/// <example>
/// <code>
/// var file = Path.Combine(ProjectFolder.Root, "tests", "Metamers.Tests", "Golden", "onnx", "small.onnx");
/// var network = new OnnxNetwork(file, new OnnxOptions { Input = InputNormalization.ImageNet });
/// network.Freeze().Stages
/// </code>
/// </example>
public sealed class OnnxNetwork : StagedModel
{
    private const string ReadoutWeight = "readout_weight",
        ReadoutBias = "readout_bias",
        FileHash = "file_sha256";

    private readonly OnnxImport import;
    private readonly OnnxExecutor executor;
    private readonly OnnxExecutor? preparation;
    private readonly OnnxReadout? readout;
    private readonly Dictionary<OnnxValue, string> parameterNames = [];
    private readonly Dictionary<string, string> aliases;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; weights that it keeps in a second file must be in the same folder.</param>
    /// <param name="options">Input, stages and names; if null, the defaults.</param>
    /// <exception cref="MetamerException">
    /// It is missing, damaged, not ONNX, of an opset that is not read, or uses what is not supported: operators (all of
    /// them are named), quantisation, loops, several inputs.
    /// </exception>
    public OnnxNetwork(string path, OnnxOptions? options = null)
        : this(OnnxImport.Read(path, options ?? new OnnxOptions())) { }

    private OnnxNetwork(OnnxImport import)
        : base(import.Name, import.Options.Input, [.. import.InputShape])
    {
        this.import = import;
        SamplingRate = import.Options.SamplingRate;
        aliases = import.Stages.Aliases;
        UniqueNames taken = new(import.Options.Readout is null ? [FileHash] : [FileHash, ReadoutWeight, ReadoutBias]);
        Register(import.Graph, "", taken);
        executor = new OnnxExecutor(import.Graph, Weight);
        if (import.Preparation is { } prepared)
        {
            Register(prepared, "preprocess_", taken);
            preparation = new OnnxExecutor(prepared, Weight);
        }

        foreach ((string name, OnnxValue value) in import.Stages.All)
        {
            AddStage(name, IsRelu(value));
        }

        readout = import.Options.Readout is { } file
            ? OnnxReadout.Read(file, import.Stages.Features, import.Graph.InputType)
            : null;
        if (readout is not null)
        {
            register_parameter(ReadoutWeight, readout.Weight);
            register_parameter(ReadoutBias, readout.Bias);
            AddStage(OnnxReadout.Stage);
        }

        register_buffer(FileHash, tensor(import.Hash));
        ReadAs = import.Options.ReadAs;
        if (!parameters().Any())
        {
            Tensor none = empty(0, import.Graph.InputType); // tells type and device
            register_parameter("none", new Parameter(none, requires_grad: false));
        }

        HasDecision = readout is not null || import.HasDecision;
        eval();
    }

    /// <summary>The outputs of all nodes; each can be named as a stage.</summary>
    public IReadOnlyList<OnnxOutput> Outputs => import.Stages.Outputs;

    /// <summary>
    /// Whether stimuli run one after the other, since the file was exported for a batch of one and contains its size.
    /// Export it with a dynamic batch axis to make it faster.
    /// </summary>
    public bool RunsOneByOne => import.RunsOneByOne;

    internal override string? Remark =>
        RunsOneByOne ? "Its graph takes one item at a time, so a batch runs item by item." : null;

    /// <summary>Its name, and whether a batch runs item by item.</summary>
    public override string ToString() => Remark is null ? Name : $"{Name}. {Remark}";

    private protected override bool ComputesStageByStage => false;

    private protected override IEnumerable<string> StageNames =>
        [InputStage, .. import.Stages.Chosen, .. readout is null ? [] : new[] { OnnxReadout.Stage }];

    private protected override string Canonical(string stage) => aliases.GetValueOrDefault(stage, stage);

    private protected override void FoldBatchNorm(bool fold)
    {
        foreach (OnnxExecutor each in new[] { executor, preparation }.OfType<OnnxExecutor>())
        {
            each.FoldsBatchNorm = fold;
            each.Forget();
        }
    }

    private protected override IReadOnlyDictionary<int, Tensor> Run(
        Tensor input,
        IReadOnlySet<int> wanted,
        int identityAt
    )
    {
        if (input.dtype != ElementType)
        {
            throw new MetamerException(
                $"{Name} computes in {ElementType}; given stimuli of {input.dtype}. Convert one with .to(type)."
            );
        }

        long count = input.shape[0];
        if (!import.RunsOneByOne || count == 1)
        {
            return RunOnce(input, wanted, identityAt);
        }

        using DisposeScope scope = NewDisposeScope();
        IReadOnlyDictionary<int, Tensor>[] each =
        [
            .. Enumerable.Range(0, (int)count).Select(i => RunOnce(input[i..(i + 1)], wanted, identityAt)),
        ];
        return wanted.ToDictionary(
            index => index,
            index => cat([.. each.Select(one => one[index])]).MoveToOuterDisposeScope()
        );
    }

    private protected override IReadOnlyList<Stage> MeasureStages()
    {
        Dictionary<string, OnnxOutput> outputs = Outputs.ToDictionary(output => output.Name);
        IEnumerable<Stage> chosen = import.Stages.Chosen.Select(name => new Stage(
            name,
            outputs[name].Gradient == OnnxStages.Identity,
            outputs[name].Shape
        ));
        Stage[] last = readout is null ? [] : [new Stage(OnnxReadout.Stage, false, get_parameter(ReadoutBias)!.shape)];
        return [new Stage(InputStage, false, import.GraphInputShape), .. chosen, .. last];
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            executor.Dispose();
            preparation?.Dispose();
        }

        base.Dispose(disposing);
    }

    private IReadOnlyDictionary<int, Tensor> RunOnce(Tensor input, IReadOnlySet<int> wanted, int identityAt)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = import.Adapter.Apply(Compute(0, input, identityGradient: false));
        if (preparation is not null)
        {
            OnnxValue prepared = import.Preparation!.Output;
            x = preparation.Run(x, new HashSet<OnnxValue> { prepared })[prepared];
        }

        int readoutIndex = import.Stages.All.Count + 1;
        HashSet<OnnxValue> values =
        [
            .. wanted.Where(index => index > 0 && index < readoutIndex).Select(ValueAt),
            .. wanted.Contains(readoutIndex) ? [import.Graph.Output] : Array.Empty<OnnxValue>(),
        ];
        Dictionary<OnnxValue, Tensor> found =
            values.Count == 0
                ? []
                : executor.Run(x, values, identityAt > 0 && identityAt < readoutIndex ? ValueAt(identityAt) : null);
        return wanted.ToDictionary(
            index => index,
            index =>
                (
                    index == 0 ? x.alias()
                    : index == readoutIndex ? ApplyReadout(Ready(import.Graph.Output))
                    : Ready(ValueAt(index))
                ).MoveToOuterDisposeScope()
        );

        Tensor ApplyReadout(Tensor features) =>
            nn.functional.linear(features.to(ElementType), get_parameter(ReadoutWeight)!, get_parameter(ReadoutBias)!);

        OnnxValue ValueAt(int index) => import.Stages.All[Math.Min(index, readoutIndex - 1) - 1].Value;
        Tensor Ready(OnnxValue value) => import.Stages.WithBatchFirst(value, found[value], input.shape[0]);
    }

    private void Register(OnnxGraph graph, string prefix, UniqueNames taken)
    {
        foreach (OnnxValue value in graph.Parameters)
        {
            string own = prefix + OnnxStages.Plain(value.Name).Replace('.', '_');
            string name = taken.Add(own.Length == 0 ? "weight" : own);
            parameterNames[value] = name;
            register_parameter(name, new Parameter(value.Weight!, requires_grad: false));
            value.Weight = null;
        }
    }

    private Tensor Weight(OnnxValue value) => get_parameter(parameterNames[value])!;

    private static bool IsRelu(OnnxValue value) => value.Producer?.Operator == "Relu";
}
