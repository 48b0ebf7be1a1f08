namespace Metamers.Runtime;

/// <summary>
/// Writes a folder of files under a temporary name next to it and renames it. Whatever stops the process, at any time,
/// leaves the old folder, the new one, or none if there was none before. The remains of an unfinished attempt are next
/// to it, under names that end in <c>.tmp</c>, until the next <see cref="Write"/> or <see cref="Recover"/> removes
/// them.
/// </summary>
/// <remarks>
/// No system renames a folder over another, so the old one is moved aside for a moment (<c>NAME.old.tmp</c>). A process
/// that is killed in that moment leaves no <c>NAME</c>; <see cref="Recover"/> restores the old one. A lock file keeps
/// two processes from writing the same folder at once: the second waits.
/// </remarks>
internal static class AtomicFolder
{
    private const string Fresh = ".new.tmp";
    private const string Previous = ".old.tmp";
    private const string Gate = ".lock.tmp";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Creates a folder, or replaces it as a whole.</summary>
    /// <param name="path">The folder; its parents are created if they are missing.</param>
    /// <param name="fill">
    /// Receives an empty folder and writes the files into it, each with <see cref="AtomicFile"/>, which flushes it to
    /// the disk.
    /// </param>
    /// <param name="isDone">
    /// Tells, when nobody else is writing, that the folder is already what it should be, so that nothing is written;
    /// null to write in any case.
    /// </param>
    /// <param name="patience">How long to wait for another process that is writing there; 10 s if null.</param>
    /// <exception cref="MetamerException">
    /// The disk is full, the place cannot be written, or another process is still writing there; nothing was changed.
    /// </exception>
    public static void Write(string path, Action<string> fill, Func<bool>? isDone = null, TimeSpan? patience = null)
    {
        path = FullPath(path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? path);
            using FileLock gate = FileLock.Enter(path + Gate, patience ?? Patience);
            Restore(path);
            if (isDone?.Invoke() == true)
            {
                return;
            }

            try
            {
                Directory.CreateDirectory(path + Fresh);
                fill(path + Fresh);
                if (Directory.Exists(path))
                {
                    Directory.Move(path, path + Previous);
                }

                Directory.Move(path + Fresh, path);
            }
            finally
            {
                Restore(path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MetamerException(
                $"Cannot write the folder {path}: {error.Message} Free some space, name another folder, or wait for "
                    + "the process that writes there; nothing was changed.",
                error
            )
            {
                IsOfStorage = true,
            };
        }
    }

    /// <summary>
    /// Repairs what a killed <see cref="Write"/> left behind; does nothing if nothing is left or a write is under way.
    /// </summary>
    /// <param name="path">The folder.</param>
    public static void Recover(string path)
    {
        path = FullPath(path);
        if (!Directory.Exists(path + Fresh) && !Directory.Exists(path + Previous) && !File.Exists(path + Gate))
        {
            return;
        }

        try
        {
            using FileLock gate = FileLock.Enter(path + Gate, TimeSpan.Zero);
            Restore(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another process holds the lock, or the folder is read-only: the leftovers do no harm.
        }
    }

    /// <summary>Deletes a folder, if it is there, so that a kill leaves it whole or not at all.</summary>
    /// <exception cref="MetamerException">It cannot be deleted.</exception>
    public static void Delete(string path)
    {
        path = FullPath(path);
        Recover(path);
        if (!Directory.Exists(path))
        {
            return;
        }

        try
        {
            Directory.Move(path, path + Fresh);
            Directory.Delete(path + Fresh, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MetamerException(
                $"Cannot delete the folder {path}: {error.Message} Close what uses it, or name another folder.",
                error
            )
            {
                IsOfStorage = true,
            };
        }
    }

    /// <summary>Whether a folder of this name is what a killed <see cref="Write"/> left.</summary>
    public static bool IsRemains(string name) =>
        name.EndsWith(Fresh, StringComparison.Ordinal) || name.EndsWith(Previous, StringComparison.Ordinal);

    private static string FullPath(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    private static void Restore(string path)
    {
        if (!Directory.Exists(path) && Directory.Exists(path + Previous))
        {
            Directory.Move(path + Previous, path);
        }

        foreach (string leftover in new[] { path + Fresh, path + Previous }.Where(Directory.Exists))
        {
            Directory.Delete(leftover, recursive: true);
        }
    }
}
