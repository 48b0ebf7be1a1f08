using System.Text.RegularExpressions;
using Metamers.Runtime;
using Workbook.Notebooks;

namespace Notebook.Tests.Sentences;

/// <summary>The prose in which the sentences stand.</summary>
internal static partial class SentenceTexts
{
    private static readonly Lazy<IReadOnlyList<NotebookFile>> Lessons = new(() => NotebookFiles.Lessons);

    /// <summary>A notebook by its number.</summary>
    public static NotebookFile Notebook(string number) =>
        Lessons.Value.Single(lesson => lesson.Name.StartsWith(number + "_", StringComparison.Ordinal));

    /// <summary>Where a phrase stands: the file, and the cell of each occurrence.</summary>
    public static (string File, string[] Cells) Find(string text, string phrase)
    {
        if (text is "README" or "index")
        {
            string folder = text == "index" ? ProjectFolder.Notebooks : ProjectFolder.Root;
            string file = Path.Combine(folder, "README.md");
            int times = Regex.Count(Blanks().Replace(File.ReadAllText(file), " "), Regex.Escape(phrase));
            return (
                Path.GetRelativePath(ProjectFolder.Root, file).Replace('\\', '/'),
                [.. Enumerable.Repeat("the text", times)]
            );
        }

        NotebookFile notebook = Notebook(text);
        return (
            NotebookFiles.Display(notebook),
            [
                .. from cell in notebook.Cells
                where cell.Kind == "markdown"
                from _ in Regex.Matches(cell.Source, Regex.Escape(phrase))
                select cell.Id ?? "a cell",
            ]
        );
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
