namespace Metamers.Models.Checkpoints;

/// <summary>
/// The stack of the machine that runs a pickle, with its marks and the operations on the containers on it.
/// </summary>
/// <param name="input">The pickle, named in errors.</param>
internal sealed class PickleStack(PickleInput input)
{
    private readonly List<object?> items = [];
    private readonly Stack<int> marks = [];

    public void Push(object? value) => items.Add(value);

    /// <summary>Marks the place from which <see cref="PopToMark"/> takes values.</summary>
    public void Mark() => marks.Push(items.Count);

    public object? Top() => items.Count > Floor() ? items[^1] : throw input.Mistyped();

    public object? Pop() => Pop(1)[0];

    public object?[] Pop(int count)
    {
        if (items.Count - count < Floor())
        {
            throw input.Mistyped();
        }

        object?[] values = [.. items.Skip(items.Count - count)];
        items.RemoveRange(items.Count - count, count);
        return values;
    }

    public object?[] PopToMark()
    {
        object?[] values = Pop(items.Count - (marks.Count > 0 ? marks.Peek() : throw input.Mistyped()));
        marks.Pop();
        return values;
    }

    /// <summary>Removes the mark if it is on top, otherwise the value.</summary>
    public void Discard()
    {
        if (marks.Count > 0 && marks.Peek() == items.Count)
        {
            marks.Pop();
        }
        else
        {
            Pop();
        }
    }

    /// <summary>Puts values into the list on top.</summary>
    public void Extend(object?[] values)
    {
        switch (Top())
        {
            case List<object?> list:
                list.AddRange(values);
                break;
            case PickleObject:
                break;
            default:
                throw input.Mistyped();
        }
    }

    /// <summary>Puts pairs into a dictionary and leaves the dictionary on the stack.</summary>
    public void Fill(object? target, object?[] pairs)
    {
        if (pairs.Length % 2 != 0 || target is not (PickleDictionary or PickleObject))
        {
            throw input.Mistyped();
        }

        for (int i = 0; i < pairs.Length; i += 2)
        {
            if (target is PickleDictionary dictionary && !dictionary.TrySet(pairs[i], pairs[i + 1]))
            {
                throw input.Mistyped();
            }
        }

        Push(target);
    }

    private int Floor() => marks.Count > 0 ? marks.Peek() : 0;
}
