using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Metamers.Plotting.Pictures;
using Metamers.Runtime;
using SkiaSharp;
using Workbook.Notebooks;

namespace Notebook.Tests;

/// <summary>Figures that notebooks have saved, and the command that writes them to files.</summary>
public sealed partial class SavedFigureTests : IDisposable
{
    private const string Showcase = "02_metamers_by_stage";
    private const string ShowcaseCell = "cell-09";
    private const string Chart = "cell-11";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string At(string file) => Path.Combine(folder.Path, file);

    /// <summary>The notebooks with grids of pictures or of sounds.</summary>
    public static TheoryData<string> WithGrids() =>
        [
            .. NotebookFiles
                .Lessons.Concat(NotebookFiles.Solutions)
                .Where(notebook => Grids(notebook).Any())
                .Select(NotebookFiles.Display),
        ];

    [Theory]
    [MemberData(nameof(WithGrids))]
    public void A_saved_grid_is_read_back_exactly_and_its_text_and_picture_say_the_same(string path)
    {
        foreach ((string cell, JsonObject data) in Grids(NotebookFile.Load(Path.Combine(ProjectFolder.Root, path))))
        {
            PictureGrid? grid = SavedFigure.GridOf(data);
            Assert.True(grid is not null, $"{cell}: the HTML is not what a grid writes now.");
            Assert.Equal(Player().Replace(NotebookCell.JoinLines(data["text/html"]), ""), grid.ToHtml());
            Assert.Equal(grid.Description, NotebookCell.JoinLines(data["text/plain"]));
            using SKBitmap saved = SKBitmap.Decode(Convert.FromBase64String((string)data["image/png"]!));
            using SKBitmap drawn = SKBitmap.Decode(grid.ToPreviewPng());
            Alike(saved, drawn, cell);
        }
    }

    [Fact]
    public void The_picture_at_the_head_of_README_is_the_saved_result_of_notebook_02()
    {
        string text = File.ReadAllText(Path.Combine(ProjectFolder.Root, "README.md"));
        Assert.Contains("](notebooks/metamers.jpg)", text, StringComparison.Ordinal);
        Assert.Contains(
            $"lib/Workbook -- figure 02 {ShowcaseCell} -o notebooks/metamers.jpg`",
            text.ReplaceLineEndings(" "),
            StringComparison.Ordinal
        );
        string written = At("metamers.jpg");
        (int code, string said) = DotNet.Run(
            ProjectFolder.Root,
            Path.Combine(AppContext.BaseDirectory, "Workbook.dll"),
            "figure",
            "02",
            ShowcaseCell,
            "-o",
            written
        );
        Assert.True(code == 0, said);
        using SKBitmap shown = SKBitmap.Decode(Path.Combine(ProjectFolder.Notebooks, "metamers.jpg"));
        using SKBitmap drawn = SKBitmap.Decode(written);
        Alike(shown, drawn, "notebooks/metamers.jpg");
    }

    [Fact]
    public void A_figure_that_is_no_grid_is_the_picture_that_the_notebook_keeps()
    {
        NotebookFile notebook = NotebookFile.Load(NotebookCatalog.Find(Showcase));
        string kept = Kept(notebook);
        Assert.Contains("the picture that the notebook keeps", SavedFigure.Write(notebook, Chart, At("a.PNG")));
        Assert.Equal(Convert.FromBase64String(kept), File.ReadAllBytes(At("a.PNG")));
        SavedFigure.Write(notebook, Chart, At("a.jpeg"));
        Assert.Equal([0xFF, 0xD8], File.ReadAllBytes(At("a.jpeg")).Take(2));
    }

    [Fact]
    public void A_grid_of_sounds_is_drawn_without_its_players()
    {
        NotebookFile notebook = NotebookFile.Load(NotebookCatalog.Find("05"));
        Assert.EndsWith(
            "; the players of its sounds are left out",
            SavedFigure.Write(notebook, "cell-09", At("a.png"))
        );
        Assert.NotEmpty(File.ReadAllBytes(At("a.png")));
    }

    [Theory]
    [InlineData("cell-09", "a.gif", "'a.gif' ends in neither. Give a name that ends in .png or .jpg.")]
    [InlineData("cell-10", "a.png", "has no saved figure in a cell 'cell-10'. The cells with figures are: cell-09,")]
    [InlineData("none", "a.png", "has no saved figure in a cell 'none'.")]
    public void What_cannot_be_written_is_refused(string cell, string file, string message)
    {
        NotebookFile notebook = NotebookFile.Load(NotebookCatalog.Find(Showcase));
        Assert.Contains(
            message,
            Assert.Throws<MetamerException>(() => SavedFigure.Write(notebook, cell, file)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_damaged_picture_is_refused()
    {
        string path = At("01_small.ipynb");
        File.Copy(NotebookCatalog.Find(Showcase), path);
        string text = File.ReadAllText(path);
        string kept = Kept(NotebookFile.Load(path));
        File.WriteAllText(path, text.Replace(kept, "?" + kept[1..], StringComparison.Ordinal));
        Assert.Contains("is damaged", Message("a.png"));
        File.WriteAllText(path, text.Replace(kept, "AAAA", StringComparison.Ordinal));
        Assert.Contains("its 3 bytes are not a PNG", Message("a.jpg"));

        string Message(string file) =>
            Assert.Throws<MetamerException>(() => SavedFigure.Write(NotebookFile.Load(path), Chart, At(file))).Message;
    }

    /// <summary>The picture of a chart, in base64.</summary>
    private static string Kept(NotebookFile notebook) =>
        (string)notebook.Cells.Single(cell => cell.Id == Chart).Outputs[^1]["data"]!["image/png"]!;

    private static IEnumerable<(string Cell, JsonObject Data)> Grids(NotebookFile notebook) =>
        from cell in notebook.Cells
        from output in cell.Outputs
        let data = output["data"] as JsonObject
        where data is not null && Head().IsMatch(NotebookCell.JoinLines(data["text/html"]))
        select (cell.Id!, data);

    /// <summary>Equal but for what another rasteriser of fonts makes of the letters.</summary>
    private static void Alike(SKBitmap saved, SKBitmap drawn, string what)
    {
        Assert.True((saved.Width, saved.Height) == (drawn.Width, drawn.Height), $"{what}: the sizes differ.");
        double difference = saved
            .Pixels.Zip(drawn.Pixels)
            .Average(pair =>
                Math.Abs(pair.First.Red - pair.Second.Red)
                + Math.Abs(pair.First.Green - pair.Second.Green)
                + Math.Abs(pair.First.Blue - pair.Second.Blue)
            );
        Assert.True(difference < 0.5, $"{what}: drawn again, it differs by {difference:F2} levels in the mean.");
    }

    [GeneratedRegex("^(<div [^>]*>){2}[^<]*</div>(<div [^>]*>[^<]*</div>)?<table [^>]*><thead><tr [^>]*><th></th>")]
    private static partial Regex Head();

    [GeneratedRegex("<audio [^>]*></audio>")]
    private static partial Regex Player();
}
