namespace Metamers.Runtime;

/// <summary>
/// Writes a file under a temporary name next to it and renames it, so that no half-written file is ever seen.
/// </summary>
public static class AtomicFile
{
    /// <summary>Calls <paramref name="write"/> with a stream; on success the file is <paramref name="path"/>.</summary>
    /// <param name="path">Path of the file; its folder is created if it is missing.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="MetamerException">
    /// The disk is full or the folder cannot be written; nothing is left behind.
    /// </exception>
    public static void Write(string path, Action<Stream> write)
    {
        path = Path.GetFullPath(path);
        string temporary = Remains.NameFor(path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error)
            when (error
                    is IOException
                        or UnauthorizedAccessException
                        or ArgumentOutOfRangeException { ParamName: "value" }
            )
        {
            // .NET turns EFBIG, a file longer than the disk's format or a limit allows, into an
            // ArgumentOutOfRangeException.
            string reason =
                error is ArgumentException
                    ? "The file would be longer than this disk or a limit of the system allows."
                    : error.Message;
            throw new MetamerException(
                $"Cannot write {path}: {reason} Free some space or name another folder; nothing was changed.",
                error
            )
            {
                IsOfStorage = true,
            };
        }
        finally
        {
            // If the folder could not be created or the disk became read-only, deleting throws and would hide the error
            // above. What stays is removed by the next process that writes here.
            Remains.Delete(temporary);
        }
    }

    /// <summary>Deletes a file; does nothing if there is none.</summary>
    /// <exception cref="MetamerException">The file cannot be deleted.</exception>
    internal static void Delete(string path)
    {
        try
        {
            if (File.Exists(path))
            {
                File.Delete(path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MetamerException(
                $"Cannot delete {path}: {error.Message} Make its folder writable and try again.",
                error
            )
            {
                IsOfStorage = true,
            };
        }
    }

    /// <summary>Writes text as UTF-8.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="text">Its whole content.</param>
    /// <exception cref="MetamerException">As <see cref="Write"/>.</exception>
    public static void WriteText(string path, string text) =>
        Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
}
