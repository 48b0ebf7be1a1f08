using System.Text.RegularExpressions;
using Metamers.Plotting.Interactive;
using Metamers.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Workbook.Notebooks;
using static Notebook.Tests.NotebookFiles;

namespace Notebook.Tests;

/// <summary>The form of a notebook. Each test collects what needs to be changed in all notebooks.</summary>
public class NotebookStyleTests
{
    private const int LongestCell = 10;
    private const int LargestFile = 3_000_000;
    private const string OwnNetwork = "Mine"; // the network that notebook 11 brings
    private const string Setup = "#!import setup.dib";

    private static readonly CSharpParseOptions Script = new(kind: SourceCodeKind.Script);

    private static IEnumerable<NotebookFile> Everything => Lessons.Concat(Solutions);

    [Fact]
    public void A_notebook_is_called_by_a_number_and_a_title_that_its_heading_repeats() =>
        Expect(
            from notebook in Lessons
            let title = NotebookSummary.From(notebook).Title
            where
                !Regex.IsMatch(notebook.Name, "^[0-9]{2}_[a-z0-9_]+$")
                || title is null
                || !title.StartsWith(notebook.Name[..2] + " ", StringComparison.Ordinal)
            select $"{Display(notebook)}: name the file NN_lower_case_title.ipynb and begin it with a heading \"# NN "
                + $"Title\"; the heading now is \"{title}\"."
        );

    [Fact]
    public void README_lists_every_notebook_with_its_question_and_says_how_many_there_are()
    {
        string[] numbers = ["seventeen", "eighteen", "nineteen", "twenty", "twenty-one", "twenty-two"];
        string text = File.ReadAllText(Path.Combine(ProjectFolder.Root, "README.md")).ReplaceLineEndings(" ");
        NotebookFile[] lessons = [.. Lessons];
        Assert.Contains($" A library and {numbers[lessons.Length - 17]} notebooks ", text, StringComparison.Ordinal);
        Expect(
            from notebook in lessons
            let summary = NotebookSummary.From(notebook)
            let row = $"| [{summary.Title}](notebooks/{notebook.Name}.ipynb) | {summary.Question} |"
            where !text.Contains(row, StringComparison.Ordinal)
            select $"README.md: its table of notebooks lacks the row {row}"
        );
    }

    [Fact]
    public void The_first_cells_say_question_gain_time_and_figure() =>
        Expect(
            from notebook in Lessons
            let summary = NotebookSummary.From(notebook)
            let head = Head(notebook)
            from problem in new[]
            {
                summary.Question?.EndsWith('?') == true
                    ? null
                    : "write **Question** and one sentence that ends in a question mark",
                Regex.IsMatch(head, @"You will learn[^\n]*\n+(?:[-*] [^\n]+(?:\n(?![-*] )[^\n]+)*\n+){3}(?![-*] )")
                    ? null
                    : "write *You will learn* and exactly three bullets",
                summary.Time is not null ? null : "write *Time and hardware* and how long it takes on what",
                summary.Figure is not null && Regex.IsMatch(head, @"^\|[ :|-]+\|\s*$", RegexOptions.Multiline)
                    ? null
                    : "write *Figure reproduced, and what differs from the paper* and a table",
            }
            where problem is not null
            select $"{Display(notebook)}: before the first code cell, {problem}."
        );

    [Fact]
    public void The_first_code_cell_is_the_setup_and_no_other_is() =>
        Expect(
            from notebook in Everything
            let code = notebook.Cells.Where(cell => cell.IsCode).ToList()
            where
                code.Count == 0
                || code[0].Source.Trim() != Setup
                || code.Skip(1).Any(cell => cell.Source.Contains("#!import", StringComparison.Ordinal))
            select $"{Display(notebook)}: make `{Setup}` the first code cell, alone, and import nothing later."
        );

    [Fact]
    public void A_notebook_ends_with_what_we_saw_exercises_and_references() =>
        Expect(
            from notebook in Lessons
            let prose = Prose(notebook)
            from heading in new[] { "What we saw", "Exercises", "References" }
            where !Regex.IsMatch(prose, $@"^#+ {heading}\b", RegexOptions.Multiline)
            select $"{Display(notebook)}: add a section \"## {heading}\"."
        );

