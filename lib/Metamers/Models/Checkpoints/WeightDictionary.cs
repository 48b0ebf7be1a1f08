namespace Metamers.Models.Checkpoints;

/// <summary>Finds the weights in a saved object, and gives them the names that the network itself uses.</summary>
internal static class WeightDictionary
{
    private static readonly string[] Keys = ["state_dict", "model_state_dict", "model"];
    private static readonly string[] BesideModel = ["attacker.", "normalizer."]; // of the robustness library's wrapper

    /// <summary>
    /// The tensors of a state dict, or of the one in a training checkpoint; everything else is ignored.
    /// </summary>
    public static IReadOnlyDictionary<string, TensorReference> Find(object? root, CheckpointSource source)
    {
        if (root is not PickleDictionary saved)
        {
            throw NotADictionary(root, "it", source);
        }

        string[] dictionaries = [.. Keys.Where(k => saved.Entries.GetValueOrDefault(k) is PickleDictionary)];
        string? key =
            dictionaries.FirstOrDefault(k => HoldsTensors((PickleDictionary)saved.Entries[k]!))
            ?? (HoldsTensors(saved) ? null : dictionaries.FirstOrDefault());
        PickleDictionary weights = key is null ? saved : (PickleDictionary)saved.Entries[key]!;
        Dictionary<string, TensorReference> tensors = [];
        foreach ((string name, object? value) in weights.Entries)
        {
            if (value is TensorReference tensor)
            {
                tensors[name] = tensor;
            }
            else if (value is PickleObject unknown && IsWeight(name, unknown, inStateDictionary: key is not null))
            {
                throw Unknown(name, unknown, source);
            }
        }

        if (tensors.Count > 0)
        {
            return tensors;
        }

        string? whole = Keys.FirstOrDefault(k => saved.Entries.GetValueOrDefault(k) is PickleObject);
        throw whole is not null
            ? NotADictionary(saved.Entries[whole], $"its entry '{whole}'", source)
            : source.Refused(
                $"no weights are in it. Its entries: {Some(saved.Entries.Keys)}. Expected is a dictionary of "
                    + "tensors by name, "
                    + $"itself or under one of: {string.Join(", ", Keys)}."
            );
    }

    /// <summary>
    /// Removes the prefix that DataParallel (<c>module.</c>) and the robustness library (<c>module.model.</c>) add to
    /// every name.
    /// </summary>
    public static IReadOnlyDictionary<string, T> WithoutPrefix<T>(IReadOnlyDictionary<string, T> weights)
    {
        const string parallel = "module.";
        const string model = "model.";
        if (weights.Count == 0 || !weights.Keys.All(name => name.StartsWith(parallel, StringComparison.Ordinal)))
        {
            return weights;
        }

        Dictionary<string, T> inner = weights.ToDictionary(w => w.Key[parallel.Length..], w => w.Value);
        Dictionary<string, T> wrapped = inner
            .Where(w => w.Key.StartsWith(model, StringComparison.Ordinal))
            .ToDictionary(w => w.Key[model.Length..], w => w.Value);
        bool isWrapper = inner.Keys.All(name =>
            name.StartsWith(model, StringComparison.Ordinal)
            || BesideModel.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
        );
        return wrapped.Count > 0 && isWrapper ? wrapped : inner;
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

    private static string Some(ICollection<string> names) =>
        names.Count == 0
            ? "none"
            : string.Join(", ", names.Take(10).Select(CheckpointSource.Shown))
                + (names.Count > 10 ? $" and {names.Count - 10} more" : "");
}
