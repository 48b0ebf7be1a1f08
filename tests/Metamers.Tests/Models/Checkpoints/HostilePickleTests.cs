using System.Diagnostics;
using System.Text;
using Metamers.Models.Checkpoints;
using Metamers.Runtime;

namespace Metamers.Tests.Models.Checkpoints;

/// <summary>Forged pickles: each is refused before memory is allocated.</summary>
public class HostilePickleTests
{
    private static readonly byte[] FourFloats = new byte[16];

    public static TheoryData<string, string> ForgedTensors =>
        new()
        {
            { "4611686018427387904,4611686018427387904/1,1/0/4", "claims shape" },
            { "9223372036854775807/1/0/4", "claims shape" },
            { "0,9223372036854775807,9223372036854775807/1,1,1/0/4", "claims shape" },
            { "100000000000/0/0/4", "far more than the file can hold" },
            { "1000000,1000000/0,0/0/4", "far more than the file can hold" },
            { "5/1/0/4", "claims shape [5] with strides [1] from value 0 of 4 values" },
            { "2/4/0/4", "claims shape" },
            { "2/9223372036854775807/1/4", "claims shape" },
            { "-1/1/0/4", "claims shape" },
            { "2/-1/1/4", "claims shape" },
            { "1/1/-1/4", "claims shape" },
            { "1/1/9223372036854775807/4", "claims shape" },
            { "2,2/1/0/4", "describes a tensor wrongly" },
            { "1/1/0/-4", "describes a storage wrongly" },
            { "1/1/0/5", "should have 20 bytes and has 16" },
            { "1/1/0/3", "should have 12 bytes and has 16" },
            { "1/1/0/1000000000000", "far more than the file can hold" },
            { "1/1/0/9223372036854775807", "far more than the file can hold" },
        };

    [Theory]
    [MemberData(nameof(ForgedTensors))]
    public void Impossible_shapes_strides_offsets_and_counts_are_refused(string numbers, string reason)
    {
        long[][] parts = [.. numbers.Split('/').Select(part => part.Split(',').Select(long.Parse).ToArray())];
        Refused(PickleBytes.OneTensor(parts[0], parts[1], parts[2][0], parts[3][0]), reason);
    }

    [Fact]
    public void More_than_64_dimensions_are_refused() =>
        Refused(
            PickleBytes.OneTensor([.. Enumerable.Repeat(1L, 65)], [.. Enumerable.Repeat(1L, 65)]),
            "describes a tensor wrongly"
        );

    [Theory]
    [InlineData("cos\nsystem\n(X\u0004\0\0\0truetR.", "os.system")]
    [InlineData("c__builtin__\neval\n(X\u0001\0\0\01tR.", "builtins.eval")]
    [InlineData("ibuiltins\nexec\n.", "builtins.exec")]
    [InlineData("(csubprocess\nPopen\no.", "subprocess.Popen")]
    [InlineData("\u008c\u0005posix\u008c\u0006system\u0093.", "posix.system")]
    [InlineData("crunpy\n_run_code\n.", "runpy._run_code")]
    [InlineData("cos.path\nos.system\n.", "os.path.os.system")]
    public void Calls_that_would_run_something_have_the_file_refused_by_their_name(string pickle, string name) =>
        Refused(Encoding.Latin1.GetBytes(pickle), $"'{name}'");

