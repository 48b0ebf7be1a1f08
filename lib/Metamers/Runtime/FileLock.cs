using System.Diagnostics;

namespace Metamers.Runtime;

/// <summary>
/// A file that one process at a time holds, on one machine; the system releases it when the process ends, however it
/// ends. Once released there is no file.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(20);

    private readonly string path;
    private readonly FileStream stream;

    private FileLock(string path, FileStream stream) => (this.path, this.stream) = (path, stream);

    /// <summary>Takes the lock of a folder, which is made if it is missing.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="path">The file, in that folder.</param>
    /// <param name="patience">How long to wait while another holds it.</param>
    /// <exception cref="MetamerException">Another still holds it, or the folder cannot be written.</exception>
    public static FileLock EnterIn(string folder, string path, TimeSpan patience)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return Enter(path, patience);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MetamerException(
                $"Cannot write into {folder}: {error.Message} Make it writable, free some space, or wait for the "
                    + "process that writes there, and try again.",
                error
            )
            {
                IsOfStorage = true,
            };
        }
    }

    /// <summary>Takes the lock.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="patience">How long to wait while another holds it.</param>
    /// <exception cref="IOException">Another still holds it, or the file cannot be written.</exception>
    public static FileLock Enter(string path, TimeSpan patience)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                if (Try(path) is { } held)
                {
                    return held;
                }
            }
            catch (IOException error) when (IsHeld(error) && Stopwatch.GetElapsedTime(start) < patience)
            {
                Thread.Sleep(BetweenTries);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // While it is held, so that nobody deletes the file of the next one; Windows deletes no file that is open.
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }

        stream.Dispose();
        if (OperatingSystem.IsWindows())
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // The next one holds it already.
            }
        }
    }

    /// <summary>Opens and locks the file; null if its holder deleted it in between.</summary>
    private static FileLock? Try(string path)
    {
        FileStream stream = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        FileLock? held = null;
        try
        {
            // A time that no other holder gives it, in steps that every file system has, tells whether the file that is
            // locked is the one that has the name.
            DateTime mark = DateTime.UnixEpoch.AddSeconds(2 * Random.Shared.NextInt64(1, 1_000_000_000));
            File.SetLastWriteTimeUtc(stream.SafeFileHandle, mark);
            held = File.GetLastWriteTimeUtc(path) == mark ? new(path, stream) : null;
            return held;
        }
        finally
        {
            if (held is null)
            {
                stream.Dispose();
            }
        }
    }

    /// <summary>
    /// Whether the error says that another holds the file: EAGAIN, on macOS too, or a sharing violation.
    /// </summary>
    private static bool IsHeld(IOException error) => (error.HResult & 0xffff) is 11 or 35 or 32;
}
