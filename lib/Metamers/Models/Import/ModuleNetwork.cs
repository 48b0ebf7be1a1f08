using Metamers.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Import;

/// <summary>
/// A user's own TorchSharp module, with stages named by the paths of its parts, as in torchvision's
/// <c>create_feature_extractor</c>: <c>new ModuleNetwork(module, InputNormalization.ImageNet, [3, 224, 224], "relu",
/// "layer1", "layer4")</c>. The stages input_after_preproc and final are added.
/// </summary>
/// <remarks>
/// If the part at a path is a <see cref="ReLU"/>, or a <see cref="Sequential"/> that ends in one, the identity gradient
/// is used when its stage is matched (<see cref="IdentityGradientRelu"/>). A ReLU that is called inside another
/// module's forward keeps its own gradient. The forward pass stops at the wanted stage. Call
/// <see cref="StagedModel.Freeze"/> after loading the weights, and <see cref="ModelValidation.Check"/> before making
/// metamers.
/// </remarks>
/// <example>
/// <code>
/// var layers = nn.Sequential(("conv", nn.Conv2d(3, 8, 5)), ("relu", nn.ReLU()), ("flatten", nn.Flatten()),
///     ("readout", nn.Linear(8 * 28 * 28, 10)));
/// var network = new ModuleNetwork(layers, InputNormalization.ImageNet, [3, 32, 32], "relu").Freeze();
/// network.Stages
/// </code>
/// </example>
public sealed class ModuleNetwork : StagedModel
{
    private const string Prefix = "module.";

    private readonly nn.Module<Tensor, Tensor> module;
    private readonly string[] paths;
    private readonly bool[] endsInRelu;
    private readonly Lock oneRunAtATime = new();
    private Capture? running;

    /// <summary>Wraps a module and takes ownership of it.</summary>
    /// <param name="module">The module; it takes normalised input.</param>
    /// <param name="input">
    /// Range of the stimuli, and the mean and standard deviation with which they are normalised before the module
    /// receives them.
    /// </param>
    /// <param name="inputShape">Shape of one stimulus, without the batch dimension.</param>
    /// <param name="paths">
    /// Names of parts as in <c>named_modules()</c>, e.g. <c>features.3</c>, in the order they run.
    /// </param>
    /// <exception cref="MetamerException">
    /// There is no part at a path, it does not map a tensor to a tensor, or a path is given twice.
    /// </exception>
    public ModuleNetwork(
        nn.Module<Tensor, Tensor> module,
        InputNormalization input,
        IReadOnlyList<long> inputShape,
        params string[] paths
    )
        : base(NameOf(module), input, [.. inputShape])
    {
        ArgumentNullException.ThrowIfNull(paths);
        this.module = module;
        this.paths = paths;
        ReadAs = input.ReadAs;
        endsInRelu = new bool[paths.Length];
        RegisterComponents();
        Dictionary<string, nn.Module> parts = module
            .named_modules()
            .ToDictionary(part => part.name, part => part.module);
        for (int i = 0; i < paths.Length; i++)
        {
            nn.Module<Tensor, Tensor> part = Part(parts, paths, i);
            endsInRelu[i] = Watch(part, i + 1);
            AddStage(paths[i], endsInRelu[i]);
        }

        AddStage("final");
    }

    private protected override bool ComputesStageByStage => false;

    /// <inheritdoc/>
    protected internal override Func<string, string?> Naming(IReadOnlyCollection<string> names) =>
        name => Prefix + name;

    private protected override IReadOnlyDictionary<int, Tensor> Run(
        Tensor input,
        IReadOnlySet<int> wanted,
        int identityAt
    )
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Compute(0, input, identityGradient: false);
        Dictionary<int, Tensor> found = wanted.Contains(0) ? new() { [0] = x.alias() } : [];
        if (wanted.Max() > 0)
        {
            lock (oneRunAtATime)
            {
                running = new Capture(wanted, identityAt, Stops: wanted.Max() <= paths.Length, []);
                try
                {
                    found[paths.Length + 1] = module.call(x.clone()); // a module that works in place changes the copy
                    RequireOrder([.. running.Found.Keys]);
                }
                catch (StageReached)
                {
                    // The last wanted stage has been computed; nothing after it is.
                }
                finally
                {
                    foreach ((int index, Tensor kept) in running.Found)
                    {
                        found[index] = kept.alias(); // back in this scope
                        kept.Dispose();
                    }

                    running = null;
                }
            }
        }