    [Fact]
    public void A_notebook_links_to_its_neighbours() =>
        Expect(
            from pair in Lessons.Zip(Lessons.Skip(1))
            from link in new[] { (From: pair.First, To: pair.Second), (From: pair.Second, To: pair.First) }
            where !link.From.Cells[^1].Source.Contains(link.To.Name + ".ipynb", StringComparison.Ordinal)
            select $"{Display(link.From)}: link to {link.To.Name}.ipynb in the last cell."
        );

    [Fact]
    public void A_code_cell_has_at_most_ten_lines() =>
        Expect(
            from notebook in Everything
            from cell in notebook.Cells.Where(cell => cell.IsCode)
            where cell.Lines.Count > LongestCell
            select $"{Display(notebook)}: the cell that begins \"{cell.Lines[0]}\" has {cell.Lines.Count} lines; "
                + "split it, or move work into lib."
        );

    [Fact]
    public void There_is_at_least_as_much_prose_as_code() =>
        Expect(
            from notebook in Lessons
            let prose = Words(Prose(notebook))
            let code = notebook.Cells.Where(cell => cell.IsCode).Sum(cell => Words(cell.Source))
            where prose < code
            select $"{Display(notebook)}: {code} words of code and {prose} of prose; say what each cell claims and "
                + "shows, or move code into lib."
        );

    [Fact]
    public void Cells_are_csharp_and_markdown_only() =>
        Expect(
            from notebook in Everything
            from cell in notebook.Cells
            where
                cell.Kind is not ("code" or "markdown")
                || (cell.IsCode && cell.Language != "csharp")
                || (
                    cell.IsCode
                    && cell.Lines.Any(line => line.StartsWith("#!", StringComparison.Ordinal) && line.Trim() != Setup)
                )
            select $"{Display(notebook)}: make the cell that begins \"{cell.Lines.FirstOrDefault()}\" a C# or "
                + $"markdown cell ({cell.Kind}, {cell.Language})."
        );

    /// <summary>No network of the zoo knows the classes of drawn pictures.</summary>
    [Fact]
    public void Drawn_pictures_with_classes_are_for_training_alone() =>
        Expect(
            from notebook in Everything
            where
                notebook.Cells.Any(cell => cell.IsCode && cell.Source.Contains("OrDraw", StringComparison.Ordinal))
                && !notebook.Cells.Any(cell => cell.Source.Contains("LiveTraining", StringComparison.Ordinal))
            select $"{Display(notebook)}: nothing is trained on its drawn pictures; take Photographs."
                + "WithClassesOrShipped, whose classes networks know."
        );

    [Fact]
    public void Outputs_are_saved_without_errors() =>
        Expect(
            from notebook in Everything
            from problem in new[]
            {
                notebook.Cells.All(cell => !cell.IsCode || cell.Lines.Count == 0 || cell.ExecutionCount is not null)
                    ? null
                    : "some code cells were not run",
                notebook.Cells.Any(cell => cell.Outputs.Any(IsFigure)) ? null : "no output holds a picture",
                notebook.Cells.Any(cell => cell.Outputs.Any(output => (string?)output["output_type"] == "error"))
                    ? "an output is an error"
                    : null,
                notebook.Cells.Any(cell =>
                    cell.Outputs.Any(output => Text(output).Contains("warning CS", StringComparison.Ordinal))
                )
                    ? "an output is a compiler's warning"
                    : null,
            }
            where problem is not null
            select $"{Display(notebook)}: {problem}; {Save(notebook)}."
        );

    [Fact]
    public void A_chart_has_a_static_picture_beside_it() =>
        Expect(
            from notebook in Everything
            from cell in notebook.Cells
            from output in cell.Outputs
            where Text(output).Contains("Plotly.newPlot", StringComparison.Ordinal) && !IsFigure(output)
            select $"{Display(notebook)}: the chart of the cell that begins \"{cell.Lines[0]}\" has no PNG or SVG; "
                + "show a figure of Metamers.Plotting."
        );

