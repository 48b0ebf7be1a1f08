using static Notebook.Tests.Sentences.Judged;

namespace Notebook.Tests.Sentences;

/// <summary>Numbers and verdicts of saved tables.</summary>
internal static class SavedNumbers
{
    public const string Agrees = "agrees";
    public const string CannotBeSaid = "cannot be said";

    public static double At(string notebook, string cell, string row, string column) =>
        SavedTable.Of(notebook, cell).At(row, column);

    /// <summary>The verdicts of a saved table of claims, in their order.</summary>
    public static Func<string, Finding> Verdicts(string notebook, string cell, params string[] expected) =>
        If(() =>
        {
            string[] found = SavedTable.Of(notebook, cell).Words("Verdict");
            return (found.SequenceEqual(expected), $"{cell}: {string.Join(", ", found)}");
        });
}
