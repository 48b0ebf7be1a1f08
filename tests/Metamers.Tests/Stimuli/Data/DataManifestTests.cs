using Metamers.Runtime;
using Metamers.Stimuli.Data;

namespace Metamers.Tests.Stimuli.Data;

public class DataManifestTests
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Fact]
    public void Every_entry_is_complete()
    {
        Assert.Contains(DataFiles.All, file => file.Name == "cifar-10-binary.tar.gz");
        Assert.All(
            DataFiles.All,
            file =>
            {
                Assert.NotEmpty(file.Description);
                Assert.NotEmpty(file.Licence);
                Assert.NotEmpty(file.Citation);
                Assert.Same(file, DataFiles.Describe(file.Name));
            }
        );
    }

    [Fact]
    public void The_library_holds_the_manifest_of_the_checkout_and_the_readme_lists_it()
    {
        string data = Path.Combine(Checkout.Folder!, "data");
        Assert.Equal(DataManifest.Parse(File.ReadAllText(Path.Combine(data, "manifest.json"))), DataFiles.All);
        string readme = File.ReadAllText(Path.Combine(data, "README.md"));
        Assert.All(DataFiles.All, file => Assert.Contains(file.Name, readme));
    }

    [Fact]
    public void What_is_found_here_is_a_file_of_the_right_size()
    {
        DataFile[] found = [.. DataFiles.All.Where(file => DataFiles.Find(file.Name) is not null)];
        Skip.When(found.Length == 0, "None of the files of the manifest is in the data folders.");
        Assert.All(found, file => Assert.Equal(file.Bytes, new FileInfo(DataFiles.Find(file.Name)!).Length));
    }

    [Theory]
    [InlineData("../../etc/passwd", "no '..'")]
    [InlineData("/etc/passwd", "must be relative")]
    [InlineData("sets/./passwd", "must be relative")]
    [InlineData("sets//passwd", "must be relative")]
    [InlineData("con.d/passwd", "Windows keeps that name")]
    [InlineData("C:/passwd", "must be relative")]
    [InlineData("..\\\\passwd", "must be relative")]
    [InlineData("sets/other", "must end in its name")]
    [InlineData("", "must be relative")]
    public void A_path_that_leaves_the_data_folder_is_refused(string path, string why)
    {
        string message = Message(Entry(path: path));
        Assert.StartsWith("data/manifest.json: the entry 'passwd' is refused: ", message);
        Assert.Contains(why, message);
    }

    [Fact]
    public void Incomplete_or_wrong_entries_are_refused()
    {
        Assert.Contains("its size 0 must be above zero", Message(Entry(bytes: "0")));
        Assert.Contains("its SHA-256 'abc' must be 64", Message(Entry(hash: "abc")));
        Assert.Contains("64 lower-case", Message(Entry(hash: Hash.ToUpperInvariant())));
        Assert.Contains(
            "its URL 'file:///etc/passwd' must begin with https://",
            Message(Entry(more: ", \"url\": \"file:///etc/passwd\""))
        );
        Assert.Contains("its name occurs twice", Message($"{Entry()}, {Entry()}"));
        Assert.Contains("cannot be read", Message(Entry(more: ", \"md5\": \"0\"")));
        Assert.Contains(
            "citation",
            Message(
                "{\"name\": \"a\", \"path\": \"a\", \"bytes\": 1, \"sha256\": \"\", \"description\": \"\", "
                    + "\"licence\": \"\"}"
            )
        );
        Assert.Contains("cannot be read", Assert.Throws<MetamerException>(() => DataManifest.Parse("<html>")).Message);
        Assert.Contains("is null", Assert.Throws<MetamerException>(() => DataManifest.Parse("null")).Message);
        Assert.Single(DataManifest.Parse($"[{Entry()}]"));
    }

    [Fact]
    public void The_checkout_is_found_from_any_folder_inside_it_and_nowhere_else()
    {
        using TemporaryFolder folder = new();
        folder.Write("project/MetamerNotebooks.sln", []);
        folder.Write("project/notebooks/deep/x", []);
        Assert.Equal(folder["project"], Checkout.FolderAbove(folder["project/notebooks/deep"]));
        Assert.Equal(folder["project"], Checkout.FolderAbove(null, "", folder.Path, folder["project"]));
        Assert.Null(Checkout.FolderAbove(folder.Path));
    }

    private static string Entry(string path = "passwd", string bytes = "1", string hash = Hash, string more = "") =>
        $$"""{"name": "passwd", "path": "{{path}}", "bytes": {{bytes}}, "sha256": "{{hash}}","""
        + $$""" "description": "d", "licence": "l", "citation": "c"{{more}}}""";

    private static string Message(string entries) =>
        Assert.Throws<MetamerException>(() => DataManifest.Parse($"[{entries}]")).Message;
}
