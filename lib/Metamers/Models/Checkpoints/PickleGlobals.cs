using System.Collections.Frozen;

namespace Metamers.Models.Checkpoints;

/// <summary>
/// The fixed list of what a pickle may name: dictionaries, and the functions with which PyTorch describes tensors and
/// storages. Any other name is kept as a name (<see cref="PickleObject"/>). If a name would run a program or open a
/// file or a connection when Python loads the file, the whole file is refused.
/// </summary>
internal sealed class PickleGlobals(CheckpointSource source)
{
    private const int LongestName = 500;
    private const int MostDimensions = 64; // PyTorch's own limit

    private const int MostPairs = 1_000_000;
    private const int MostFlags = 16; // PyTorch has two: conj and neg

    private static readonly FrozenSet<string> ForbiddenModules = FrozenSet.ToFrozenSet([
        "ctypes",
        "importlib",
        "marshal",
        "nt",
        "os",
        "pdb",
        "popen2",
        "posix",
        "pty",
        "runpy",
        "shutil",
        "socket",
        "subprocess",
        "sys",
        "urllib",
        "urllib2",
        "webbrowser",
    ]);

    private static readonly FrozenSet<string> ForbiddenNames = FrozenSet.ToFrozenSet([
        "builtins.__import__",
        "builtins.apply",
        "builtins.breakpoint",
        "builtins.compile",
        "builtins.eval",
        "builtins.exec",
        "builtins.execfile",
        "builtins.file",
        "builtins.input",
        "builtins.open",
        "io.FileIO",
        "io.open",
        "numpy.load",
        "pickle.load",
        "pickle.loads",
        "_pickle.load",
        "_pickle.loads",
        "cPickle.load",
        "cPickle.loads",
        "torch.load",
        "torch.hub.load",
        "torch.jit.load",
        "torch.serialization.load",
    ]);

    private readonly Dictionary<string, StorageReference> storages = [];
    private long copiedPairs;

    /// <summary>Every storage found so far, by key.</summary>
    public IReadOnlyDictionary<string, StorageReference> Storages => storages;

    /// <summary>Resolves a global by its name; Python 2's builtins get their Python 3 names.</summary>
    public PickleGlobal Resolve(string module, string name)
    {
        if (module.Length + name.Length > LongestName)
        {
            throw source.Damaged($"a class is named '{CheckpointSource.Shown(module)}'.");
        }

        string full = $"{(module is "__builtin__" ? "builtins" : module)}.{name}";
        return ForbiddenModules.Contains(full.Split('.')[0]) || ForbiddenNames.Contains(full)
            ? throw source.Refused(
                $"it asks Python to call '{CheckpointSource.Shown(full)}', which no checkpoint needs; it may "
                    + "be malicious. "
                    + "Nothing was run. Do not open it in Python either; get the weights from a source that you trust."
            )
            : new PickleGlobal(full);
    }

    /// <summary>The result of a call, if the function is on the list.</summary>
    public object? Call(object? function, object?[] arguments)
    {
        switch ((function as PickleGlobal)?.Name)
        {
            case "collections.OrderedDict" or "collections.defaultdict" or "builtins.dict":
                return DictionaryOf(arguments);
            case "torch.Size":
                return arguments is [object?[] size] ? size : throw Malformed("torch.Size");
            case "torch._utils._rebuild_tensor"
            or "torch._utils._rebuild_tensor_v2"
            or "torch._utils._rebuild_tensor_v3":
                return Tensor(arguments);
            case "torch._utils._rebuild_parameter" or "torch._utils._rebuild_parameter_with_state":
                return arguments is [var data, ..] ? data : throw Malformed("a parameter");
            case "torch._tensor._rebuild_from_type_v2":
                // A tensor with Python attributes: function, class, arguments, attributes.
                return
                    arguments is [PickleGlobal inner, _, object?[] given, ..]
                    && inner.Name.StartsWith("torch._utils._rebuild_", StringComparison.Ordinal)
                    ? Call(inner, given)
                    : throw Malformed("a tensor with attributes");
            case string name:
                return new PickleObject(name) { HoldsTensors = arguments.Take(8).Any(HoldsTensors) };
            default:
                return function is PickleObject made
                    ? new PickleObject(made.Global) { HoldsTensors = arguments.Take(8).Any(HoldsTensors) }
                    : throw Malformed("an object");
        }
    }