    [Theory]
    [InlineData(".", "makes no sense")]
    [InlineData("", "ends in the middle")]
    [InlineData("(t", "ends in the middle")]
    [InlineData("t.", "makes no sense")]
    [InlineData("(0u.", "makes no sense")]
    [InlineData("](u.", "makes no sense")]
    [InlineData("}(NNNu.", "makes no sense")]
    [InlineData("}]a.", "makes no sense")]
    [InlineData("h\u0005.", "recalls value 5")]
    [InlineData("NQ.", "makes no sense")]
    [InlineData(")Q.", "describes a storage wrongly")]
    [InlineData("N)R.", "describes an object wrongly")]
    [InlineData("ctorch\nSize\n)R.", "describes torch.Size wrongly")]
    [InlineData("\u0082\u0001.", "0x82")]
    [InlineData("P0\n.", "0x50")]
    [InlineData("\u0097.", "0x97")]
    [InlineData("X\u00ff\u00ff\u00ff\u00ff", "4294967295 bytes are announced")]
    [InlineData("T\u00ff\u00ff\u00ff\u00ff", "-1 bytes are announced")]
    [InlineData("\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f", "9223372036854775807 bytes are announced")]
    [InlineData("\u008b\u00ff\u00ff\u00ff\u007f", "2147483647 bytes are announced")]
    [InlineData("Inothing\n.", "'nothing' is not a whole number")]
    [InlineData("Fnothing\n.", "'nothing' is not a number")]
    public void Broken_programs_are_refused(string pickle, string reason) =>
        Refused(Encoding.Latin1.GetBytes(pickle), reason);

    [Fact]
    public void Deep_nesting_is_only_data()
    {
        string deep = new string('(', 100_000) + new string('t', 100_000);
        byte[] pickle = new PickleBytes()
            .Raw("}(")
            .Text("deep")
            .Raw(deep)
            .Text("w")
            .Tensor([2, 2], [2, 1], 0, 4, "torch FloatStorage")
            .Raw("u.")
            .Content;
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = Checkpoint.Read(folder.Write("deep.pt", PickleBytes.Zip(pickle, FourFloats)));
        Assert.Equal([2, 2], checkpoint.Tensors["w"].shape);
    }

    [Fact]
    public void Lists_that_double_through_the_memo_cost_nothing()
    {
        PickleBytes pickle = new PickleBytes().Raw("]q\0");
        for (int i = 0; i < 60; i++)
        {
            pickle.Raw("](h\0h\0eq\0"); // two of the last: 2^60 if ever written out
        }

        Refused(pickle.Raw(".").Content, "not a dictionary of tensors");
    }

    [Fact]
    public void A_long_list_made_into_dictionaries_again_and_again_is_refused()
    {
        PickleBytes pickle = new PickleBytes().Raw("ccollections\nOrderedDict\nq\u0001](");
        for (int i = 0; i < 10_000; i++)
        {
            pickle.Raw("K\u0001K\u0002\u0086");
        }

        Refused(
            pickle.Raw("e\u0085q\u0002" + string.Concat(Enumerable.Repeat("h\u0001h\u0002R", 1000)) + ".").Content,
            "describes a dictionary wrongly"
        );
    }

    /// <summary>Each would take the square of its size: minutes and hours.</summary>
    [Theory]
    [InlineData("storage", "describes a storage wrongly")]
    [InlineData("tensor", "describes a tensor wrongly")]
    [InlineData("flags", "describes a tensor wrongly")]
    [InlineData("key", "makes no sense")]
    [InlineData("number", "makes no sense")]
    public void What_is_long_and_used_often_is_refused_at_once(string what, string reason)
    {
        const int Many = 300_000;
        string nones = new('N', Many);
        PickleBytes pickle = new();
        switch (what)
        {
            case "storage": // a tuple that would be copied for each tensor
                pickle.Raw("(").Text("storage").Raw("ctorch\nFloatStorage\n").Text("0").Text("cpu");
                pickle.Raw($"K\u0004{nones}tq\u0001" + Repeated("h\u0001Q0") + ")Q.");
                break;
            case "tensor":
                pickle.Raw("ctorch._utils\n_rebuild_tensor_v2\nq\u0002((").Text("storage");
                pickle.Raw("ctorch\nFloatStorage\n").Text("0").Text("cpu").Raw("K\u0004tQK\0))");
                pickle.Raw($"{nones}tq\u0001" + Repeated("h\u0002h\u0001R0") + "h\u0002)R.");
                break;
            case "flags": // a dictionary that would be searched for each tensor
                pickle.Raw("ctorch._utils\n_rebuild_tensor_v2\nq\u0002((").Text("storage");
                pickle.Raw("ctorch\nFloatStorage\n").Text("0").Text("cpu").Raw("K\u0004tQK\0))\u0089}}(");
                for (int i = 0; i < Many; i++)
                {
                    pickle.Text($"{i}").Raw("\u0089");
                }

                pickle.Raw("utq\u0001" + Repeated("h\u0002h\u0001R0") + ".");
                break;
            case "key": // a key that would be hashed at each of its uses
                pickle.Raw("}").Text(new string('k', Many)).Raw("q\u00010" + Repeated("h\u0001Ns") + ".");
                break;
            case "number": // digits that would take the square of their number
                pickle.Raw("\u008b\u0040\u0042\u000f\0" + new string('7', 1_000_000) + ".");
                break;
        }

        Stopwatch watch = Stopwatch.StartNew();
        Refused(pickle.Content, reason);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);

