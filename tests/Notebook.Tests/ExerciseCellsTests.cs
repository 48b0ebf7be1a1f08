using System.Text.Json.Nodes;
using Metamers.Notebook.Exercises;
using Workbook.Notebooks;

namespace Notebook.Tests;

/// <summary>Exercises and their solutions have one source, the notebooks in <c>notebooks/solutions</c>.</summary>
public class ExerciseCellsTests
{
    [Fact]
    public void The_exercises_of_a_notebook_are_those_of_its_solution_without_the_answers()
    {
        foreach (NotebookFile notebook in NotebookFiles.Lessons)
        {
            NotebookFile solution = NotebookFile.Load(
                Path.Combine(NotebookFiles.SolutionsFolder, notebook.Name + ".ipynb")
            );
            Assert.Equal(
                solution
                    .Cells.Where(ExerciseCells.IsPart)
                    .Select(cell => $"{cell.Id}\n{ExerciseCells.ForStudents(cell)}"),
                notebook.Cells.Where(ExerciseCells.IsPart).Select(cell => $"{cell.Id}\n{cell.Source}")
            );
        }
    }

    [Fact]
    public void Every_notebook_makes_or_judges_a_metamer_and_asks_for_words()
    {
        foreach (NotebookFile solution in NotebookFiles.Solutions)
        {
            NotebookCell[] answers = [.. solution.Cells.Where(cell => ExerciseCells.IsPart(cell) && cell.IsAnswer)];
            Assert.Contains(answers, cell => cell.IsCode && AsksForMetamers(cell.Source));
            NotebookCell words = Assert.Single(answers, cell => !cell.IsCode);
            Assert.InRange(words.Source.Split(' ').Length, 40, 150);
        }
    }

    [Fact]
    public void Every_exercise_that_is_checked_is_in_its_notebook_and_counted()
    {
        foreach (NotebookFile solution in NotebookFiles.Solutions)
        {
            string number = solution.Name[..2];
            string all = string.Concat(solution.Cells.Select(cell => cell.Source + "\n"));
            Assert.All(
                ExerciseList.Of(number),
                task => Assert.Contains($"Exercise.Check(\"{task.Number}\"", all),
                throwIfEmpty: true
            );
            JsonNode cells = JsonNode.Parse(File.ReadAllText(solution.Path))!["cells"]!;
            JsonNode score = cells.AsArray().Single(cell => (string?)cell!["id"] == $"exercise-{number}-score")![
                "metadata"
            ]!["nbgrader"]!;
            Assert.Equal(ExerciseList.Of(number).Count, (int)score["points"]!);
            Assert.True((bool)score["grade"]! && (bool)score["locked"]! && !(bool)score["solution"]!);
        }
    }

    [Fact]
    public void Writing_the_exercises_again_changes_nothing_else()
    {
        NotebookFile solution = NotebookFiles.Solutions[0];
        NotebookFile notebook = NotebookFiles.Lessons[0];
        (string?, string)[] before = [.. notebook.Cells.Select(cell => (cell.Id, cell.Source))];
        ExerciseCells.Write(notebook, solution);
        Assert.Equal(before, notebook.Cells.Select(cell => (cell.Id, cell.Source)));
    }

    [Fact]
    public void The_source_of_a_course_has_the_answers_between_marks_and_nothing_that_gives_them_away()
    {
        foreach ((NotebookFile lesson, NotebookFile solution) in NotebookFiles.Lessons.Zip(NotebookFiles.Solutions))
        {
            NotebookCell[] before = [.. lesson.Cells];
            ExerciseCells.WriteForNbgrader(lesson, solution);
            Assert.Equal(before.Select(cell => cell.Id), lesson.Cells.Select(cell => cell.Id));
            foreach ((NotebookCell student, NotebookCell source) in before.Zip(lesson.Cells))
            {
                // Without the answers it is the notebook that students have.
                Assert.Equal(
                    student.Source,
                    ExerciseCells.IsPart(source) ? ExerciseCells.ForStudents(source) : source.Source
                );
                Assert.Equal(source is { IsAnswer: true, IsCode: true }, source.Source.Contains("// BEGIN SOLUTION"));
            }
        }
    }

    /// <summary>The rules of nbgrader's schema 3 for the metadata of cells.</summary>
    [Fact]
    public void The_metadata_of_exercises_are_valid_for_nbgrader()
    {
        string[] allowed = ["grade", "grade_id", "locked", "points", "schema_version", "solution", "task"];
        foreach (NotebookFile notebook in NotebookFiles.Lessons.Concat(NotebookFiles.Solutions))
        {
            JsonNode json = JsonNode.Parse(File.ReadAllText(notebook.Path))!;
            // As ClearSolutions.code_stub says.
            Assert.Equal("C#", (string?)json["metadata"]!["kernelspec"]!["language"]);
            HashSet<string> ids = [];
            foreach (JsonNode cell in json["cells"]!.AsArray().OfType<JsonNode>())
            {
                if (cell["metadata"]!["nbgrader"] is not { } marks)
                {
                    continue;
                }

                bool Is(string name) => (bool)marks[name]!;
                Assert.Subset(allowed.ToHashSet(), marks.AsObject().Select(mark => mark.Key).ToHashSet());
                Assert.Equal(3, (int)marks["schema_version"]!);
                Assert.Matches("^[a-zA-Z0-9_-]+$", (string)marks["grade_id"]!);
                Assert.True(ids.Add((string)marks["grade_id"]!));
                Assert.Equal(Is("grade"), (double?)marks["points"] > 0);
                Assert.True(Is("grade") == Is("solution") || (string?)cell["cell_type"] == "code");
                Assert.False(Is("task"));
            }
        }
    }

    private static bool AsksForMetamers(string source) =>
        source.StartsWith("Metamer ", StringComparison.Ordinal)
        || source.Contains("(Metamer", StringComparison.Ordinal)
        || source.Contains("<MetamerVerdict>", StringComparison.Ordinal)
        || source.Contains("Recogni", StringComparison.Ordinal)
        || source.Contains("IsMetamer", StringComparison.Ordinal)
        || source.Contains("DarkerMetamer", StringComparison.Ordinal)
        || source.Contains("SameCategory", StringComparison.Ordinal)
        || source.Contains("OfBestPredictor", StringComparison.Ordinal);
}