    /// <summary>Marks an object of an unknown class if its attributes contain tensors.</summary>
    public static void Mark(object? target, object? state)
    {
        if (target is PickleObject made && HoldsTensors(state))
        {
            made.HoldsTensors = true;
        }
    }

    /// <summary>
    /// Finds a storage by PyTorch's identifier: "storage", its type, key, device, number of values, and in old files a
    /// part of it.
    /// </summary>
    public object Persistent(object?[] identifier)
    {
        switch (identifier)
        {
            // Without a slice of the rest, which would copy a forged tuple of any length at each of its uses.
            case ["storage", PickleGlobal type, string { Length: <= LongestName } key, _, long count, ..]
                when count >= 0:
                StorageType known =
                    StorageType.Find(type.Name)
                    ?? throw source.Refused(
                        $"it contains values of the unknown type '{CheckpointSource.Shown(type.Name)}'."
                    );
                StorageReference storage = new(key, known, count);
                if (storages.TryAdd(key, storage) || storages[key] == storage)
                {
                    return identifier is [_, _, _, _, _, object?[] and [_, long start, long length]]
                        ? new StorageView(storage, start, length)
                        : new StorageView(storage, 0, count);
                }

                throw source.Damaged($"storage '{CheckpointSource.Shown(key)}' is described in two ways.");
            case ["module", PickleGlobal module, ..]: // a class with its source text, in whole modules saved before 1.6
                return module;
            default:
                throw Malformed("a storage");
        }
    }

    /// <summary>
    /// The arguments: storage, offset, size, stride; then gradient, hooks, and a type (v3) or flags of complex numbers
    /// (v2).
    /// </summary>
    private object Tensor(object?[] arguments)
    {
        if (
            arguments is not [StorageView view, long offset, object?[] size, object?[] stride, ..]
            || size.Length != stride.Length
            || size.Length > MostDimensions
            || !size.All(n => n is long)
            || !stride.All(n => n is long)
        )
        {
            throw Malformed("a tensor");
        }

        if (arguments is [_, _, _, _, _, _, PickleGlobal newType, ..])
        {
            view = view with { Storage = view.Storage with { Type = new StorageType(newType.Name, null, 1) } };
        }

        if (arguments is not [_, _, _, _, _, _, PickleDictionary flags, ..])
        {
            return new TensorReference(view, offset, [.. size.Cast<long>()], [.. stride.Cast<long>()]);
        }

        if (flags.Entries.Count > MostFlags)
        {
            throw Malformed("a tensor");
        }

        return flags.Entries.ContainsValue(true)
            ? new PickleObject("torch.conj") { HoldsTensors = true } // values to be conjugated or negated after reading
            : new TensorReference(view, offset, [.. size.Cast<long>()], [.. stride.Cast<long>()]);
    }

    /// <summary>Python 2 creates an OrderedDict with its entries, as a list of pairs.</summary>
    private PickleDictionary DictionaryOf(object?[] arguments)
    {
        PickleDictionary dictionary = new();
        if (arguments is [List<object?> pairs])
        {
            copiedPairs += pairs.Count; // a forged pickle could copy one long list again and again
            if (copiedPairs > MostPairs)
            {
                throw Malformed("a dictionary");
            }

            foreach (object? pair in pairs)
            {
                (object? key, object? value) = pair switch
                {
                    List<object?> and [var k, var v] => (k, v),
                    object?[] and [var k, var v] => (k, v),
                    _ => throw Malformed("a dictionary"),
                };
                if (!dictionary.TrySet(key, value))
                {
                    throw Malformed("a dictionary");
                }
            }
        }

        return dictionary;
    }

    private static bool HoldsTensors(object? value) =>
        value switch
        {
            TensorReference or StorageView => true,
            PickleObject made => made.HoldsTensors,
            object?[] tuple => tuple.Take(8).Any(v => v is TensorReference or StorageView),
            PickleDictionary dictionary => dictionary
                .Entries.Values.Take(8)
                .Any(v => v is TensorReference or StorageView),
            _ => false,
        };

    private Exception Malformed(string what) => source.Damaged($"its pickle describes {what} wrongly.");
}