        static string Repeated(string instructions) => string.Concat(Enumerable.Repeat(instructions, Many));
    }

    [Fact]
    public void Endless_instructions_are_refused() =>
        Refused([.. Enumerable.Repeat((byte)'N', 5_000_001)], "more than 5000000 instructions");

    [Fact]
    public void A_key_described_in_two_ways_is_refused()
    {
        byte[] pickle = new PickleBytes()
            .Raw("}(")
            .Text("a")
            .Tensor([4], [1], 0, 4, "torch FloatStorage")
            .Text("b")
            .Tensor([2], [1], 0, 2, "torch DoubleStorage")
            .Raw("u.")
            .Content;
        Refused(pickle, "storage '0' is described in two ways");
    }

    [Theory]
    [InlineData("torch QInt8Storage", 16, "quantised")]
    [InlineData("torch ComplexHalfStorage", 4, "ComplexHalfStorage")]
    [InlineData("torch MysteryStorage", 4, "unknown type 'torch.MysteryStorage'")]
    [InlineData("mine FloatStorage", 4, "unknown type 'mine.FloatStorage'")]
    public void Types_that_cannot_be_held_are_refused_by_name(string storage, long count, string reason) =>
        Refused(PickleBytes.OneTensor([1], [1], 0, count, storage), reason);

    [Fact]
    public void Complex_values_to_be_conjugated_after_reading_are_refused()
    {
        byte[] pickle = new PickleBytes()
            .Raw("}(")
            .Text("w")
            .Raw("ctorch._utils\n_rebuild_tensor_v2\n((")
            .Text("storage")
            .Raw("ctorch\nComplexFloatStorage\n")
            .Text("0")
            .Text("cpu")
            .Raw("K\u0002tQK\0K\u0002\u0085K\u0001\u0085\u0089}}")
            .Text("conj")
            .Raw("\u0088stRu.")
            .Content;
        Refused(pickle, "'w' needs 'torch.conj'");
    }

    [Fact]
    public void Types_newer_than_this_reader_are_refused_by_name()
    {
        byte[] pickle = new PickleBytes()
            .Raw("}(")
            .Text("w")
            .Raw("ctorch._utils\n_rebuild_tensor_v3\n((")
            .Text("storage")
            .Raw("ctorch.storage\nUntypedStorage\n")
            .Text("0")
            .Text("cpu")
            .Raw("K\u0010tQK\0K\u0002\u0085K\u0001\u0085\u0089}ctorch\nfloat8_e5m2\ntRu.")
            .Content;
        Refused(pickle, "'w' has the type torch.float8_e5m2");
    }

    [Fact]
    public void Control_characters_of_a_file_do_not_reach_the_screen()
    {
        byte[] pickle = new PickleBytes()
            .Raw("}(")
            .Text("\u001b[2J" + new string('x', 400))
            .Tensor([9], [1], 0, 4, "torch FloatStorage")
            .Raw("u.")
            .Content;
        string message = Refused(pickle, "?[2Jxxx");
        Assert.DoesNotContain('\u001b', message);
        Assert.True(message.Length < 1000);
    }

    private static string Refused(byte[] pickle, string reason)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("forged.pt", PickleBytes.Zip(pickle, FourFloats));
        long before = GC.GetAllocatedBytesForCurrentThread();
        MetamerException error = Assert.Throws<MetamerException>(() => Checkpoint.Read(path));
        Assert.Contains(reason, error.Message);
        Assert.Contains(path, error.Message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000_000);
        return error.Message;
    }
}
