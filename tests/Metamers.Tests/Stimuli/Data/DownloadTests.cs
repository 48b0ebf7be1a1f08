using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Metamers.Runtime;
using Metamers.Stimuli.Data;

namespace Metamers.Tests.Stimuli.Data;

/// <summary>Downloads from the test's own server on this machine.</summary>
public sealed class DownloadTests : IDisposable
{
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(300_000);

    private readonly TemporaryFolder _cache = new();
    private readonly HttpListener _server = new();
    private readonly string _address;

    public DownloadTests()
    {
        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        _address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        free.Stop();
        _server.Prefixes.Add(_address);
        _server.Start();
    }

    public void Dispose()
    {
        _server.Close();
        _cache.Dispose();
    }

    [Fact]
    public void A_good_file_is_fetched_once_with_progress()
    {
        Serve(response => Send(response, Content));
        Progress progress = new();
        string path = Require(progress);

        Assert.Equal(_cache["sets/photos.tar"], path);
        Assert.Equal(Content, File.ReadAllBytes(path));
        Assert.Equal(Content.Length, progress.Reports[^1].Received);
        Assert.Equal(1, progress.Reports[^1].Fraction);
        Assert.True(progress.Reports.Count > 1);
        Assert.Equal(progress.Reports.OrderBy(report => report.Received), progress.Reports);

        // The file is found from now on, so the server gets no further request.
        _server.Stop();
        Assert.Equal(path, Require());
    }

    [Fact]
    public void A_server_that_does_not_say_the_length_is_fine()
    {
        Serve(response =>
        {
            response.SendChunked = true;
            response.OutputStream.Write(Content);
        });
        Assert.Equal(Content, File.ReadAllBytes(Require()));
    }

    [Fact]
    public void A_redirection_is_followed()
    {
        Serve(response => response.Redirect(_address + "elsewhere"));
        Serve(response => Send(response, Content));
        Assert.Equal(Content, File.ReadAllBytes(Require()));
    }

    [Fact]
    public void A_truncated_file_is_refused()
    {
        Serve(response => Send(response, Content[..100_000]));
        AssertRefused("what came is truncated: 100,000 of 300,000 bytes");
    }

    [Fact]
    public void A_connection_that_breaks_is_told_from_a_full_disk()
    {
        Serve(response =>
        {
            response.ContentLength64 = Content.Length;
            response.OutputStream.Write(Content, 0, 100_000);
            response.OutputStream.Flush();
            response.Abort();
        });
        AssertRefused("the connection broke");
    }

    [Fact]
    public void An_html_page_is_refused_whatever_its_status()
    {
        Serve(response => Send(response, Encoding.UTF8.GetBytes("<!DOCTYPE html><html>Please log in</html>")));
        AssertRefused("what came is an HTML page");
    }

    [Fact]
    public void A_missing_page_is_refused()
    {
        Serve(response => response.StatusCode = 404);
        AssertRefused("the server answered 404");
    }

    [Fact]
    public void A_wrong_hash_is_refused()
    {
        byte[] other = [.. Content];
        other[^1] ^= 1;
        Serve(response => Send(response, other));
        AssertRefused($"different content: SHA-256 {Convert.ToHexStringLower(SHA256.HashData(other))}");
    }

    [Fact]
    public void A_file_that_does_not_end_is_cut_off()
    {
        Serve(response =>
        {
            try
            {
                response.SendChunked = true;
                for (int i = 0; i < 1000; i++)
                {
                    response.OutputStream.Write(Content);
                }
            }
            catch (HttpListenerException)
            {
                // The client hangs up.
            }
        });
        AssertRefused("what came is too large");
    }

    [Fact]
    public void A_server_that_is_away_is_refused()
    {
        _server.Stop();
        AssertRefused("could not be downloaded");
    }

    [Fact]
    public void A_cancelled_download_leaves_nothing()
    {
        using CancellationTokenSource cancel = new();
        Serve(response =>
        {
            response.ContentLength64 = Content.Length;
            response.OutputStream.Write(Content, 0, 100_000);
            response.OutputStream.Flush();
            cancel.Token.WaitHandle.WaitOne(5000);
            response.Abort();
        });
        Progress progress = new() { OnReport = cancel.Cancel };
        Assert.ThrowsAny<OperationCanceledException>(() => Require(progress, cancel.Token));
        Assert.Empty(_cache.Files());
    }

    [Fact]
    public void A_damaged_copy_in_the_cache_is_replaced()
    {
        _cache.Write("sets/photos.tar", Content[..10]);
        Serve(response => Send(response, Content));
        Assert.Equal(Content, File.ReadAllBytes(Require()));
    }

    [Fact]
    public void A_cache_that_cannot_be_written_says_so()
    {
        _cache.Write("sets", [1]); // a file where the folder should be
        Serve(response => Send(response, Content));
        Assert.Contains("Cannot write", Assert.Throws<MetamerException>(() => Require()).Message);
    }

    [Fact]
    public void The_callers_no_is_stronger_than_the_setting()
    {
        Assert.Contains(
            "was not found",
            Assert.Throws<MetamerException>(() => Store().Require("photos.tar", false, null, default)).Message
        );
    }

    private void AssertRefused(string why)
    {
        string message = Assert.Throws<MetamerException>(() => Require()).Message;
        Assert.Contains(why, message);
        Assert.StartsWith($"photos.tar could not be downloaded from {_address}photos.tar: ", message);
        Assert.Contains("Nothing was kept.", message);
        Assert.Empty(_cache.Files());
    }

    private string Require(IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default) =>
        Store().Require("photos.tar", null, progress, cancellation);

    private DataStore Store() =>
        new(
            [
                new(
                    "photos.tar",
                    "sets/photos.tar",
                    Content.Length,
                    Convert.ToHexStringLower(SHA256.HashData(Content)),
                    "d",
                    "l",
                    "c",
                    _address + "photos.tar"
                ),
            ],
            [new DataFolder(_cache.Path, "the user's cache")],
            downloadAllowed: true
        );

    /// <summary>Answers the next request.</summary>
    private void Serve(Action<HttpListenerResponse> answer) =>
        _server
            .GetContextAsync()
            .ContinueWith(asked =>
            {
                answer(asked.Result.Response);
                asked.Result.Response.Close();
            });

    private static void Send(HttpListenerResponse response, byte[] content)
    {
        response.ContentLength64 = content.Length;
        response.OutputStream.Write(content);
    }

    private sealed class Progress : IProgress<DownloadProgress>
    {
        public List<DownloadProgress> Reports { get; } = [];

        public Action? OnReport { get; init; }

        public void Report(DownloadProgress value)
        {
            Reports.Add(value);
            OnReport?.Invoke();
        }
    }
}
