using Metamers.Runtime;

namespace Metamers.Models.Checkpoints;

/// <summary>The file being read, named in errors.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Length">Its size in bytes; no part of it may claim to be larger.</param>
internal sealed record CheckpointSource(string Path, long Length)
{
    /// <summary>The most characters of a weight's name; those of real networks have about a hundred.</summary>
    public const int LongestName = 500;

    /// <summary>The most bytes of tensors that may be read from the file.</summary>
    public long Budget => BudgetOf(Length);

    /// <summary>The most bytes of tensors for files of a size; real files give about their own size.</summary>
    public static long BudgetOf(long bytes) => (64L << 20) + 20 * bytes;

    /// <summary>Opens a file and reads it; turns errors of the system into errors for the user.</summary>
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
                throw source.Damaged("it ends before all its values, or its compression is broken.", error);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unopened("checkpoint", path, error);
        }
    }

    /// <summary>The file cannot be opened, with what there is in its place.</summary>
    /// <param name="kind">What it should be, as in "The checkpoint".</param>
    /// <param name="path">Its path.</param>
    /// <param name="error">The system's error.</param>
    public static MetamerException Unopened(string kind, string path, Exception error)
    {
        if (Directory.Exists(path))
        {
            string inside = Inside(path) switch
            {
                null => ".",
                [] => "; it has none.",
                var files => $", such as one of {string.Join(", ", files)}.",
            };
            return new($"The {kind} {path} is a folder. Name a file in it{inside}", error);
        }

        string what = File.Exists(path) ? "cannot be read" : "does not exist";
        return new(
            $"The {kind} {path} {what}: {error.Message} Name an existing file (now in {Environment.CurrentDirectory}).",
            error
        );
    }

    /// <summary>Some files of a folder; null if it may not be listed.</summary>
    private static string[]? Inside(string folder)
    {
        try
        {
            return
            [
                .. Directory.EnumerateFiles(folder).Select(file => System.IO.Path.GetFileName(file)).Order().Take(10),
            ];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The file does not follow its format: it is cut off, overwritten or forged.</summary>
    public MetamerException Damaged(string what, Exception? cause = null) =>
        new(
            $"{Path} is truncated or damaged: {what} Download it again, and compare its size ({Length} bytes) and "
                + "SHA-256 with the source's.",
            cause
        );

    /// <summary>The file is well formed but contains something that is not accepted.</summary>
    public MetamerException Refused(string what) => new($"{Path} is refused: {what}");

    /// <summary>A name from the file, safe to show: without control characters, at most 200 characters.</summary>
    public static string Shown(string name) =>
        string.Concat(name.Take(200).Select(c => char.IsControl(c) ? '?' : c)) + (name.Length > 200 ? "…" : "");
}
