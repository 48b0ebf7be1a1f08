using System.Text;
using Metamers.Models.Checkpoints;
using Metamers.Models.Checkpoints.Parts;
using Metamers.Runtime;

namespace Metamers.Tests.Models.Checkpoints;

/// <summary>Names of weights that would take all memory, or end the process.</summary>
public sealed class HostileNamesTests
{
    [Fact]
    public void Dictionaries_in_dictionaries_without_names_do_not_end_the_process()
    {
        const int Deep = 200_000;
        PickleBytes pickle = new PickleBytes().Raw("}");
        pickle.Raw(string.Concat(Enumerable.Repeat("X\0\0\0\0}", Deep)) + new string('s', Deep) + ".");
        Assert.Contains("no weights are in it", Message(PickleBytes.Zip(pickle.Content, new byte[16])));
    }

    [Fact]
    public void An_entry_without_a_name_does_not_hide_the_weights_around_it()
    {
        PickleBytes pickle = new PickleBytes().Raw("}(").Text("w").Tensor([2], [1], 0, 4, "torch FloatStorage");
        pickle.Text("").Raw("}(").Text("v").Tensor([3], [1], 0, 4, "torch FloatStorage").Raw("uu.");
        using TemporaryFolder folder = new();
        string path = folder.Write("two.pt", PickleBytes.Zip(pickle.Content, new byte[16]));
        using Checkpoint checkpoint = Checkpoint.Read(path);
        Assert.Equal(["w"], checkpoint.Tensors.Keys);
    }

    [Theory]
    [InlineData(500, null)]
    [InlineData(501, "has 501 characters; at most 500 are read")]
    public void A_name_in_safetensors_is_as_long_as_one_in_a_pickle_may_be(int length, string? reason)
    {
        string name = new('.', length);
        const string Entry = "{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}";
        byte[] header = Encoding.UTF8.GetBytes($"{{\"{name}\":{Entry}}}");
        byte[] file = [.. BitConverter.GetBytes((long)header.Length), .. header, 7];
        if (reason is not null)
        {
            Assert.Contains(reason, Message(file));
            return;
        }

        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = Checkpoint.Read(folder.Write("long.safetensors", file));
        Assert.Equal([name], checkpoint.Tensors.Keys);
    }

    [Fact]
    public void A_name_of_dots_has_few_beginnings()
    {
        WeightGroup group = new("", new Dictionary<string, long[]> { [new string('.', 500)] = [1] });
        Assert.Equal(17, group.Prefixes(1).Count()); // with the empty one
    }

    [Fact]
    public void Wrappers_in_wrappers_are_removed_a_few_times()
    {
        string Wrapped(int times) => string.Concat(Enumerable.Repeat("module.", times)) + "w";
        foreach ((int given, int left) in new[] { (0, 0), (3, 0), (8, 0), (70, 62) })
        {
            IReadOnlyDictionary<string, int> found = WeightDictionary.WithoutPrefix(
                new Dictionary<string, int> { [Wrapped(given)] = 1 }
            );
            Assert.Equal([Wrapped(left)], found.Keys);
        }
    }

    [Fact]
    public void A_folder_that_may_not_be_listed_is_a_folder()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has other permissions.");
            return;
        }

        using TemporaryFolder folder = new();
        string closed = folder["closed"];
        Directory.CreateDirectory(closed);
        File.SetUnixFileMode(closed, UnixFileMode.None);
        try
        {
            Skip.When(IsListed(closed), "Root may list every folder.");
            string message = Assert.Throws<MetamerException>(() => Checkpoint.Read(closed)).Message;
            Assert.Equal($"The checkpoint {closed} is a folder. Name a file in it.", message);
        }
        finally
        {
            File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static bool IsListed(string folder)
    {
        try
        {
            return Directory.GetFiles(folder).Length == 0;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Message(byte[] file)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("forged", file);
        return Assert.Throws<MetamerException>(() => Checkpoint.Read(path)).Message;
    }
}
