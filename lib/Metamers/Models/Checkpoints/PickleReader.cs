using System.Text.RegularExpressions;
using Op = Metamers.Models.Checkpoints.PickleOpcode;

namespace Metamers.Models.Checkpoints;

/// <summary>
/// Reads one pickle as data. A pickle is a program for a stack machine (Python's <c>pickletools</c> describes it); here
/// its instructions build the values of PickleValues.cs and nothing else: no class is looked up, nothing is called.
/// There is no recursion, each instruction does bounded work, and their number is bounded, so a forged file costs
/// little more than its own size.
/// </summary>
internal sealed class PickleReader(Stream stream, CheckpointSource source)
{
    private const int MostInstructions = 5_000_000; // a network of a thousand tensors has about 30,000

    private readonly PickleInput input = new(stream, source);
    private readonly PickleGlobals globals = new(source);
    private readonly List<object?> stack = [];
    private readonly Stack<int> marks = [];
    private readonly Dictionary<long, object?> memo = [];

    /// <summary>The storages that the pickle refers to, by key.</summary>
    public IReadOnlyDictionary<string, StorageReference> Storages => globals.Storages;

    /// <summary>Runs the program; the stream is then positioned after its last instruction.</summary>
    public object? Read()
    {
        for (int i = 0; i < MostInstructions; i++)
        {
            Op instruction = (Op)input.Byte();
            if (instruction == Op.Stop)
            {
                return Pop();
            }

            if (!Scalar(instruction) && !Container(instruction) && !Memory(instruction) && !Object(instruction))
            {
                throw source.Damaged(
                    $"its pickle has the instruction 0x{(byte)instruction:X2} before byte {stream.Position}, which "
                        + "PyTorch does not write."
                );
            }
        }

        throw source.Refused(
            $"its pickle has more than {MostInstructions} instructions. Keep only the weights: "
                + "torch.save(model.state_dict(), …)."
        );
    }

    private bool Scalar(Op instruction)
    {
        switch (instruction)
        {
            case Op.None:
                stack.Add(null);
                break;
            case Op.NewTrue:
                stack.Add(true);
                break;
            case Op.NewFalse:
                stack.Add(false);
                break;
            case Op.Int or Op.Long:
                stack.Add(input.Integer());
                break;
            case Op.BinInt:
                stack.Add(input.Int32());
                break;
            case Op.BinInt1:
                stack.Add((long)input.Byte());
                break;
            case Op.BinInt2:
                stack.Add(input.UInt16());
                break;
            case Op.Long1:
                stack.Add(input.Integer(input.Byte()));
                break;
            case Op.Long4:
                stack.Add(input.Integer(input.Int32()));
                break;
            case Op.Float:
                stack.Add(input.Real());
                break;
            case Op.BinFloat:
                stack.Add(input.BigEndianDouble());
                break;
            case Op.String:
                stack.Add(Unescaped(input.Line().Trim('\'', '"')));
                break;
            case Op.Unicode:
                stack.Add(Unescaped(input.Line()));
                break;
            case Op.BinString:
                stack.Add(input.Text(input.Int32()));
                break;
            case Op.BinUnicode:
                stack.Add(input.Text(input.UInt32()));
                break;
            case Op.BinUnicode8:
                stack.Add(input.Text(input.Int64()));
                break;
            case Op.ShortBinString or Op.ShortBinUnicode:
                stack.Add(input.Text(input.Byte()));
                break;
            case Op.BinBytes:
                stack.Add(input.Bytes(input.UInt32()));
                break;
            case Op.ShortBinBytes:
                stack.Add(input.Bytes(input.Byte()));
                break;
            case Op.BinBytes8 or Op.ByteArray8:
                stack.Add(input.Bytes(input.Int64()));
                break;
            default:
                return false;
        }

        return true;
    }

    private bool Container(Op instruction)
    {
        switch (instruction)
        {
            case Op.EmptyTuple:
                stack.Add(Array.Empty<object?>());
                break;
            case Op.Tuple1:
                stack.Add(Pop(1));
                break;
            case Op.Tuple2:
                stack.Add(Pop(2));
                break;
            case Op.Tuple3:
                stack.Add(Pop(3));
                break;
            case Op.Tuple:
                stack.Add(PopToMark());
                break;
            case Op.EmptyList:
                stack.Add(new List<object?>());
                break;
            case Op.List:
                stack.Add(new List<object?>(PopToMark()));
                break;
            case Op.EmptyDict:
                stack.Add(new PickleDictionary());
                break;
            case Op.Dict:
                Fill(new PickleDictionary(), PopToMark());
                break;
            case Op.EmptySet:
                stack.Add(new PickleObject("builtins.set"));
                break;
            case Op.FrozenSet:
                PopToMark();
                stack.Add(new PickleObject("builtins.frozenset"));
                break;
            case Op.Append:
                Extend(Pop(1));
                break;
            case Op.Appends or Op.AddItems:
                Extend(PopToMark());
                break;
            case Op.SetItem:
                object?[] pair = Pop(2);
                Fill(Pop(), pair);
                break;
            case Op.SetItems:
                object?[] pairs = PopToMark();
                Fill(Pop(), pairs);
                break;
            default:
                return false;
        }

        return true;
    }

