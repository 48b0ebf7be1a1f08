using Metamers.Runtime;
using Workbook.Notebooks;

namespace Notebook.Tests;

/// <summary>The project's notebooks, and small ones that tests write for themselves.</summary>
internal static class NotebookFiles
{
    public static string SolutionsFolder => Path.Combine(ProjectFolder.Notebooks, "solutions");

    public static IReadOnlyList<NotebookFile> Lessons =>
        [.. NotebookCatalog.In(ProjectFolder.Notebooks).Select(NotebookFile.Load)];

    public static IReadOnlyList<NotebookFile> Solutions =>
        [.. NotebookCatalog.In(SolutionsFolder).Select(NotebookFile.Load)];

    /// <summary>Path relative to the project, for messages.</summary>
    public static string Display(NotebookFile notebook) =>
        Path.GetRelativePath(ProjectFolder.Root, notebook.Path).Replace('\\', '/');

    /// <summary>Writes a notebook whose cells are given as (kind, text).</summary>
    public static string Write(string folder, params (string Kind, string Text)[] cells)
    {
        string path = Path.Combine(folder, "01_small.ipynb");
        IEnumerable<object> json = cells.Select(cell =>
            cell.Kind == "code"
                ? new
                {
                    cell_type = "code",
                    metadata = new { },
                    source = cell.Text,
                    execution_count = (int?)null,
                    outputs = Array.Empty<object>(),
                }
                : (object)
                    new
                    {
                        cell_type = cell.Kind,
                        id = "kept",
                        metadata = new { note = "kept" },
                        source = cell.Text,
                    }
        );
        File.WriteAllText(
            path,
            System.Text.Json.JsonSerializer.Serialize(
                new
                {
                    cells = json,
                    metadata = new { },
                    nbformat = 4,
                    nbformat_minor = 5,
                }
            )
        );
        return path;
    }
}
