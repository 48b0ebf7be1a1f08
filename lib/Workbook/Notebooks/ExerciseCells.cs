using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workbook.Notebooks;

/// <summary>
/// The exercises of a notebook. Their source is the notebook with the solutions: its cells whose ids begin with
/// <c>exercise-</c> are those that students get, with a stub in the place of what is between BEGIN SOLUTION and END
/// SOLUTION, the marks of nbgrader.
/// </summary>
internal static partial class ExerciseCells
{
    /// <summary>What students find in the place of an answer in words.</summary>
    public const string BlankWords = "*Write your answer here.*";

    private const string Stub = "throw new NotImplementedException(); // your code in the place of this line";
    private const string Prefix = "exercise-";

    /// <summary>Whether a cell belongs to an exercise, its text, its answer or the score.</summary>
    public static bool IsPart(NotebookCell cell) =>
        (cell.Id ?? cell.GradeId)?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    /// <summary>The cells that students get.</summary>
    public static IEnumerable<JsonObject> ForStudents(NotebookFile solution) =>
        solution.Cells.Where(IsPart).Select(cell => cell.With(ForStudents(cell)));

    /// <summary>The text of a cell that students get.</summary>
    public static string ForStudents(NotebookCell cell) =>
        !cell.IsAnswer ? cell.Source
        : cell.IsCode ? Solution().Replace(cell.Source, match => match.Groups["indent"].Value + Stub + "\n")
        : BlankWords;

    /// <summary>Puts the exercises of a solution into its notebook, below the heading.</summary>
    public static void Write(NotebookFile notebook, NotebookFile solution)
    {
        int heading = notebook.Cells.Where(cell => !IsPart(cell)).TakeWhile(cell => !HasHeading(cell)).Count();
        notebook.Replace(IsPart, ForStudents(solution), heading + 1);
    }

    /// <summary>
    /// Puts the exercises with their answers into the notebook, as nbgrader wants its source. The explanations that
    /// follow an answer in the solution are left out: nbgrader would hand them to the students.
    /// </summary>
    public static void WriteForNbgrader(NotebookFile notebook, NotebookFile solution)
    {
        Write(notebook, solution);
        int at = notebook.Cells.TakeWhile(cell => !IsPart(cell)).Count();
        notebook.Replace(IsPart, solution.Cells.Where(IsPart).Select(cell => cell.With(cell.Source)), at);
    }

    /// <summary>
    /// The code cells that grading runs: the setup and those below the heading of the exercises, or all where there is
    /// no such heading.
    /// </summary>
    public static IReadOnlyCollection<NotebookCell> ToRun(NotebookFile notebook)
    {
        NotebookCell[] below = [.. notebook.Cells.SkipWhile(cell => !HasHeading(cell))];
        IEnumerable<NotebookCell> cells =
            below.Length == 0 ? notebook.Cells : notebook.Cells.Where(cell => cell.IsCode).Take(1).Concat(below);
        return [.. cells.Where(cell => cell.IsCode)];
    }

    private static bool HasHeading(NotebookCell cell) => !cell.IsCode && Heading().IsMatch(cell.Source);

    [GeneratedRegex(@"^#+ Exercises\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"(?<indent>[ \t]*)// BEGIN SOLUTION\n.*?// END SOLUTION[^\n]*\n", RegexOptions.Singleline)]
    private static partial Regex Solution();
}
