using System.Globalization;
using Metamers.Runtime;
using Metamers.Tables;
using Spectre.Console;
using Spectre.Console.Cli;
using Workbook.Grading;

namespace Workbook.Commands;

/// <summary>Grades the exercises of a class.</summary>
public sealed class GradeCommand : AsyncCommand<GradeSettings>
{
    /// <inheritdoc/>
    public override async Task<int> ExecuteAsync(
        CommandContext context,
        GradeSettings settings,
        CancellationToken cancellationToken
    )
    {
        if (settings.Seconds < 1)
        {
            throw new MetamerException($"--seconds {settings.Seconds}: give at least 1.");
        }

        string[] submissions = [.. settings.Submissions.SelectMany(Files).Distinct()];
        WritableFolder.Require(Path.GetDirectoryName(Path.GetFullPath(settings.Output))!);
        List<(string, Answers?, string?)> graded = [];
        foreach (string submission in submissions)
        {
            (Answers? answers, string? problem) = await Grader.GradeAsync(
                submission,
                TimeSpan.FromSeconds(settings.Seconds),
                cancellationToken
            );
            graded.Add((submission, answers, problem));
            TableFile.WriteCsv(ScoreTable.From(graded), settings.Output); // what is graded is kept
            AnsiConsole.WriteLine(
                answers is null
                    ? $"{submission}: not graded: {problem}"
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"{submission}: {answers.Points.Values.Sum()} of "
                            + $"{answers.Points.Count}{(problem is null ? "" : $"; {problem}")}"
                    )
            );
        }

        AnsiConsole.WriteLine(
            $"Scores are in {Path.GetFullPath(settings.Output)}; answers in words are there to be read."
        );
        return 0;
    }

    /// <summary>The files of a name; a shell that does not know patterns hands them over as they are.</summary>
    private static IEnumerable<string> Files(string name)
    {
        string folder = Path.GetDirectoryName(name) is { Length: > 0 } above ? above : ".";
        string pattern = Path.GetFileName(name);
        string[] found =
            File.Exists(name) ? [name]
            : pattern.IndexOfAny(['*', '?']) >= 0 && Directory.Exists(folder)
                ? [.. Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal)]
            : [];
        return found.Length > 0
            ? found
            : throw new MetamerException(
                $"There is no submission {name}. Name notebooks, for example submissions/*.ipynb."
            );
    }
}
