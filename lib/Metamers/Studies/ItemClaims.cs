using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Metamers.Runtime;

namespace Metamers.Studies;

/// <summary>
/// Records who works on what: a folder for each piece of work that contains a numbered file for each worker that ever
/// took it on. The file with the highest number is the valid one; it is created exclusively, so only one of many
/// workers gets it. It counts as abandoned if its process, of this machine, is gone, or if the worker that asks has
/// watched it for the duration of a lease without a sign of life. Nothing is ever renamed or replaced, so no worker can
/// remove a claim that it has not seen.
/// </summary>
/// <remarks>
/// What is watched is whether the time of the file changes, not what it is, so no clock but the watcher's own has to be
/// right. If a worker is considered dead but is alive, a piece of work is done twice, with the same result.
/// </remarks>
/// <param name="folder">The folder of the claims.</param>
/// <param name="lease">Time without a sign of life after which a claim counts as abandoned.</param>
internal sealed class ItemClaims(string folder, TimeSpan lease)
{
    private readonly ConcurrentDictionary<string, (DateTime Written, long Since)> watched = [];

    /// <summary>Time without a sign of life after which a claim counts as abandoned.</summary>
    public TimeSpan Lease => lease;

    /// <summary>Claims a piece of work; null if another worker has it.</summary>
    /// <exception cref="MetamerException">The store cannot be written.</exception>
    public ItemClaim? TryTake(string item)
    {
        string place = Path.Combine(folder, item);
        try
        {
            Directory.CreateDirectory(place);
            int last = Last(place);
            if (last > 0 && !IsAbandoned(Numbered(place, last)))
            {
                return null;
            }

            string path = Numbered(place, last + 1);
            try
            {
                using FileStream mine = new(
                    path,
                    FileMode.CreateNew,
                    FileAccess.Write,
                    FileShare.ReadWrite | FileShare.Delete
                );
            }
            catch (IOException) when (File.Exists(path))
            {
                return null;
            }

            return new ItemClaim(path, Numbered(place, last + 2), lease);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MetamerException(
                $"Cannot claim work in {place}: {error.Message} Free some space, or make the store writable.",
                error
            )
            {
                IsOfStorage = true,
            };
        }
    }

    /// <summary>
    /// The record of the last worker on a piece of work, and whether it is still working; null if there never was one.
    /// </summary>
    public (ClaimRecord Record, bool Live)? Look(string item)
    {
        try
        {
            string place = Path.Combine(folder, item);
            int last = Directory.Exists(place) ? Last(place) : 0;
            return last == 0 ? null : (ClaimRecord.Read(Numbered(place, last)), IsLive(Numbered(place, last)));
        }
        catch (IOException) // a reader must not fail because a file system does not respond for a moment
        {
            return null;
        }
    }

    private bool IsAbandoned(string path)
    {
        ClaimRecord record = ClaimRecord.Read(path);
        if (record.Host == Remains.Host && !Remains.IsRunning(record.Process))
        {
            return true;
        }

        DateTime written = File.GetLastWriteTimeUtc(path);
        (DateTime Written, long Since) seen = watched.AddOrUpdate(
            path,
            _ => (written, Stopwatch.GetTimestamp()),
            (_, before) => before.Written == written ? before : (written, Stopwatch.GetTimestamp())
        );
        return Stopwatch.GetElapsedTime(seen.Since) >= lease;
    }

    /// <summary>Whether a file of the store was written within the last lease, by the store's own clock.</summary>
    public bool IsLive(string path) => Now() - File.GetLastWriteTimeUtc(path) < lease;

    /// <summary>
    /// The file system's time, that of a write now; this machine's time if the store is read-only or full.
    /// </summary>
    private DateTime Now()
    {
        string clock = Path.Combine(folder, ".clock");
        try
        {
            using FileStream stream = new(
                clock,
                FileMode.OpenOrCreate,
                FileAccess.Write,
                FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 0
            );
            stream.WriteByte(0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return DateTime.UtcNow;
        }

        return File.GetLastWriteTimeUtc(clock);
    }

    private static int Last(string place) =>
        Directory
            .EnumerateFiles(place)
            .Select(path =>
                int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                    ? number
                    : 0
            )
            .DefaultIfEmpty(0)
            .Max();

    private static string Numbered(string place, int number) =>
        Path.Combine(place, number.ToString(CultureInfo.InvariantCulture));
}
