using Metamers.Plotting.Pictures;
using Metamers.Plotting.Sounds;
using static TorchSharp.torch;

namespace Metamers.Tests.Plotting.Pictures;

public class PictureGridReaderTests
{
    private const string Strange = "a <b> & \"c\" 'd' é_×_✓ &amp;";

    [Fact]
    public void A_grid_is_read_back_with_all_that_it_shows()
    {
        PictureGrid grid = new(
            Strange,
            ["natural", "layer_1_relu", Strange],
            [
                new(
                    Strange,
                    [
                        GridPicture.From(Noise(8, 8), Strange, correct: true) with
                        {
                            Hover = Strange,
                        },
                        GridPicture.From(Noise(8, 16), "", correct: false),
                        null,
                    ]
                ),
                new("", [GridPicture.From(Noise(8, 8), "cat"), GridPicture.From(Noise(8, 8)), null]),
            ],
            Strange
        );
        PictureGrid read = Again(grid);
        Assert.Equal(grid.ToPng(), read.ToPng());
        Assert.Equal((grid.Title, grid.Note, grid.Scale), (read.Title, read.Note, read.Scale));
        Assert.Equal(grid.Columns, read.Columns);
        Assert.Equal((Strange, Strange, true), Of(read.Rows[0].Pictures[0]!));
        Assert.Equal((null, "", false), Of(read.Rows[0].Pictures[1]!));
        Assert.Null(read.Rows[0].Pictures[2]);
        Assert.Equal((null, "cat", null), Of(read.Rows[1].Pictures[0]!));
        Assert.Null(Again(new("t", ["a"], [new("b", [null])])).Note);

        static (string?, string?, bool?) Of(GridPicture picture) => (picture.Hover, picture.Caption, picture.Correct);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(11)]
    public void Sizes_and_scaling_are_told_by_the_table(int columns)
    {
        GridPicture[] kinds =
        [
            GridPicture.From(Noise(300, 224)), // reduced, as JPEG
            GridPicture.From(Noise(32, 32)), // squares
            GridPicture.From(new HeatMap(new float[20, 30], 0, 30, 0, 20, ""), 60, 64),
            GridPicture.From(PixelImage.Png(PixelImage.ToBitmap(Noise(40, 40))), 50, 50), // reduced, as PNG
        ];
        string[] headings = [.. Enumerable.Range(0, columns).Select(i => $"{i}")];
        foreach (GridPicture[] row in kinds.Select(kind => Enumerable.Repeat(kind, columns).ToArray()))
        {
            PictureGrid grid = new("t", headings, [new("a", row)]);
            Assert.Equal(grid.ToPreviewPng(), Again(grid).ToPreviewPng());
        }

        PictureGrid mixed = new("t", headings, [.. kinds.Select((kind, i) => new PictureRow($"{i}", Row(kind)))]);
        Assert.Equal(mixed.ToPreviewPng(), Again(mixed).ToPreviewPng());

        GridPicture?[] Row(GridPicture kind) => [kind, .. Enumerable.Repeat<GridPicture?>(null, columns - 1)];
    }

    [Fact]
    public void Players_are_dropped()
    {
        GridPicture silent = GridPicture.From(new HeatMap(new float[20, 30], 0, 30, 0, 20, ""), 60, 64);
        PictureGrid Grid(GridPicture picture) => new("t", ["a"], [new("b", [picture])]);
        PictureGrid read = Read(Grid(silent with { Sound = SoundPlayer.From(zeros(800), 8000, "s") }).ToHtml())!;
        Assert.Equal(Grid(silent).ToHtml(), read.ToHtml());
    }

    [Fact]
    public void Anything_that_would_not_be_written_so_is_no_grid()
    {
        string html = new PictureGrid("t", ["a"], [new("b", [GridPicture.From(Noise(8, 8), "c")])], "n").ToHtml();
        Assert.NotNull(Read(html));
        Assert.Null(Read(""));
        Assert.Null(Read("<p>text</p>"));
        Assert.Null(Read(html + " "));
        Assert.Null(Read(html.Replace("base64,iVBORw0KGgo", "base64,?VBORw0KGgo", StringComparison.Ordinal)));
        Assert.Null(Read(html.Replace("base64,iVBORw0KGgo", "base64,iVBORw0KGg", StringComparison.Ordinal)));
        Assert.Null(Read(html.Replace("base64,iVBORw0KGgo", "base64,AAAAAAAAAAA", StringComparison.Ordinal)));
        Assert.Null(Read(html.Replace("width=\"", "width=\"99999999999", StringComparison.Ordinal)));
        Assert.Null(Read(html.Replace("width=\"128\"", "width=\"64\"", StringComparison.Ordinal)));
        Assert.Null(Read(html.Replace("</tr></tbody>", "<td></td></tr></tbody>", StringComparison.Ordinal)));
        Assert.Null(Read(html.Replace("font-weight:600\">b<", "font-weight:500\">b<", StringComparison.Ordinal)));
    }

    private static PictureGrid Again(PictureGrid grid)
    {
        string html = grid.ToHtml();
        PictureGrid? read = Read(html);
        Assert.NotNull(read);
        Assert.Equal(html, read.ToHtml());
        return read;
    }

    private static PictureGrid? Read(string html) => PictureGridReader.Read(html);

    private static Tensor Noise(long height, long width)
    {
        using Generator generator = new(1, CPU);
        return rand([3, height, width], float32, generator: generator);
    }
}
