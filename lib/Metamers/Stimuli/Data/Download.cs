using System.Net;
using System.Security.Cryptography;
using Metamers.Runtime;

namespace Metamers.Stimuli.Data;

/// <summary>
/// Downloads a <see cref="DataFile"/>; only a file with the right size and hash ever gets its final name.
/// </summary>
internal static class Download
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly HttpClient Client = new() { Timeout = Patience };

    /// <summary>Downloads <paramref name="file"/> from its URL to <paramref name="path"/>.</summary>
    /// <exception cref="MetamerException">
    /// The server, the network or the content failed; nothing is left behind.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is left behind.</exception>
    public static void To(
        string path,
        DataFile file,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellation
    )
    {
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, file.Url);
            using HttpResponseMessage response = Client.Send(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                cancellation
            );
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw Failed(file, $"the server answered {(int)response.StatusCode} {response.ReasonPhrase}", null);
            }

            using Stream body = response.Content.ReadAsStream(cancellation);
            AtomicFile.Write(path, target => Copy(body, target, file, progress, cancellation));
        }
        catch (HttpRequestException error)
        {
            throw Failed(file, error.Message, error);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw Failed(file, $"the server did not answer within {Patience.TotalSeconds} seconds", error);
        }
    }

    private static void Copy(
        Stream body,
        Stream target,
        DataFile file,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellation
    )
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 17];
        byte[] head = [];
        long received = 0;
        while (Read(body, buffer, file, cancellation) is int count and > 0)
        {
            head = received == 0 ? buffer[..Math.Min(count, 256)] : head;
            received += count;
            if (received > file.Bytes)
            {
                break;
            }

            hash.AppendData(buffer, 0, count);
            target.Write(buffer, 0, count);
            progress?.Report(new DownloadProgress(file, received));
        }

        if (received != file.Bytes)
        {
            throw Failed(file, $"what came {FileIntegrity.WrongSize(file, received, head)}", null);
        }

        string digest = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (digest != file.Sha256)
        {
            throw Failed(file, $"what came {FileIntegrity.WrongContent(file, digest)}", null);
        }
    }

    /// <summary>
    /// Reads once, and gives up if the server falls silent. Network errors must not look like disk errors.
    /// </summary>
    private static int Read(Stream body, byte[] buffer, DataFile file, CancellationToken cancellation)
    {
        using CancellationTokenSource silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(Patience);
        try
        {
            return body.ReadAsync(buffer, silence.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (IOException error)
        {
            throw Failed(file, $"the connection broke: {error.Message}", error);
        }
    }

    private static MetamerException Failed(DataFile file, string why, Exception? inner) =>
        new(
            $"{file.Name} could not be downloaded from {file.Url}: {why}. Nothing was kept. Try again later, or "
                + "download it with a "
                + "browser and put it into a data folder by hand (data/README.md says where).",
            inner
        );
}
