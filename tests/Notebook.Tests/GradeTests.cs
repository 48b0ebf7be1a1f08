using Metamers.Runtime;

namespace Notebook.Tests;

/// <summary><c>workbook grade</c> on a class of submissions, in child processes.</summary>
public sealed class GradeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_class_is_graded_and_a_broken_submission_costs_no_other()
    {
        string solution = File.ReadAllText(Directory.GetFiles(NotebookFiles.SolutionsFolder, "03_*.ipynb").Single());
        string wrong = solution
            .Replace("Math.Ceiling(1 / probability - 1 - 1e-9)", "(1 / probability - 1)", StringComparison.Ordinal)
            .Replace("return decisionKept &&", "return decisionKept and", StringComparison.Ordinal);
        Assert.NotEqual(solution, wrong);
        File.WriteAllText(Submission("ben"), wrong.Replace("Leaving", "=Leaving", StringComparison.Ordinal));
        File.WriteAllText(Submission("cleo"), "{ not a notebook");
        File.WriteAllText(
            Submission("dan"),
            solution.Replace(
                "return decisionKept",
                "Environment.Exit(0); return decisionKept",
                StringComparison.Ordinal
            )
        );
        File.WriteAllText(
            Submission("eli"),
            solution.Replace(
                "return decisionKept",
                "File.WriteAllText(Environment.GetCommandLineArgs()[^1], \\\"{}\\\"); "
                    + "Environment.Exit(0); return decisionKept",
                StringComparison.Ordinal
            )
        );

        (int code, string said) = Workbook("grade", Path.Combine(folder.Path, "*.ipynb"), "-o", Scores);

        Assert.True(code == 0, said);
        string[] rows = File.ReadAllLines(Scores);
        Assert.Equal("submission,03.1,03.2,03.3,points,possible,remarks", rows[0]);
        Assert.Equal(5, rows.Length);
        Assert.Contains(",0,0,\"'=Leaving", rows[1], StringComparison.Ordinal);
        Assert.Contains(",0,2,", rows[1], StringComparison.Ordinal);
        Assert.Contains("03.1: For p = 0.03 it gives 32 where 33 is right", rows[1], StringComparison.Ordinal);
        Assert.Contains("03.2: (", rows[1], StringComparison.Ordinal); // the compiler's error
        Assert.Contains("is not a notebook", rows[2], StringComparison.Ordinal);
        Assert.Contains(",1,0,", rows[3], StringComparison.Ordinal);
        Assert.Contains("it ended itself before its last cell", rows[3], StringComparison.Ordinal);
        Assert.Contains("its answers are not those that the grader wrote", rows[4], StringComparison.Ordinal);
    }

    [Fact]
    public void A_submission_that_does_not_end_is_stopped()
    {
        File.WriteAllText(
            Submission("eve"),
            File.ReadAllText(Directory.GetFiles(NotebookFiles.SolutionsFolder, "03_*.ipynb").Single())
                .Replace("#!import setup.dib", "while (true) { }", StringComparison.Ordinal)
        );
        (int code, string said) = Workbook("grade", Submission("eve"), "-o", Scores, "--seconds", "4");
        Assert.True(code == 0, said);
        string row = Assert.Single(File.ReadAllLines(Scores).Skip(1));
        Assert.Contains("stopped after 4 s, the time limit", row, StringComparison.Ordinal);
    }

    [Fact]
    public void A_submission_that_is_not_there_is_refused()
    {
        (int code, string said) = Workbook("grade", Path.Combine(folder.Path, "*.ipynb"));
        Assert.Equal(1, code);
        Assert.Contains("There is no submission", said, StringComparison.Ordinal);
    }

    private string Scores => Path.Combine(folder.Path, "scores.csv");

    private string Submission(string name) => Path.Combine(folder.Path, name + ".ipynb");

    private static (int Code, string Said) Workbook(params string[] arguments) =>
        DotNet.Run(ProjectFolder.Root, [Path.Combine(AppContext.BaseDirectory, "Workbook.dll"), .. arguments]);
}
