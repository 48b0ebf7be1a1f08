using Metamers.Models.Checkpoints.Parts;

namespace Metamers.Models.Checkpoints;

/// <summary>Finds the weights in a saved object, and removes from their names what wrappers add.</summary>
internal static class WeightDictionary
{
    private const int DeepestDictionary = 6; // VISSL: classy_state_dict.base_model.model.trunk
    private const int MostWrappers = 8; // of one network

    private static readonly string[] Keys =
    [
        "state_dict",
        "model_state_dict",
        "model",
        "net",
        "model_state",
        "weights",
        "params",
    ];

    private static readonly string[] Wrappers =
    [
        "module.",
        "_orig_mod.",
        "_forward_module.",
        "_fsdp_wrapped_module.",
        "_checkpoint_wrapped_module.",
    ];

    private static readonly string[] BesideModel = ["attacker.", "normalizer."]; // of the robustness library's wrapper

    /// <summary>
    /// The tensors of one of the dictionaries in a saved object: of a state dict, or of one in a training checkpoint.
    /// </summary>
    /// <param name="root">The saved object.</param>
    /// <param name="source">The file, for errors.</param>
    /// <param name="choose">Chooses among the dictionaries that hold tensors, the usual one first.</param>
    public static IReadOnlyDictionary<string, TensorReference> Find(
        object? root,
        CheckpointSource source,
        Func<IReadOnlyList<WeightGroup>, WeightGroup> choose
    )
    {
        if (root is not PickleDictionary saved)
        {
            throw NotADictionary(root, "it", source);
        }

        Dictionary<string, PickleDictionary> dictionaries = [];
        Collect("", 0, saved, dictionaries, new HashSet<PickleDictionary>(ReferenceEqualityComparer.Instance));
        WeightGroup[] groups =
        [
            .. dictionaries
                .Select(found => new WeightGroup(found.Key, Shapes(found.Value)))
                .OrderBy(group => group.IsAveraged(""))
                .ThenBy(group => group.Path.Length == 0 ? Keys.Length : Rank(group.Path))
                .ThenByDescending(group => group.Shapes.Count),
        ];
        WeightGroup? chosen = groups.Length == 0 ? null : choose(groups);
        PickleDictionary weights = chosen is null ? saved : dictionaries[chosen.Path];
        Dictionary<string, TensorReference> tensors = [];
        foreach ((string name, object? value) in weights.Entries)
        {
            if (value is TensorReference tensor)
            {
                tensors[name] = tensor;
            }
            else if (value is PickleObject unknown && IsWeight(name, unknown, chosen is { Path.Length: > 0 }))
            {
                throw Unknown(name, unknown, source);
            }
        }

        if (tensors.Count > 0)
        {
            return tensors;
        }

        string? whole = Keys.FirstOrDefault(k => saved.Entries.GetValueOrDefault(k) is PickleObject);
        throw whole is not null ? NotADictionary(saved.Entries[whole], $"its entry '{whole}'", source)
        : saved.Entries.Values.Any(value => value is PickleObject { Global: var name } && IsNumPy(name))
            ? source.Refused(
                "its weights are NumPy arrays. In Python, save tensors: "
                    + "torch.save({name: torch.from_numpy(array) for name, array in weights.items()}, path)."
            )
        : source.Refused(
            $"no weights are in it. Its entries: {Some(saved.Entries.Keys)}. Expected is a dictionary of "
                + "tensors by name, itself or in one of its entries."
        );
    }

    /// <summary>
    /// The first of the dictionaries, which is that of the weights if there is nothing to compare with.
    /// </summary>
    public static WeightGroup Usual(IReadOnlyList<WeightGroup> groups) => groups[0];

    /// <summary>
    /// Removes what wrappers add to every name: DataParallel (<c>module.</c>), torch.compile (<c>_orig_mod.</c>), and
    /// the robustness library (<c>module.model.</c>); of wrappers in wrappers the outer ones, up to eight.
    /// </summary>
    public static IReadOnlyDictionary<string, T> WithoutPrefix<T>(IReadOnlyDictionary<string, T> weights)
    {
        const string model = "model.";
        for (int i = 0; i < MostWrappers && WrapperOf(weights.Keys) is { } wrapper; i++)
        {
            Dictionary<string, T> inner = weights.ToDictionary(w => w.Key[wrapper.Length..], w => w.Value);
            Dictionary<string, T> wrapped = inner
                .Where(w => w.Key.StartsWith(model, StringComparison.Ordinal))
                .ToDictionary(w => w.Key[model.Length..], w => w.Value);
            bool isWrapper = inner.Keys.All(name =>
                name.StartsWith(model, StringComparison.Ordinal)
                || BesideModel.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
            );
            if (wrapped.Count > 0 && isWrapper)
            {
                return wrapped;
            }

            weights = inner;
        }

        return weights;
    }

    /// <summary>What all names begin with; null if that is not what a wrapper adds.</summary>
    private static string? WrapperOf(IEnumerable<string> names) =>
        names.Any()
            ? Wrappers.FirstOrDefault(prefix => names.All(name => name.StartsWith(prefix, StringComparison.Ordinal)))
            : null;

