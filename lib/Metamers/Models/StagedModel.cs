using Metamers.Models.Cochleagrams;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Stimuli;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models;

/// <summary>
/// A network as an ordered list of stages. A subclass declares each stage once, in its constructor, with
/// <see cref="AddStage(string, Func{Tensor, Tensor}, bool)"/>; the forward pass stops at the wanted stage and computes
/// every stage at most once. The first stage is always <c>input_after_preproc</c>, the normalised picture or the
/// cochleagram of the sound; the last one gives the logits.
/// </summary>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// var pictures = Photographs.Take(2);
/// model.Activations(pictures[0].Pixels.unsqueeze(0).to(model.Device), "layer3").shape
/// </code>
/// </example>
public abstract partial class StagedModel : nn.Module<Tensor, Tensor>
{
    /// <summary>Name of the first stage of every network: the normalised picture, or the sound's cochleagram.</summary>
    public const string InputStage = "input_after_preproc";

    private static readonly string[] AuthorsSuffixes = ["_fake_relu", "_fakerelu"];

    private readonly List<(string Name, bool EndsInRelu, Func<Tensor, Tensor> Compute)> computations = [];
    private readonly Lazy<IReadOnlyList<Stage>> stages;
    private readonly IDisposable frontEnd;

    /// <summary>Starts a vision model that has only the input stage.</summary>
    /// <param name="name">Name of the architecture, e.g. <c>ResNet20</c>.</param>
    /// <param name="input">Range and normalisation of the input.</param>
    /// <param name="inputShape">Shape of one stimulus, e.g. 3, 32, 32.</param>
    protected StagedModel(string name, InputNormalization input, params long[] inputShape)
        : base(name)
    {
        NativeTorch.Load(); // checks the convolutions
        Name = name;
        Input = input;
        InputShape = inputShape;
        Normalizer normalizer = new(input);
        frontEnd = normalizer;
        stages = new(MeasureStages);
        AddStage(InputStage, normalizer.Apply);
    }

    /// <summary>Starts an auditory model that has only the cochleagram stage.</summary>
    /// <param name="name">Name of the architecture, e.g. <c>CochCnn9</c>.</param>
    /// <param name="cochleagram">Computes the cochleagram of a waveform; disposed with the network.</param>
    protected StagedModel(string name, Cochleagram cochleagram)
        : base(name)
    {
        NativeTorch.Load();
        Name = name;
        Input = InputNormalization.Sound;
        InputShape = [cochleagram.Options.Samples];
        SamplingRate = cochleagram.Options.SamplingRate;
        Cochleagram = cochleagram;
        frontEnd = cochleagram;
        stages = new(MeasureStages);
        AddStage(InputStage, cochleagram.Apply);
    }

    /// <summary>Name of the architecture.</summary>
    public string Name { get; }

    /// <summary>
    /// Key of the network in the <see cref="ModelZoo"/>, if its trained weights came from there; otherwise null.
    /// </summary>
    public string? Key { get; internal set; }

    /// <summary>Its key in the zoo, or the name of its architecture: what tables and figures call it.</summary>
    internal string Label => Key ?? Name;

    /// <summary>
    /// SHA-256 of the checkpoint's file, in lower-case hexadecimal digits; null if <see cref="Key"/> is null.
    /// </summary>
    public string? CheckpointSha256 { get; internal set; }

    /// <summary>What is known about it; set by the zoo with its weights, otherwise for you to complete.</summary>
    public NetworkCard Card
    {
        get => field ??= new NetworkCard { Name = Name, Input = Input };
        set;
    }

    /// <summary>Range and normalisation of the input.</summary>
    public InputNormalization Input { get; private set; }

    /// <summary>Shape of one stimulus, without the batch dimension.</summary>
    public IReadOnlyList<long> InputShape { get; }

    /// <summary>Sampling rate of the sounds that it takes, Hz; null for a vision model.</summary>
    public int? SamplingRate { get; protected init; }