    [Fact]
    public void Nothing_is_loaded_from_another_host() =>
        Expect(
            from notebook in Everything
            from cell in notebook.Cells
            from text in cell.Outputs.Select(Text).Append(cell.Source)
            from request in Requests.In(text)
            select $"{Display(notebook)}: the cell that begins \"{cell.Lines.FirstOrDefault()}\" loads {request}; "
                + "put the data into the file."
        );

    [Fact]
    public void A_file_is_small() =>
        Expect(
            from notebook in Everything
            let size = new FileInfo(notebook.Path).Length
            where
                size > LargestFile
                || notebook.Cells.Any(cell => cell.Outputs.Any(output => PlotlyScript.IsIn(Text(output))))
            select $"{Display(notebook)}: {size:N0} bytes of at most {LargestFile:N0}, without plotly.js; show fewer "
                + $"or smaller pictures, and {Save(notebook)}."
        );

    [Fact]
    public void Exercises_are_stubs_that_throw_and_their_solutions_do_not() =>
        Expect(
            from notebook in Lessons
            let solution = Solutions.FirstOrDefault(solution => solution.Name == notebook.Name)
            from problem in new[]
            {
                HasStub(notebook)
                    ? null
                    : (
                        $"{Display(notebook)}: in the exercises, give a function whose body is `throw new "
                        + "NotImplementedException(\"...\")` and the number to expect."
                    ),
                solution is null
                    ? $"{Display(notebook)}: solve its exercises in notebooks/solutions/{notebook.Name}.ipynb."
                    : null,
                solution is not null && HasStub(solution)
                    ? $"{Display(solution)}: solve every exercise; a stub is left."
                    : null,
            }
            where problem is not null
            select problem
        );

    /// <summary>
    /// Functions are in the library, apart from those that a reader writes: exercises, and a network of one's own.
    /// </summary>
    [Fact]
    public void Cells_define_no_functions() =>
        Expect(
            from notebook in Lessons
            from cell in notebook.Cells
            where cell.IsCode && !cell.Source.Contains("Exercise.Check", StringComparison.Ordinal)
            from node in CSharpSyntaxTree.ParseText(cell.Source, Script).GetRoot().DescendantNodes()
            let name = node switch
            {
                MethodDeclarationSyntax method => method.Identifier.Text,
                LocalFunctionStatementSyntax function => function.Identifier.Text,
                BaseTypeDeclarationSyntax type => type.Identifier.Text,
                _ => null,
            }
            where name is not (null or OwnNetwork)
            select $"{Display(notebook)}: '{name}' is a function or a type; put it into the library."
        );

    private static bool HasStub(NotebookFile notebook) =>
        notebook.Cells.Any(cell =>
            cell.IsCode && cell.Source.Contains("throw new NotImplementedException", StringComparison.Ordinal)
        );

    private static bool IsFigure(System.Text.Json.Nodes.JsonObject output) =>
        output["data"]?["image/png"] is not null
        || output["data"]?["image/svg+xml"] is not null
        || Text(output).Contains("data:image/", StringComparison.Ordinal)
        || Text(output).Contains("<svg", StringComparison.Ordinal);

    private static string Text(System.Text.Json.Nodes.JsonObject output) =>
        NotebookCell.JoinLines(output["text"]) + NotebookCell.JoinLines(output["data"]?["text/html"]);

    private static string Head(NotebookFile notebook) =>
        string.Concat(notebook.Cells.TakeWhile(cell => !cell.IsCode).Select(cell => cell.Source + "\n\n"));

    private static string Prose(NotebookFile notebook) =>
        string.Join("\n\n", notebook.Cells.Where(cell => cell.Kind == "markdown").Select(cell => cell.Source));

    private static int Words(string text) => Regex.Count(text, @"\S+");

    private static string Save(NotebookFile notebook) =>
        $"save it by `dotnet run --project lib/Workbook -- run {Display(notebook)} --save`";

    private static void Expect(IEnumerable<string> problems)
    {
        string[] found = [.. problems];
        Assert.True(found.Length == 0, "\n" + string.Join('\n', found));
    }
}
