namespace Metamers.Models.Checkpoints;

// The values a pickle may contain. Besides these: null, bool, long, BigInteger, double, string, byte[], List<object?>
// for a list and object?[] for a tuple. Nothing here runs code: of a value of an unknown class, only the class's name
// is kept.

/// <summary>The name of a Python function or class.</summary>
/// <param name="Name">Module and name, e.g. <c>torch._utils._rebuild_tensor_v2</c>.</param>
internal sealed record PickleGlobal(string Name);

/// <summary>
/// The object that Python would have made by calling a global that is not on the list. Its content is dropped.
/// </summary>
/// <param name="global">The global's name.</param>
internal sealed class PickleObject(string global)
{
    public string Global { get; } = global;

    /// <summary>Whether tensors or storages were given to it, so that it may be a weight.</summary>
    public bool HoldsTensors { get; set; }
}

/// <summary>A dict or OrderedDict, of which only the entries with text keys are kept, in order.</summary>
internal sealed class PickleDictionary
{
    public Dictionary<string, object?> Entries { get; } = [];

    /// <summary>Sets an entry; returns false if its key is longer than any name of a weight.</summary>
    public bool TrySet(object? key, object? value)
    {
        if (key is string name)
        {
            // A longer one would be hashed at each of its uses, of which there may be millions.
            if (name.Length > CheckpointSource.LongestName)
            {
                return false;
            }

            Entries[name] = value;
        }

        return true;
    }
}

/// <summary>A storage of the file: a run of values of one type.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">Type of its values.</param>
/// <param name="Count">Number of values.</param>
internal sealed record StorageReference(string Key, StorageType Type, long Count);

/// <summary>A part of a storage, as PyTorch before 0.4 shared them; the whole storage otherwise.</summary>
/// <param name="Storage">The whole storage.</param>
/// <param name="Start">First value.</param>
/// <param name="Count">Number of values.</param>
internal sealed record StorageView(StorageReference Storage, long Start, long Count);

/// <summary>A tensor as described, not yet checked and not yet read.</summary>
/// <param name="View">The values that it may use.</param>
/// <param name="Offset">First value, from the start of the view.</param>
/// <param name="Size">Lengths of its dimensions.</param>
/// <param name="Stride">Steps between neighbours, in values.</param>
internal sealed record TensorReference(StorageView View, long Offset, long[] Size, long[] Stride);