    private bool Memory(Op instruction)
    {
        switch (instruction)
        {
            case Op.Proto:
                input.Byte();
                break;
            case Op.Frame:
                input.Int64();
                break;
            case Op.Mark:
                marks.Push(stack.Count);
                break;
            case Op.Pop when marks.Count > 0 && marks.Peek() == stack.Count:
                marks.Pop();
                break;
            case Op.Pop:
                Pop();
                break;
            case Op.PopMark:
                PopToMark();
                break;
            case Op.Dup:
                stack.Add(Top());
                break;
            case Op.Put:
                memo[Index()] = Top();
                break;
            case Op.BinPut:
                memo[input.Byte()] = Top();
                break;
            case Op.LongBinPut:
                memo[input.UInt32()] = Top();
                break;
            case Op.Memoize:
                memo[memo.Count] = Top();
                break;
            case Op.Get:
                stack.Add(Recall(Index()));
                break;
            case Op.BinGet:
                stack.Add(Recall(input.Byte()));
                break;
            case Op.LongBinGet:
                stack.Add(Recall(input.UInt32()));
                break;
            default:
                return false;
        }

        return true;
    }

    private bool Object(Op instruction)
    {
        switch (instruction)
        {
            case Op.Global:
                string module = input.Line();
                stack.Add(globals.Resolve(module, input.Line()));
                break;
            case Op.StackGlobal:
                object?[] names = Pop(2);
                stack.Add(globals.Resolve(As<string>(names[0]), As<string>(names[1])));
                break;
            case Op.Reduce or Op.NewObj:
                object?[] call = Pop(2);
                stack.Add(globals.Call(call[0], As<object?[]>(call[1])));
                break;
            case Op.NewObjEx:
                object?[] keyed = Pop(3);
                stack.Add(globals.Call(keyed[0], As<object?[]>(keyed[1])));
                break;
            case Op.Inst:
                string instanceModule = input.Line();
                stack.Add(globals.Call(globals.Resolve(instanceModule, input.Line()), PopToMark()));
                break;
            case Op.Obj:
                object?[] made = PopToMark();
                stack.Add(globals.Call(made.Length > 0 ? made[0] : null, made.Skip(1).ToArray()));
                break;
            case Op.Build: // attributes: those of a dictionary are _metadata, those of other objects are not needed
                object? state = Pop();
                PickleGlobals.Mark(Top(), state);
                break;
            case Op.BinPersId:
                stack.Add(globals.Persistent(As<object?[]>(Pop())));
                break;
            default:
                return false;
        }

        return true;
    }

    private void Extend(object?[] values)
    {
        switch (Top())
        {
            case List<object?> list:
                list.AddRange(values);
                break;
            case PickleObject:
                break;
            default:
                throw Mistyped();
        }
    }

    /// <summary>Adds pairs to a dictionary, and puts the dictionary back on the stack.</summary>
    private void Fill(object? target, object?[] pairs)
    {
        if (pairs.Length % 2 != 0 || target is not (PickleDictionary or PickleObject))
        {
            throw Mistyped();
        }

        for (int i = 0; i < pairs.Length; i += 2)
        {
            (target as PickleDictionary)?.Set(pairs[i], pairs[i + 1]);
        }

        stack.Add(target);
    }

    private object? Top() => stack.Count > Floor() ? stack[^1] : throw Mistyped();

    private object? Pop() => Pop(1)[0];

    private object?[] Pop(int count)
    {
        if (stack.Count - count < Floor())
        {
            throw Mistyped();
        }

        object?[] values = [.. stack.Skip(stack.Count - count)];
        stack.RemoveRange(stack.Count - count, count);
        return values;
    }

    private object?[] PopToMark()
    {
        object?[] values = Pop(stack.Count - (marks.Count > 0 ? marks.Peek() : throw Mistyped()));
        marks.Pop();
        return values;
    }

    private int Floor() => marks.Count > 0 ? marks.Peek() : 0;

    private long Index() => As<long>(input.Integer());

    private object? Recall(long index) =>
        memo.TryGetValue(index, out object? value)
            ? value
            : throw source.Damaged($"its pickle recalls value {index}, which was never stored.");

    private T As<T>(object? value) => value is T wanted ? wanted : throw Mistyped();

    private Exception Mistyped() => source.Damaged($"its pickle makes no sense before byte {stream.Position}.");

    private string Unescaped(string text)
    {
        try
        {
            return text.Contains('\\') ? Regex.Unescape(text) : text;
        }
        catch (ArgumentException)
        {
            throw Mistyped();
        }
    }
}
