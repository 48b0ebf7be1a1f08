using System.Security.Cryptography;
using System.Text;
using Metamers.Runtime;
using Metamers.Stimuli.Data;

namespace Metamers.Tests.Stimuli.Data;

public sealed class DataStoreTests : IDisposable
{
    private static readonly byte[] Content = Encoding.ASCII.GetBytes(
        string.Concat(Enumerable.Repeat("photograph ", 100))
    );

    private static readonly DataFile Photographs = new(
        "photos.tar",
        "sets/photos.tar",
        Content.Length,
        Convert.ToHexStringLower(SHA256.HashData(Content)),
        "A hundred photographs.",
        "CC0",
        "Nobody, 2024."
    );

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folders_are_searched_in_their_order()
    {
        string last = _folder.Write("cache/sets/photos.tar", Content);
        Assert.Equal(last, Store().Find("photos.tar"));

        string middle = _folder.Write("data/sets/photos.tar", Content);
        Assert.Equal(middle, Store().Find("photos.tar"));

        string first = _folder.Write("own/sets/photos.tar", Content);
        Assert.Equal(first, Store().Find("photos.tar"));
    }

    [Fact]
    public void A_file_directly_in_the_folder_is_found_too()
    {
        string path = _folder.Write("own/photos.tar", Content);
        Assert.Equal(path, Store().Find("photos.tar"));
        Assert.Equal(path, Require());
    }

    [Fact]
    public void A_missing_file_is_null_and_its_requirement_says_how_to_get_it()
    {
        Assert.Null(Store().Find("photos.tar"));
        string message = Message(() => Require());
        Assert.StartsWith($"photos.tar (1,100 bytes, SHA-256 {Photographs.Sha256}) was not found.", message);
        Assert.Contains($"{_folder["own/sets/photos.tar"]} (METAMERS_DATA: no such folder)", message);
        Assert.Contains($"{_folder["data/sets/photos.tar"]} (the project's data folder: no such folder)", message);
        Assert.Contains("has no public address. A hundred photographs.", message);
        Assert.EndsWith($"By hand: put it at {_folder["own/sets/photos.tar"]}.", message);
    }

    [Fact]
    public void A_missing_file_with_an_address_names_it_and_is_not_fetched_unasked()
    {
        DataFile file = Photographs with { Url = "http://127.0.0.1:9/photos.tar" };
        string message = Message(() => Store(file).Require("photos.tar", null, null, default));
        Assert.Contains("To download it from http://127.0.0.1:9/photos.tar, set METAMERS_DOWNLOAD=1", message);
    }

    [Fact]
    public void A_truncated_file_is_named_as_such()
    {
        string path = _folder.Write("data/sets/photos.tar", Content[..500]);
        Assert.Contains(
            $"{path} is truncated: 500 of 1,100 bytes. Delete it",
            Message(() => Store().Find("photos.tar"))
        );
        Assert.Contains("No good copy of photos.tar", Message(() => Require()));
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>404 Not Found</body></html>")]
    [InlineData("\uFEFF\n <HTML><head><title>Log in</title></head></HTML>")]
    public void An_html_page_in_its_place_is_named_as_such(string page)
    {
        string path = _folder.Write("data/sets/photos.tar", Encoding.UTF8.GetBytes(page));
        Assert.Contains($"{path} is an HTML page, such as an error or log-in page", Message(() => Require()));
    }

    [Fact]
    public void A_file_of_the_right_size_and_another_content_is_refused()
    {
        byte[] other = [.. Content];
        other[700] ^= 1;
        _folder.Write("data/sets/photos.tar", other);
        Assert.Contains(
            $"different content: SHA-256 {Convert.ToHexStringLower(SHA256.HashData(other))} in place "
                + $"of {Photographs.Sha256}",
            Message(() => Require())
        );
    }

    [Fact]
    public void A_file_that_is_too_large_or_empty_is_refused()
    {
        string path = _folder.Write("data/sets/photos.tar", [.. Content, 0]);
        Assert.Contains("is too large: 1,101 of 1,100 bytes", Message(() => Require()));
        File.WriteAllBytes(path, []);
        Assert.Contains("is truncated: 0 of 1,100 bytes", Message(() => Require()));
    }

    [Fact]
    public void A_damaged_copy_does_not_hide_a_good_one_further_on()
    {
        _folder.Write("own/sets/photos.tar", Content[..500]);
        string good = _folder.Write("cache/sets/photos.tar", Content);
        Assert.Equal(good, Store().Find("photos.tar"));
    }

    [Fact]
    public void A_file_is_hashed_once_and_again_when_it_changes()
    {
        string path = _folder.Write("data/sets/photos.tar", Content);
        Assert.Equal(path, Store().Find("photos.tar"));
        Assert.Single(Directory.GetFiles(_folder["cache/verified"]));

        // Same size and time, different content: the memory is trusted, so nothing was hashed.
        DateTime time = File.GetLastWriteTimeUtc(path);
        byte[] other = [.. Content];
        other[0] ^= 1;
        File.WriteAllBytes(path, other);
        File.SetLastWriteTimeUtc(path, time);
        Assert.Equal(path, Store().Find("photos.tar"));

        File.SetLastWriteTimeUtc(path, time.AddSeconds(2));
        Assert.Contains("different content", Message(() => Store().Find("photos.tar")));
    }

    [Fact]
    public void A_cache_that_cannot_be_written_only_costs_the_memory()
    {
        string path = _folder.Write("data/sets/photos.tar", Content);
        _folder.Write("cache/verified", [1]); // a file where the folder should be
        Assert.Equal(path, Store().Find("photos.tar"));
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        Assert.Equal(
            "'photo.tar' is not in data/manifest.json, which has: photos.tar.",
            Message(() => Store().Find("photo.tar"))
        );
    }

    [Fact]
    public void The_environment_gives_the_folders()
    {
        Dictionary<string, string> variables = new()
        {
            ["METAMERS_DATA"] = _folder["mine"],
            ["XDG_CACHE_HOME"] = _folder["cache"],
        };
        DataStore store = DataStore.FromEnvironment(variables.GetValueOrDefault, _folder["checkout"]);
        Assert.Equal(
            [_folder["mine"], _folder["checkout/data"], _folder["shared/data"], _folder["cache/metamers"]],
            store.Folders.Select(folder => folder.Path)
        );

        Assert.Equal(
            [_folder["cache/metamers"]],
            DataStore
                .FromEnvironment(name => name == "XDG_CACHE_HOME" ? _folder["cache"] : null, checkout: null)
                .Folders.Select(folder => folder.Path)
        );
        DataFolder cache = Assert.Single(DataStore.FromEnvironment(_ => "", checkout: null).Folders);
        Assert.True(Path.IsPathFullyQualified(cache.Path));
        Assert.Equal("metamers", Path.GetFileName(cache.Path));
    }

    private DataStore Store(DataFile? file = null) =>
        new(
            [file ?? Photographs],
            [
                new DataFolder(_folder["own"], "METAMERS_DATA"),
                new DataFolder(_folder["data"], "the project's data folder"),
                new DataFolder(_folder["cache"], "the user's cache"),
            ],
            downloadAllowed: false
        );

    private string Require() => Store().Require("photos.tar", null, null, default);

    private static string Message(Action action) => Assert.Throws<MetamerException>(action).Message;
}
