namespace Metamers.Runtime;

/// <summary>Whether results can be written, before anything is computed that would then be lost.</summary>
public static class WritableFolder
{
    /// <summary>Why no file can be written into a folder; null if one can.</summary>
    /// <param name="folder">The folder; created if it is missing.</param>
    public static string? Problem(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Remains.NameFor(Path.Combine(folder, "probe"));
            using (
                new FileStream(
                    probe,
                    FileMode.CreateNew,
                    FileAccess.Write,
                    FileShare.None,
                    1,
                    FileOptions.DeleteOnClose
                )
            )
            {
                return null;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }

    /// <summary>Throws if no file can be written into a folder.</summary>
    /// <param name="folder">The folder; created if it is missing.</param>
    /// <exception cref="MetamerException">What to do.</exception>
    public static void Require(string folder)
    {
        if (Problem(folder) is { } problem)
        {
            throw new MetamerException($"Cannot write into {folder}: {problem} Nothing was computed. {Cure}")
            {
                IsOfStorage = true,
            };
        }
    }

    /// <summary>What to do about a folder of the project that cannot be written.</summary>
    public const string Cure =
        "Make the project's folder writable (chmod -R u+w), or copy the project to a folder of your own and "
        + "work there.";
}
