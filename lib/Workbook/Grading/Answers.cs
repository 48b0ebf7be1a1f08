using System.Text.Json;
using System.Text.RegularExpressions;
using Metamers.Notebook;
using Metamers.Notebook.Exercises;
using Metamers.Runtime;
using Workbook.Notebooks;

namespace Workbook.Grading;

/// <summary>What the child process has found out about one submission so far.</summary>
/// <param name="Points">1 or 0 for each exercise that can be checked, if it was.</param>
/// <param name="Words">The answers in words, which a person reads; empty where there is none.</param>
/// <param name="Remarks">What was wrong with an exercise, by its number.</param>
/// <param name="Finished">Whether every cell was run.</param>
internal sealed partial record Answers(
    Dictionary<string, int?> Points,
    Dictionary<string, string> Words,
    Dictionary<string, string> Remarks,
    bool Finished
)
{
    private static readonly JsonSerializerOptions Form = new()
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Runs the exercises of a submission in this process, and writes what is known after each cell.</summary>
    /// <param name="path">The notebook.</param>
    /// <param name="file">The file that the parent reads.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <exception cref="MetamerException">It is not a notebook, or has no exercises.</exception>
    public static async Task FindAsync(string path, string file, CancellationToken cancellation)
    {
        NotebookFile notebook = NotebookFile.Load(path);
        string number =
            notebook
                .Cells.Select(cell => Used().Match(cell.Source))
                .FirstOrDefault(match => match.Success)
                ?.Groups[1]
                .Value
            ?? throw new MetamerException(
                $"No cell of it has `Exercise.Check(\"…\", …)`: it is not a notebook with exercises."
            );
        Read(notebook, number, false).Write(file);
        NotebookRunOptions options = new()
        {
            Budget = Budget.Quick,
            Cells = ExerciseCells.ToRun(notebook),
            KeepsGoing = true,
            WorkingFolder = ProjectFolder.Notebooks,
        };
        await NotebookRunner.RunAsync(notebook, options, _ => Read(notebook, number, false).Write(file), cancellation);
        Read(notebook, number, true).Write(file);
    }

    /// <summary>What a child wrote; null if it wrote nothing, or the submission wrote over it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="fault">What is wrong with it.</param>
    public static Answers? Load(string file, out string? fault)
    {
        fault = null;
        try
        {
            return File.Exists(file) ? JsonText.Read<Answers>(JsonText.FromFile(file), Form) : null;
        }
        catch (JsonException error)
        {
            fault = $"its answers are not those that the grader wrote: {error.Message}";
            return null;
        }
    }

    private static Answers Read(NotebookFile notebook, string number, bool finished)
    {
        Dictionary<string, ExerciseResult> results = Exercise.Results.ToDictionary(result => result.Number);
        Answers answers = new([], [], [], finished);
        foreach (string exercise in ExerciseList.Of(number).Select(task => task.Number))
        {
            ExerciseResult? result = results.GetValueOrDefault(exercise);
            answers.Points[exercise] =
                result is null ? null
                : result.State == ExerciseState.Right ? 1
                : 0;
            if (result is { State: not ExerciseState.Right })
            {
                answers.Remarks[exercise] = result.Message;
            }
            else if (result is null && Error(notebook, exercise) is { } error)
            {
                answers.Remarks[exercise] = error;
            }
        }

        foreach (NotebookCell cell in notebook.Cells.Where(cell => !cell.IsCode && cell.IsAnswer))
        {
            if (Written().Match(cell.GradeId ?? "") is { Success: true } match)
            {
                string text = cell.Source.Trim();
                answers.Words[$"{match.Groups[1].Value}.{match.Groups[2].Value}"] =
                    text == ExerciseCells.BlankWords ? "" : text;
            }
        }

        return answers;
    }

    /// <summary>The error of the cell that checks an exercise.</summary>
    private static string? Error(NotebookFile notebook, string exercise) =>
        notebook
            .Cells.Where(cell => cell.IsCode && cell.Source.Contains($"\"{exercise}\"", StringComparison.Ordinal))
            .SelectMany(cell => cell.Outputs)
            .Where(output => (string?)output["output_type"] == "error")
            .Select(output => NotebookCell.JoinLines(output["evalue"]).Trim())
            .FirstOrDefault();

    private void Write(string file) => AtomicFile.WriteText(file, JsonSerializer.Serialize(this));

    [GeneratedRegex(@"Exercise\.Check\(\s*""(\d\d)\.")]
    private static partial Regex Used();

    [GeneratedRegex(@"^exercise-(\d\d)-(\d+)$")]
    private static partial Regex Written();
}
