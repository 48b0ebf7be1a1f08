using System.Text.RegularExpressions;

namespace Workbook.Notebooks;

/// <summary>What a notebook's first cells say about it.</summary>
/// <param name="Title">The text of its first heading, e.g. <c>02 Metamers by stage</c>.</param>
/// <param name="Question">The sentence after <c>**Question**</c>.</param>
/// <param name="Time">The text after <c>*Time and hardware*</c>.</param>
/// <param name="Figure">The text after <c>*Figure reproduced, and what differs from the paper*</c>.</param>
public sealed record NotebookSummary(string? Title, string? Question, string? Time, string? Figure)
{
    /// <summary>Reads the markdown before the first code cell; what is missing is null.</summary>
    public static NotebookSummary From(NotebookFile notebook)
    {
        string head = string.Join("\n\n", notebook.Cells.TakeWhile(cell => !cell.IsCode).Select(cell => cell.Source));
        string? title = head.Split('\n')
            .FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))
            ?[2..].Trim();
        return new NotebookSummary(
            title,
            After(head, "Question"),
            After(head, "Time and hardware"),
            After(head, "Figure reproduced")
        );
    }

    /// <summary>
    /// The paragraph that follows a label in bold, in italics or as a heading; the rest of the label (", and what
    /// differs from the paper") and its full stop or colon are skipped.
    /// </summary>
    private static string? After(string markdown, string label)
    {
        Match match = Regex.Match(
            markdown,
            $@"^(?:[*_]+|#+ +){label}[^*_\n:]*[*_:.]*[ \t]*\n?\s*(?<text>[^\n]+(?:\n[^\n|#]+)*)",
            RegexOptions.Multiline
        );
        return match.Success ? Regex.Replace(match.Groups["text"].Value, @"\s+", " ").Trim(' ', '|') : null;
    }
}
