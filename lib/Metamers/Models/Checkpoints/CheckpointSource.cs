using Metamers.Runtime;

namespace Metamers.Models.Checkpoints;

/// <summary>The file being read, as its errors name it.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Length">Its size in bytes; no part of it may claim more.</param>
internal sealed record CheckpointSource(string Path, long Length)
{
    /// <summary>Most bytes of tensors that a file may give; a real one gives about its own size.</summary>
    public long Budget => (64L << 20) + 20 * Length;

    /// <summary>Opens a file and reads it; what the system reports becomes an error for the user.</summary>
    public static T Open<T>(string path, Func<FileStream, CheckpointSource, T> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using FileStream stream = File.OpenRead(path);
            CheckpointSource source = new(path, stream.Length);
            try
            {
                return read(stream, source);
            }
            catch (Exception error) when (error is EndOfStreamException or InvalidDataException)
            {
                throw source.Damaged("it ends before all its values are there, or its packing is broken.", error);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            string what =
                Directory.Exists(path) ? "is a folder"
                : File.Exists(path) ? "cannot be read"
                : "is not there";
            throw new MetamerException(
                $"The checkpoint {path} {what}: {error.Message} Name an existing file (now "
                    + $"in {Environment.CurrentDirectory}).",
                error
            );
        }
    }

    /// <summary>The file is not what its format says: cut off, overwritten or forged.</summary>
    public MetamerException Damaged(string what, Exception? cause = null) =>
        new(
            $"{Path} is truncated or damaged: {what} Fetch it again, and compare its size ({Length} bytes) and "
                + "SHA-256 with the source's.",
            cause
        );

    /// <summary>The file is well formed but holds something that is not taken.</summary>
    public MetamerException Refused(string what) => new($"{Path} is refused: {what}");

    /// <summary>A name from the file, fit to be shown: no control characters, not longer than 200.</summary>
    public static string Shown(string name) =>
        string.Concat(name.Take(200).Select(c => char.IsControl(c) ? '?' : c)) + (name.Length > 200 ? "…" : "");
}