    /// <summary>Whether it takes pictures or sounds.</summary>
    public StimulusKind Kind => StimulusKind.From(SamplingRate);

    /// <summary>How it turns a waveform into a cochleagram; null if its input stage is not a cochleagram.</summary>
    public Cochleagram? Cochleagram { get; }

    /// <summary>The stages in the order of computation.</summary>
    public IReadOnlyList<Stage> Stages => stages.Value;

    /// <summary>Element type of the parameters.</summary>
    public ScalarType ElementType => parameters().First().dtype;

    /// <summary>The device that holds the parameters.</summary>
    public Device Device => parameters().First().device;

    /// <summary>Activations at one stage; nothing past it is computed.</summary>
    /// <param name="input">(N, <see cref="InputShape"/>), values in the range of <see cref="Input"/>.</param>
    /// <param name="stage">
    /// Name of one of <see cref="Stages"/>. The authors' name for a stage with the identity gradient, e.g.
    /// <c>layer1_fake_relu</c>, selects that stage with that gradient.
    /// </param>
    /// <param name="identityGradient">
    /// Whether the ReLU that ends this stage passes the gradient unchanged (<see cref="IdentityGradientRelu"/>).
    /// </param>
    /// <returns>(N, shape of the stage).</returns>
    /// <exception cref="MetamerException">There is no such stage, or the input has another shape.</exception>
    public Tensor Activations(Tensor input, string stage, bool identityGradient = false)
    {
        int wanted = IndexOf(stage);
        StimulusValidation.RequireShape(this, input);
        using DisposeScope scope = NewDisposeScope();
        bool identity = identityGradient || computations[wanted].Name != Canonical(stage);
        return Run(input, new HashSet<int> { wanted }, identity ? wanted : -1)[wanted].MoveToOuterDisposeScope();
    }

    /// <summary>Activations at several stages, in one pass that stops at the last of them.</summary>
    /// <param name="input">(N, <see cref="InputShape"/>), values in the range of <see cref="Input"/>.</param>
    /// <param name="stages">Names of <see cref="Stages"/>, in any order.</param>
    /// <returns>The activations (N, shape of the stage) by stage.</returns>
    /// <exception cref="MetamerException">There is no such stage, or the input has another shape.</exception>
    public IReadOnlyDictionary<string, Tensor> Activations(Tensor input, IReadOnlyCollection<string> stages)
    {
        HashSet<int> wanted = [.. stages.Select(IndexOf)];
        StimulusValidation.RequireShape(this, input);
        using DisposeScope scope = NewDisposeScope();
        return wanted.Count == 0
            ? new Dictionary<string, Tensor>()
            : Run(input, wanted, identityAt: -1)
                .ToDictionary(found => computations[found.Key].Name, found => found.Value.MoveToOuterDisposeScope());
    }

    /// <summary>
    /// The last stage, computed from the activations of another one; the stages up to that one are skipped.
    /// </summary>
    /// <param name="stage">Name of one of <see cref="Stages"/>.</param>
    /// <param name="activations">(N, shape of the stage).</param>
    /// <returns>(N, classes).</returns>
    /// <exception cref="MetamerException">There is no such stage, or the activations have another shape.</exception>
    public Tensor LogitsAfter(string stage, Tensor activations)
    {
        int given = IndexOf(stage);
        if (!ComputesStageByStage)
        {
            throw new MetamerException(
                $"{Name} cannot continue from the activations of '{stage}': it runs as a whole. Give it the stimulus."
            );
        }

        long[] shape = [.. Stages[given].Shape];
        if (activations.dim() != shape.Length + 1 || !activations.shape[1..].SequenceEqual(shape))
        {
            throw new MetamerException(
                $"'{stage}' of {Name} has the shape (N, {string.Join(", ", shape)}); given "
                    + $"({string.Join(", ", activations.shape)})."
            );
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor x = activations.alias();
        for (int i = given + 1; i < computations.Count; i++)
        {
            x = Compute(i, x, identityGradient: false);
        }

        return x.MoveToOuterDisposeScope();
    }

    /// <summary>The last stage: one value per class, before any softmax.</summary>
    /// <param name="input">(N, <see cref="InputShape"/>), values in the range of <see cref="Input"/>.</param>
    /// <returns>(N, classes).</returns>
    public Tensor Logits(Tensor input) => Activations(input, computations[^1].Name);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => Logits(input);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
        {
            base.Dispose(disposing);
            return;
        }

        folded.ForEach(f => f.Fold(false));
        frontEnd.Dispose();
        nn.Module[] parts = [.. Parts];
        base.Dispose(disposing);
        NativeModules.Release(parts);
    }

