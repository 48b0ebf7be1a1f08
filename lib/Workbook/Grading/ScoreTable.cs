using Metamers.Tables;
using Microsoft.Data.Analysis;

namespace Workbook.Grading;

/// <summary>The scores of a class: one row for each submission.</summary>
internal static class ScoreTable
{
    /// <summary>
    /// Columns submission; one for each exercise, 1, 0 or, for words, the answer itself; points and possible over the
    /// exercises that can be checked; and remarks.
    /// </summary>
    public static DataFrame From(IReadOnlyList<(string Submission, Answers? Answers, string? Problem)> graded)
    {
        string[] exercises =
        [
            .. graded
                .SelectMany(one => one.Answers is { } known ? known.Points.Keys.Concat(known.Words.Keys) : [])
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        return new([
            graded.Column("submission", one => one.Submission),
            .. exercises.Select(exercise => graded.Column(exercise, one => Cell(one.Answers, exercise))),
            graded.Column("points", one => one.Answers?.Points.Values.Sum() ?? 0),
            graded.Column("possible", one => one.Answers?.Points.Count),
            graded.Column("remarks", one => Remarks(one.Answers, one.Problem)),
        ]);
    }

    private static string? Cell(Answers? answers, string exercise) =>
        answers is null ? null
        : answers.Words.TryGetValue(exercise, out string? words) ? AsText(words)
        : answers.Points.TryGetValue(exercise, out int? points) ? $"{points ?? 0}"
        : null;

    /// <summary>Words that a spreadsheet would take for a formula begin with an apostrophe.</summary>
    private static string AsText(string words) =>
        words.Length > 0 && "=+-@\t\r".Contains(words[0], StringComparison.Ordinal) ? $"'{words}" : words;

    private static string Remarks(Answers? answers, string? problem)
    {
        string end =
            answers is { Finished: false } && problem is null ? "it ended itself before its last cell" : problem ?? "";
        IEnumerable<string> faults = answers?.Remarks.Select(remark => $"{remark.Key}: {remark.Value}") ?? [];
        string all = string.Join(" ", faults.Prepend(end).Where(text => text.Length > 0));
        return string.Join(' ', all.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)); // on one line
    }
}
