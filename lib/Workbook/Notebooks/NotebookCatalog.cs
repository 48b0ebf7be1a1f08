using Metamers.Runtime;

namespace Workbook.Notebooks;

/// <summary>The notebooks of a folder, and how to find one by its number, name or path.</summary>
public static class NotebookCatalog
{
    /// <summary>
    /// The paths of a folder's notebooks in the order of their numbers, without those in its subfolders.
    /// </summary>
    public static IReadOnlyList<string> In(string folder) =>
        Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.ipynb").OrderBy(path => path, StringComparer.Ordinal)]
            : [];

    /// <summary>The path of the notebook that the user names.</summary>
    /// <param name="name">A path, a file name with or without ending, or its first letters: <c>02</c>.</param>
    /// <param name="folder">The folder of the notebooks; null for <c>notebooks/</c>.</param>
    /// <exception cref="MetamerException">None or several match; the message lists what there is.</exception>
    public static string Find(string name, string? folder = null)
    {
        if (File.Exists(name))
        {
            return Path.GetFullPath(name);
        }

        folder ??= ProjectFolder.Notebooks;
        IReadOnlyList<string> all = In(folder);
        string[] exact =
        [
            .. all.Where(path => Path.GetFileNameWithoutExtension(path) == Path.GetFileNameWithoutExtension(name)),
        ];
        string number = int.TryParse(name, out int digits) ? $"{digits:00}_" : name;
        string[] found =
            exact.Length > 0
                ? exact
                : [.. all.Where(path => Path.GetFileName(path).StartsWith(number, StringComparison.OrdinalIgnoreCase))];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new MetamerException($"There is no notebook \"{name}\" in {folder}. {Choices(all)}"),
            _ => throw new MetamerException(
                $"\"{name}\" means several notebooks: {Names(found)}. Give more of the name."
            ),
        };
    }

    private static string Choices(IReadOnlyList<string> all) =>
        all.Count == 0 ? "The folder contains no notebook." : $"Name one by its number, name or path: {Names(all)}.";

    private static string Names(IEnumerable<string> paths) =>
        string.Join(", ", paths.Select(Path.GetFileNameWithoutExtension));
}