    /// <summary>Its layers, and theirs.</summary>
    private protected virtual IEnumerable<nn.Module> Parts => modules();

    /// <summary>
    /// Whether each stage can be computed from the previous one alone; if not, <see cref="Run"/> is overridden.
    /// </summary>
    private protected virtual bool ComputesStageByStage => true;

    /// <summary>One pass through the network.</summary>
    /// <param name="input">(N, <see cref="InputShape"/>).</param>
    /// <param name="wanted">Indices of the stages to return; at least one.</param>
    /// <param name="identityAt">Index of the stage whose last ReLU passes the gradient unchanged; -1 for none.</param>
    /// <returns>The wanted stages, tensors in the current dispose scope.</returns>
    private protected virtual IReadOnlyDictionary<int, Tensor> Run(
        Tensor input,
        IReadOnlySet<int> wanted,
        int identityAt
    )
    {
        Dictionary<int, Tensor> result = [];
        int last = wanted.Max();
        Tensor x = input;
        for (int i = 0; i <= last; i++)
        {
            x = Compute(i, x, identityAt == i);
            if (wanted.Contains(i))
            {
                result[i] = i == last ? x : x.alias();
            }
        }

        return result;
    }

    private protected virtual IReadOnlyList<Stage> MeasureStages() =>
        StageMeasurement.Measure(this, [.. computations.Select(c => (c.Name, c.EndsInRelu))]);

    /// <summary>Computes one stage from the output of the previous one.</summary>
    /// <param name="index">Index of the stage.</param>
    /// <param name="x">Output of the previous stage; the stimulus for stage 0.</param>
    /// <param name="identityGradient">Whether the ReLU that ends the stage passes the gradient unchanged.</param>
    /// <returns>The activations of the stage.</returns>
    internal Tensor Compute(int index, Tensor x, bool identityGradient)
    {
        Tensor y = computations[index].Compute(x);
        return !computations[index].EndsInRelu ? y
            : identityGradient ? IdentityGradientRelu.Apply(y)
            : nn.functional.relu(y);
    }

    /// <summary>Names of the stages, for errors.</summary>
    private protected virtual IEnumerable<string> StageNames => computations.Select(c => c.Name);

    /// <summary>The name of a stage that is also known under another one.</summary>
    private protected virtual string Canonical(string stage) => stage;

    /// <summary>The name of a stage in <see cref="Stages"/>, by any name under which it is known.</summary>
    /// <exception cref="MetamerException">There is no such stage.</exception>
    internal string CanonicalStage(string stage) => computations[IndexOf(stage)].Name;

    private int IndexOf(string stage)
    {
        stage = Canonical(stage);
        int index = computations.FindIndex(c => c.Name == stage);
        string? authors = AuthorsSuffixes.FirstOrDefault(suffix => stage.EndsWith(suffix, StringComparison.Ordinal));
        if (index < 0 && authors is not null)
        {
            index = computations.FindIndex(c => c.EndsInRelu && c.Name == stage[..^authors.Length]);
        }

        return index >= 0
            ? index
            : throw new MetamerException(
                $"{Name} has no stage '{stage}'. Its stages are: {string.Join(", ", StageNames)}."
            );
    }
}