        int[] missing = [.. wanted.Where(index => !found.ContainsKey(index))];
        return missing.Length == 0
            ? wanted.ToDictionary(index => index, index => found[index].MoveToOuterDisposeScope())
            : throw new MetamerException(
                $"'{paths[missing[0] - 1]}' of {Name} did not run, or not with call(): a module whose forward() is "
                    + "called directly is not noticed. Use .call(x) in your forward, or name another part."
            );
    }

    private protected override IReadOnlyList<Stage> MeasureStages()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        using IDisposable evaluation = InEvaluation();
        HashSet<int> all = [.. Enumerable.Range(0, paths.Length + 2)];
        IReadOnlyDictionary<int, Tensor> stages = Run(
            zeros([1, .. InputShape], ElementType, Device),
            all,
            identityAt: -1
        );
        string[] names = [InputStage, .. paths, "final"];
        return
        [
            .. names.Select(
                (name, i) => new Stage(name, i > 0 && i <= paths.Length && endsInRelu[i - 1], stages[i].shape[1..])
            ),
        ];
    }

    /// <summary>A pass stops at the last stage that is wanted, which has to be the last one that runs.</summary>
    private void RequireOrder(int[] ran)
    {
        if (!ran.SequenceEqual(ran.Order()))
        {
            throw new MetamerException(
                $"The parts of {Name} run in another order than they are named. Name them in this one: "
                    + $"{string.Join(", ", ran.Select(index => $"\"{paths[index - 1]}\""))}."
            );
        }
    }

    /// <summary>Captures the output of a part; returns whether it ends in a ReLU.</summary>
    private bool Watch(nn.Module<Tensor, Tensor> part, int stage)
    {
        nn.Module<Tensor, Tensor> last = part;
        while (last is Sequential && last.children().LastOrDefault() is nn.Module<Tensor, Tensor> child)
        {
            last = child;
        }

        if (last is not ReLU)
        {
            part.register_forward_hook((_, _, output) => Took(stage, output, beforeRelu: false));
            return false;
        }

        last.register_forward_pre_hook((_, x) => Took(stage, x, beforeRelu: true));
        return true;
    }

    /// <summary>Keeps a copy, since modules work in place, and ends the pass if nothing more is wanted.</summary>
    private Tensor Took(int stage, Tensor x, bool beforeRelu)
    {
        if (running is not Capture run || !run.Wanted.Contains(stage))
        {
            return x;
        }

        Tensor y =
            !beforeRelu ? x.clone()
            : stage == run.IdentityAt ? IdentityGradientRelu.Apply(x.clone())
            : nn.functional.relu(x);
        if (!run.Found.TryAdd(stage, y.DetachFromDisposeScope())) // the parts have dispose scopes of their own
        {
            y.Dispose();
            throw new MetamerException(
                $"'{paths[stage - 1]}' of {Name} runs more than once in a pass, so it is not clear which of its "
                    + "outputs is meant. Name a part that runs once, or use a separate module for each call."
            );
        }

        // A pass that stops would miss a part that runs again later; the measurement of the stages, which does not
        // stop, finds it.
        return run.Stops && run.Wanted.All(run.Found.ContainsKey) ? throw new StageReached() : x;
    }

    /// <summary>
    /// The name of a module, without the namespace and suffix in the names of libtorch's own modules.
    /// </summary>
    private static string NameOf(nn.Module module) =>
        module.GetName() is var name && name.StartsWith("torch::nn::", StringComparison.Ordinal)
            ? name["torch::nn::".Length..].Replace("Impl", "", StringComparison.Ordinal)
            : name;

    private static nn.Module<Tensor, Tensor> Part(Dictionary<string, nn.Module> parts, string[] paths, int index)
    {
        string path = paths[index];
        if (Array.IndexOf(paths, path) != index)
        {
            throw new MetamerException($"The part '{path}' is named twice; name each stage once.");
        }

        return parts.GetValueOrDefault(path) switch
        {
            nn.Module<Tensor, Tensor> part => part,
            null => throw new MetamerException(
                $"There is no part '{path}'. The parts "
                    + $"are: {string.Join(", ", parts.Keys.Where(name => name.Length > 0))}."
            ),
            nn.Module other => throw new MetamerException(
                $"The part '{path}' ({other.GetName()}) does not map one tensor to one tensor. Name one that does."
            ),
        };
    }

    private sealed record Capture(IReadOnlySet<int> Wanted, int IdentityAt, bool Stops, Dictionary<int, Tensor> Found);

    private sealed class StageReached : Exception;
}