    /// <summary>
    /// A name without the parts that wrappers of a network's parts put inside it: <c>features.module.0.weight</c> of
    /// torchvision's old AlexNet and VGG, <c>layer1._orig_mod.0.weight</c>.
    /// </summary>
    public static string WithoutWrappers(string name)
    {
        if (!Array.Exists(Wrappers, wrapper => name.Contains(wrapper, StringComparison.Ordinal)))
        {
            return name;
        }

        foreach (string wrapper in Wrappers)
        {
            while (name.StartsWith(wrapper, StringComparison.Ordinal))
            {
                name = name[wrapper.Length..];
            }

            name = name.Replace($".{wrapper}", ".", StringComparison.Ordinal);
        }

        return name;
    }

    /// <summary>
    /// Removes the prefix that frameworks add to the names of a network that is a part of something else; see
    /// <see cref="StagedModel.Naming"/>.
    /// </summary>
    public static Func<string, string?> Naming(IReadOnlyCollection<string> names, bool hears)
    {
        if (
            hears
            && names.Any(name => name.StartsWith("1.", StringComparison.Ordinal))
            && names.All(name =>
                name.StartsWith("0.", StringComparison.Ordinal) || name.StartsWith("1.", StringComparison.Ordinal)
            )
        )
        {
            return name => name.StartsWith("1.", StringComparison.Ordinal) ? name[2..] : null;
        }

        const string backbone = "backbone.";
        const string head = "head.fc_cls.";
        return !names.Any(name => name.StartsWith(backbone, StringComparison.Ordinal))
            ? name => name
            : name =>
                name.StartsWith(backbone, StringComparison.Ordinal) ? name[backbone.Length..]
                : name.StartsWith(head, StringComparison.Ordinal) ? $"fc.{name[head.Length..]}"
                : null;
    }

    private static void Collect(
        string path,
        int depth,
        PickleDictionary dictionary,
        Dictionary<string, PickleDictionary> found,
        HashSet<PickleDictionary> seen
    )
    {
        if (!seen.Add(dictionary))
        {
            return;
        }

        if (HoldsTensors(dictionary))
        {
            found.TryAdd(path, dictionary); // keys may be empty or have dots, so that two have one path
        }

        if (depth >= DeepestDictionary)
        {
            return;
        }

        foreach ((string key, object? value) in dictionary.Entries)
        {
            if (value is PickleDictionary inner && !key.StartsWith("optim", StringComparison.OrdinalIgnoreCase))
            {
                Collect(path.Length == 0 ? key : $"{path}.{key}", depth + 1, inner, found, seen);
            }
        }
    }

    /// <summary>Whether a dictionary is where training programs usually keep the weights.</summary>
    public static bool IsUsual(string path) => path.Length == 0 || Rank(path) < Keys.Length;

    private static int Rank(string path) =>
        Array.IndexOf(Keys, path.Split('.')[0]) is >= 0 and int place ? place : Keys.Length;

    private static Dictionary<string, long[]> Shapes(PickleDictionary dictionary) =>
        dictionary
            .Entries.Where(entry => entry.Value is TensorReference)
            .ToDictionary(entry => entry.Key, entry => ((TensorReference)entry.Value!).Size);

    private static bool HoldsTensors(PickleDictionary dictionary) =>
        dictionary.Entries.Values.Any(value => value is TensorReference or PickleObject { HoldsTensors: true });

    /// <summary>
    /// In a state dict every object is a weight, except extra state; among loose tensors, only an object that was given
    /// tensors.
    /// </summary>
    private static bool IsWeight(string name, PickleObject unknown, bool inStateDictionary) =>
        unknown.HoldsTensors || (inStateDictionary && !name.EndsWith("_extra_state", StringComparison.Ordinal));

    private static Exception Unknown(string name, PickleObject unknown, CheckpointSource source)
    {
        string global = CheckpointSource.Shown(unknown.Global);
        return source.Refused(
            $"the weight '{CheckpointSource.Shown(name)}' needs '{global}', which is not among the few functions "
                + "that are supported"
                + (global.Contains("_rebuild_qtensor", StringComparison.Ordinal) ? " (it is quantised). " : ". ")
                + "Save it as an ordinary dense tensor, e.g. float32."
        );
    }

    private static Exception NotADictionary(object? value, string what, CheckpointSource source) =>
        value switch
        {
            PickleObject whole => source.Refused(
                $"{what} is a whole Python object of class '{CheckpointSource.Shown(whole.Global)}', whose code "
                    + "would be needed. "
                    + "In Python, save its state_dict instead: torch.save(model.state_dict(), path)."
            ),
            TensorReference => source.Refused(
                $"{what} is a single tensor, without a name. Save a dictionary of tensors by name."
            ),
            _ => source.Refused(
                $"{what} is not a dictionary of tensors by name. In Python: torch.save(model.state_dict(), path)."
            ),
        };

    private static bool IsNumPy(string global) =>
        global.StartsWith("numpy.", StringComparison.Ordinal)
        && global.EndsWith("_reconstruct", StringComparison.Ordinal);

    private static string Some(ICollection<string> names) =>
        names.Count == 0
            ? "none"
            : string.Join(", ", names.Take(10).Select(CheckpointSource.Shown))
                + (names.Count > 10 ? $" and {names.Count - 10} more" : "");
}
