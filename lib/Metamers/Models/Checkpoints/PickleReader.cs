using Op = Metamers.Models.Checkpoints.PickleOpcode;

namespace Metamers.Models.Checkpoints;

/// <summary>
/// Reads one pickle as data. A pickle is a program for a stack machine (Python's <c>pickletools</c> describes it); here
/// its instructions build the values of PickleValues.cs and nothing else: no class is looked up, nothing is called.
/// There is no recursion, each instruction does bounded work, and their number is bounded, so a forged file costs
/// little more than its own size.
/// </summary>
internal sealed class PickleReader
{
    private const int MostInstructions = 5_000_000; // a network of a thousand tensors has about 30,000

    private readonly PickleInput input;
    private readonly PickleStack stack;
    private readonly PickleGlobals globals;
    private readonly CheckpointSource source;
    private readonly Dictionary<long, object?> memo = [];

    /// <param name="stream">Seekable; read from its position.</param>
    /// <param name="source">Named in errors.</param>
    public PickleReader(Stream stream, CheckpointSource source)
    {
        this.source = source;
        input = new(stream, source);
        stack = new(input);
        globals = new(source);
    }

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
                return stack.Pop();
            }

            if (!Scalar(instruction) && !Container(instruction) && !Memory(instruction) && !Object(instruction))
            {
                throw source.Damaged(
                    $"its pickle has the instruction 0x{(byte)instruction:X2} before byte {input.Position}, which "
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
                stack.Push(null);
                break;
            case Op.NewTrue:
                stack.Push(true);
                break;
            case Op.NewFalse:
                stack.Push(false);
                break;
            case Op.Int or Op.Long:
                stack.Push(input.Integer());
                break;
            case Op.BinInt:
                stack.Push(input.Int32());
                break;
            case Op.BinInt1:
                stack.Push((long)input.Byte());
                break;
            case Op.BinInt2:
                stack.Push(input.UInt16());
                break;
            case Op.Long1:
                stack.Push(input.Integer(input.Byte()));
                break;
            case Op.Long4:
                stack.Push(input.Integer(input.Int32()));
                break;
            case Op.Float:
                stack.Push(input.Real());
                break;
            case Op.BinFloat:
                stack.Push(input.BigEndianDouble());
                break;
            case Op.String:
                stack.Push(input.Unescaped(input.Line().Trim('\'', '"')));
                break;
            case Op.Unicode:
                stack.Push(input.Unescaped(input.Line()));
                break;
            case Op.BinString:
                stack.Push(input.Text(input.Int32()));
                break;
            case Op.BinUnicode:
                stack.Push(input.Text(input.UInt32()));
                break;
            case Op.BinUnicode8:
                stack.Push(input.Text(input.Int64()));
                break;
            case Op.ShortBinString or Op.ShortBinUnicode:
                stack.Push(input.Text(input.Byte()));
                break;
            case Op.BinBytes:
                stack.Push(input.Bytes(input.UInt32()));
                break;
            case Op.ShortBinBytes:
                stack.Push(input.Bytes(input.Byte()));
                break;
            case Op.BinBytes8 or Op.ByteArray8:
                stack.Push(input.Bytes(input.Int64()));
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
                stack.Push(Array.Empty<object?>());
                break;
            case Op.Tuple1:
                stack.Push(stack.Pop(1));
                break;
            case Op.Tuple2:
                stack.Push(stack.Pop(2));
                break;
            case Op.Tuple3:
                stack.Push(stack.Pop(3));
                break;
            case Op.Tuple:
                stack.Push(stack.PopToMark());
                break;
            case Op.EmptyList:
                stack.Push(new List<object?>());
                break;
            case Op.List:
                stack.Push(new List<object?>(stack.PopToMark()));
                break;
            case Op.EmptyDict:
                stack.Push(new PickleDictionary());
                break;
            case Op.Dict:
                stack.Fill(new PickleDictionary(), stack.PopToMark());
                break;
            case Op.EmptySet:
                stack.Push(new PickleObject("builtins.set"));
                break;
            case Op.FrozenSet:
                stack.PopToMark();
                stack.Push(new PickleObject("builtins.frozenset"));
                break;
            case Op.Append:
                stack.Extend(stack.Pop(1));
                break;
            case Op.Appends or Op.AddItems:
                stack.Extend(stack.PopToMark());
                break;
            case Op.SetItem:
                object?[] pair = stack.Pop(2);
                stack.Fill(stack.Pop(), pair);
                break;
            case Op.SetItems:
                object?[] pairs = stack.PopToMark();
                stack.Fill(stack.Pop(), pairs);
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
                stack.Mark();
                break;
            case Op.Pop:
                stack.Discard();
                break;
            case Op.PopMark:
                stack.PopToMark();
                break;
            case Op.Dup:
                stack.Push(stack.Top());
                break;
            case Op.Put:
                memo[Index()] = stack.Top();
                break;
            case Op.BinPut:
                memo[input.Byte()] = stack.Top();
                break;
            case Op.LongBinPut:
                memo[input.UInt32()] = stack.Top();
                break;
            case Op.Memoize:
                memo[memo.Count] = stack.Top();
                break;
            case Op.Get:
                stack.Push(Recall(Index()));
                break;
            case Op.BinGet:
                stack.Push(Recall(input.Byte()));
                break;
            case Op.LongBinGet:
                stack.Push(Recall(input.UInt32()));
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
                stack.Push(globals.Resolve(module, input.Line()));
                break;
            case Op.StackGlobal:
                object?[] names = stack.Pop(2);
                stack.Push(globals.Resolve(As<string>(names[0]), As<string>(names[1])));
                break;
            case Op.Reduce or Op.NewObj:
                object?[] call = stack.Pop(2);
                stack.Push(globals.Call(call[0], As<object?[]>(call[1])));
                break;
            case Op.NewObjEx:
                object?[] keyed = stack.Pop(3);
                stack.Push(globals.Call(keyed[0], As<object?[]>(keyed[1])));
                break;
            case Op.Inst:
                string instanceModule = input.Line();
                stack.Push(globals.Call(globals.Resolve(instanceModule, input.Line()), stack.PopToMark()));
                break;
            case Op.Obj:
                object?[] made = stack.PopToMark();
                stack.Push(globals.Call(made.Length > 0 ? made[0] : null, made.Skip(1).ToArray()));
                break;
            case Op.Build: // attributes: of a dictionary they are _metadata, of anything else they are not wanted
                object? state = stack.Pop();
                PickleGlobals.Mark(stack.Top(), state);
                break;
            case Op.BinPersId:
                stack.Push(globals.Persistent(As<object?[]>(stack.Pop())));
                break;
            default:
                return false;
        }

        return true;
    }

    private long Index() => As<long>(input.Integer());

    private object? Recall(long index) =>
        memo.TryGetValue(index, out object? value)
            ? value
            : throw source.Damaged($"its pickle recalls value {index}, which was never stored.");

    private T As<T>(object? value) => value is T wanted ? wanted : throw input.Mistyped();
}
