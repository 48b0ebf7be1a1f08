using System.Text.Json;
using Metamers.Models.Checkpoints;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Checkpoints;

/// <summary>
/// Files written by PyTorch, and their expected contents: expected.json is the reference's list, expected_more.json
/// that of make_more.py in the same folder.
/// </summary>
public class GoldenCheckpointTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden", "checkpoints");

    private static readonly Dictionary<string, string[]> Reasons = new()
    {
        ["zip_whole_module.pth"] = ["torch.nn.modules.container.Sequential", "state_dict"],
        ["zip_malicious.pth"] = ["posix.system", "Nothing was run"],
        ["zip_truncated.pth"] = ["truncated", "Download it again"],
        ["html_page.pth"] = ["HTML page", "the download failed"],
    };

    public static TheoryData<string, string> Files => Names(_ => true);

    public static TheoryData<string, string> Readable => Names(entry => entry.TryGetProperty("tensors", out _));

    public static TheoryData<string, string> Unreadable => Names(entry => entry.TryGetProperty("note", out _));

    [Theory]
    [MemberData(nameof(Readable))]
    public void Each_readable_file_gives_exactly_its_tensors(string list, string file)
    {
        using Checkpoint checkpoint = Checkpoint.Read(Path.Combine(Folder, file));
        JsonElement expected = Entry(list, file).GetProperty("tensors");
        Assert.Equal(expected.EnumerateObject().Select(t => t.Name), checkpoint.Tensors.Keys);
        foreach (JsonProperty tensor in expected.EnumerateObject())
        {
            Check(tensor.Value, checkpoint.Tensors[tensor.Name]);
        }
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void Each_other_file_is_refused_with_its_reason(string list, string file)
    {
        string path = Path.Combine(Folder, file);
        MetamerException error = Assert.Throws<MetamerException>(() => Checkpoint.Read(path));
        Assert.Contains(path, error.Message);
        foreach (string reason in Reasons.GetValueOrDefault(file, [Entry(list, file).GetProperty("note").GetString()!]))
        {
            Assert.Contains(reason, error.Message);
        }

        Assert.False(File.Exists("PWNED"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_cut_off_anywhere_is_refused_and_nothing_else_happens(string list, string file)
    {
        _ = list;
        byte[] whole = File.ReadAllBytes(Path.Combine(Folder, file));
        using TemporaryFolder folder = new();
        for (int length = 0; length < whole.Length; length += length < 64 ? 1 : 61)
        {
            string path = folder.Write("cut.pt", whole[..length]);
            MetamerException error = Assert.Throws<MetamerException>(() => Checkpoint.Read(path));
            Assert.Contains(path, error.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_with_any_byte_overwritten_gives_tensors_or_a_clear_error(string list, string file)
    {
        _ = list;
        byte[] whole = File.ReadAllBytes(Path.Combine(Folder, file));
        Random random = new(1);
        using TemporaryFolder folder = new();
        for (int i = 0; i < 100; i++)
        {
            byte[] broken = (byte[])whole.Clone();
            broken[random.Next(broken.Length)] = (byte)random.Next(256);
            string path = folder.Write("broken.pt", broken);
            Exception? error = Record.Exception(() => Checkpoint.Read(path).Dispose());
            Assert.True(error is null or MetamerException, $"{file}, trial {i}: {error}");
        }
    }

    private static void Check(JsonElement expected, Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(expected.GetProperty("dtype").GetString(), TypeName(tensor.dtype));
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(n => n.GetInt64()), tensor.shape);
        Assert.True(tensor.is_contiguous());
        Tensor wide = tensor.to(tensor.is_complex() ? ScalarType.ComplexFloat64 : ScalarType.Float64);
        Tensor real = wide.is_complex() ? wide.real : wide;
        Assert.Equal(expected.GetProperty("sum").GetDouble(), real.sum().item<double>(), 1e-9);
        if (expected.TryGetProperty("imaginary_sum", out JsonElement imaginary) && wide.is_complex())
        {
            Assert.Equal(imaginary.GetDouble(), wide.imag.sum().item<double>(), 1e-9);
        }

        if (expected.TryGetProperty("first", out JsonElement first))
        {
            double[] values = [.. real.reshape(-1).contiguous().data<double>()];
            double[] start = [.. first.EnumerateArray().Select(n => n.GetDouble())];
            double[] end = [.. expected.GetProperty("last").EnumerateArray().Select(n => n.GetDouble())];
            Assert.Equal(start, values[..start.Length]);
            Assert.Equal(end, values[^end.Length..]);
        }
    }

    private static string TypeName(ScalarType type) =>
        type switch
        {
            ScalarType.Byte => "uint8",
            ScalarType.ComplexFloat32 => "complex64",
            ScalarType.ComplexFloat64 => "complex128",
            _ => type.ToString().ToLowerInvariant(),
        };

    private static TheoryData<string, string> Names(Func<JsonElement, bool> wanted)
    {
        TheoryData<string, string> names = [];
        foreach (string list in new[] { "expected.json", "expected_more.json" })
        {
            foreach (JsonProperty file in Entries(list).EnumerateObject().Where(f => wanted(f.Value)))
            {
                names.Add(list, file.Name);
            }
        }

        return names;
    }

    private static JsonElement Entry(string list, string file) => Entries(list).GetProperty(file);

    private static JsonElement Entries(string list) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, list))).RootElement.GetProperty("files");
}
