using Metamers.Runtime;

namespace Metamers.Studies;

/// <summary>A claimed piece of work: gives four signs of life per lease until it is disposed.</summary>
internal sealed class ItemClaim : IDisposable
{
    private readonly string path;
    private readonly string next;
    private readonly CancellationTokenSource lost = new();
    private readonly Timer heartbeat;
    private readonly Lock writing = new();
    private ClaimRecord record = new(
        Environment.MachineName,
        Environment.ProcessId,
        DateTimeOffset.Now,
        0,
        null,
        Remains.Host
    );
    private bool ended;

    /// <param name="path">The file of the claim, just created.</param>
    /// <param name="next">The file that another worker would create if it considers this one dead.</param>
    /// <param name="lease">Time without a sign of life after which others may take over.</param>
    public ItemClaim(string path, string next, TimeSpan lease)
    {
        (this.path, this.next) = (path, next);
        heartbeat = new Timer(_ => Beat(), null, TimeSpan.Zero, lease / 4);
    }

    /// <summary>Cancelled when another worker has taken over.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Reports the progress of the work; written with the next sign of life.</summary>
    public void Report(int step) => record = record with { Step = step };

    /// <summary>Keeps the claim permanently, as a record of who did the work.</summary>
    public void Complete()
    {
        record = record with { Seconds = (DateTimeOffset.Now - record.Started).TotalSeconds };
        End(() => record.Write(path));
    }

    /// <summary>Releases the work, unless it is complete or another worker has taken over.</summary>
    public void Dispose()
    {
        End(() =>
        {
            if (!File.Exists(next))
            {
                File.Delete(path);
            }
        });
        lost.Dispose();
    }

    private void Beat()
    {
        lock (writing)
        {
            if (ended)
            {
                return;
            }

            if (File.Exists(next))
            {
                lost.Cancel();
                return;
            }

            Try(() => record.Write(path));
        }
    }

    private void End(Action last)
    {
        lock (writing)
        {
            if (!ended)
            {
                ended = true;
                heartbeat.Dispose();
                Try(last);
            }
        }
    }

    /// <summary>
    /// A file system that does not respond for a moment must not end the work; if it stays that way, another worker
    /// takes over.
    /// </summary>
    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException) { }
    }
}
