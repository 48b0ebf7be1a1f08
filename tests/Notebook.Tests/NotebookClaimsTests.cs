using System.Text.RegularExpressions;
using Metamers.Claims;
using Metamers.Notebook;
using Metamers.Published;
using Metamers.Reports;
using Metamers.Runtime;
using Metamers.Studies;
using Workbook.Notebooks;

namespace Notebook.Tests;

/// <summary>
/// The claims that notebooks show are those that the data in the repository give now: a study that is made again
/// without its notebooks fails here.
/// </summary>
public partial class NotebookClaimsTests
{
    private static readonly StudyResults Pictures = Load("transfer-pictures");

    private static readonly StudyResults Words = Load("transfer-words");

    /// <summary>
    /// Every table of claims by the cell that shows it; another call in a notebook must be added here.
    /// </summary>
    private static readonly Dictionary<string, Func<IReadOnlyList<Claim>>> Tables = new()
    {
        ["PeopleClaims.Compute(data)"] = () => PeopleClaims.Compute(new PublishedData()),
        ["IdiosyncrasyClaims.Pictures(pictures)"] = () => IdiosyncrasyClaims.Pictures(Pictures),
        ["IdiosyncrasyClaims.Words(wordStudy)"] = () => IdiosyncrasyClaims.Words(Words),
        ["TrainingClaims.Untrained(pictureStudy, wordStudy)"] = () => TrainingClaims.Untrained(Pictures, Words),
        ["TrainingClaims.Task(wordStudy)"] = () => TrainingClaims.Task(Words),
        ["TrainingClaims.Aliasing(pictureStudy, wordStudy)"] = () => TrainingClaims.Aliasing(Pictures, Words),
        ["PaperClaims.Compute(new PublishedData(), pictureStudy, wordStudy)"] = () =>
            PaperClaims.Compute(new PublishedData(), Pictures, Words),
        ["RobustnessClaims.Compute()"] = RobustnessClaims.Compute,
        ["ReportClaims.Pictures()"] = ReportClaims.Pictures,
        ["ReportClaims.Sounds()"] = ReportClaims.Sounds,
        ["ReportClaims.Watched()"] = ReportClaims.Watched,
        ["AdversarialClaims.Pictures(pictureStudy)"] = () => AdversarialClaims.Pictures(Pictures),
        ["KindClaims.Compute(scheduleStudy, \"fast-seed0\")"] = () =>
            KindClaims.Compute(Load("schedules-pictures"), "fast-seed0"),
        ["KindClaims.Compute(scheduleStudy, \"slower-seed0\")"] = () =>
            KindClaims.Compute(Load("schedules-pictures"), "slower-seed0"),
        ["KindClaims.Compute(scheduleStudy, \"annealed-seed0\")"] = () =>
            KindClaims.Compute(Load("schedules-pictures"), "annealed-seed0"),
        ["KindClaims.Compute(heldOut, \"tenth-seed0\")"] = () =>
            KindClaims.Compute(Load("schedules-held-out"), "tenth-seed0"),
        ["KindClaims.Compute(words, \"coarse-seed0\")"] = () =>
            KindClaims.Compute(Load("schedules-words"), "coarse-seed0"),
        ["AdversarialClaims.Words(wordStudy)"] = () => AdversarialClaims.Words(Words),
    };

    [Fact]
    public void Saved_tables_of_claims_are_what_the_data_say()
    {
        (NotebookFile Notebook, NotebookCell Cell)[] cells =
        [
            .. from notebook in NotebookFiles.Lessons
            from cell in notebook.Cells
            where cell.IsCode && Call().IsMatch(cell.Source)
            select (notebook, cell),
        ];
        Assert.InRange(cells.Length, 7, int.MaxValue);
        List<string> problems = [];
        foreach ((NotebookFile notebook, NotebookCell cell) in cells)
        {
            string source = cell.Source.Trim();
            if (!Tables.TryGetValue(source, out Func<IReadOnlyList<Claim>>? table))
            {
                problems.Add($"{NotebookFiles.Display(notebook)}: add the cell \"{source}\" to this test.");
                continue;
            }

            string saved = string.Concat(
                cell.Outputs.Select(output => NotebookCell.JoinLines(output["data"]?["text/plain"]))
            );
            if (saved.Trim() != ClaimTables.ToTable(table()).ToString().Trim())
            {
                problems.Add(
                    $"{NotebookFiles.Display(notebook)}: the cell \"{source}\" shows other claims than the data in the "
                        + "repository give. Run and save the notebook, and read its text again: the verdicts may "
                        + "differ."
                );
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    /// <summary>Another count, or another claim that agrees or opposes, needs another text.</summary>
    [Fact]
    public void README_says_how_many_claims_of_the_papers_these_networks_repeat()
    {
        ClaimList claims = PaperClaims.Compute(new PublishedData(), Pictures, Words);
        string[] Of(ClaimVerdict verdict) =>
            [.. claims.Where(claim => claim.Verdict == verdict).Select(claim => claim.Sentence)];
        Assert.Equal(["… (VGG-8, final)"], Of(ClaimVerdict.Agrees));
        Assert.Equal(
            ["Late metamers are more recognisable before training (ResNet-20, layer3)"],
            Of(ClaimVerdict.Opposes)
        );
        string text = File.ReadAllText(Path.Combine(ProjectFolder.Root, "README.md")).ReplaceLineEndings(" ");
        Assert.Contains(
            $"Of these {claims.Count} claims, the studies agree with {Of(ClaimVerdict.Agrees).Length} (",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains($"), oppose {Of(ClaimVerdict.Opposes).Length} (", text, StringComparison.Ordinal);
        Assert.Contains(
            $"), and cannot decide {Of(ClaimVerdict.CannotBeSaid).Length}: "
                + $"{Pictures.ToRecognition().Stimuli} pictures and {Words.ToRecognition().Stimuli} words ",
            text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_index_names_cells_that_exist()
    {
        string text = File.ReadAllText(Path.Combine(ProjectFolder.Notebooks, "README.md"));
        List<string> problems = [];
        int named = 0;
        foreach (Match entry in Entry().Matches(text))
        {
            string file = Path.Combine(ProjectFolder.Notebooks, entry.Groups["file"].Value);
            if (!File.Exists(file))
            {
                problems.Add($"There is no {entry.Groups["file"].Value}.");
                continue;
            }

            string notebook = File.ReadAllText(file);
            foreach (Match cell in CellName().Matches(entry.Groups["cells"].Value))
            {
                named++;
                if (!notebook.Contains($"\"id\": \"{cell.Groups["id"].Value}\"", StringComparison.Ordinal))
                {
                    problems.Add($"{entry.Groups["file"].Value} has no cell {cell.Groups["id"].Value}.");
                }
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.InRange(named, 40, int.MaxValue);
    }

    private static StudyResults Load(string name) =>
        StudyResults.Load(Path.Combine(ProjectFolder.Data, "studies", name));

    [GeneratedRegex(@"\b\w+Claims\.\w+\(")]
    private static partial Regex Call();

    // A link to a notebook, and the names of cells up to the next link or the end of the column.
    [GeneratedRegex(@"\]\((?<file>\d\d_[a-z0-9_]+\.ipynb)\)(?<cells>[^|\]\[]*)")]
    private static partial Regex Entry();

    [GeneratedRegex("`(?<id>cell-[0-9a-z]+|[0-9a-f]{8})`")]
    private static partial Regex CellName();
}
