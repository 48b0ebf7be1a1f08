namespace Metamers.Runtime;

/// <summary>
/// Finds the folder of the project's checkout, wherever the program or the notebook kernel was started.
/// </summary>
internal static class Checkout
{
    private const string Mark = "MetamerNotebooks.sln";

    /// <summary>
    /// Beside the library in the output of a program elsewhere that references the project: the path of its checkout.
    /// </summary>
    private const string Named = "metamers-checkout.txt";

    /// <summary>
    /// The folder that holds <c>MetamerNotebooks.sln</c>, or null outside a checkout. The search goes upwards from
    /// <c>Metamers.dll</c>, then from the program, then from the working directory; a program
    /// elsewhere that references the project finds the checkout that it was built from.
    /// </summary>
    public static string? Folder =>
        FolderAbove(
            Path.GetDirectoryName(typeof(Checkout).Assembly.Location),
            AppContext.BaseDirectory,
            Directory.GetCurrentDirectory(),
            NamedIn(AppContext.BaseDirectory)
        );

    /// <summary>The checkout that a program's build has named in its output folder; null if it named none.</summary>
    internal static string? NamedIn(string folder)
    {
        string file = Path.Combine(folder, Named);
        return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
    }

    /// <summary>
    /// The nearest folder at or above one of <paramref name="starts"/> that holds the solution, or null.
    /// </summary>
    internal static string? FolderAbove(params IEnumerable<string?> starts)
    {
        foreach (string? start in starts)
        {
            // A library loaded from memory has no location.
            DirectoryInfo? folder = string.IsNullOrEmpty(start) ? null : new DirectoryInfo(start);
            for (; folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, Mark)))
                {
                    return folder.FullName;
                }
            }
        }

        return null;
    }
}
