using System.Text.RegularExpressions;
using Metamers.Plotting.Pictures;
using Metamers.Runtime;
using SkiaSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Plotting.Pictures;

public class PictureGridTests
{
    [Fact]
    public void A_picture_is_enlarged_by_whole_pixels_and_keeps_its_colours()
    {
        Picture picture = Picture.From(Corners(), scale: 5);
        using SKBitmap bitmap = Pngs.Decode(picture.ToPng());
        Assert.Equal((10, 10), (bitmap.Width, bitmap.Height));
        Assert.Equal(new SKColor(255, 0, 0), bitmap.GetPixel(0, 0));
        Assert.Equal(new SKColor(255, 0, 0), bitmap.GetPixel(4, 4));
        Assert.Equal(new SKColor(0, 255, 0), bitmap.GetPixel(5, 4));
        Assert.Equal(new SKColor(128, 128, 128), bitmap.GetPixel(9, 9));
        Assert.Contains("image-rendering:pixelated", picture.ToHtml());
        Assert.Equal("Picture, 2×2 pixels", picture.Description);
    }

    [Fact]
    public void Bytes_and_a_batch_of_one_are_pictures_too()
    {
        using DisposeScope scope = NewDisposeScope();
        byte[] expected = Picture.From(Corners(), scale: 1).ToPng();
        Assert.Equal(expected, Picture.From((Corners() * 255).round().to(uint8).unsqueeze(0), scale: 1).ToPng());
        Assert.Contains(
            "shape (2, 3, 2, 2)",
            Assert.Throws<MetamerException>(() => Picture.From(zeros(2, 3, 2, 2))).Message
        );
        Assert.Contains(
            "must be in [0, 1]",
            Assert.Throws<MetamerException>(() => Picture.From(zeros(3, 2, 2) + 2)).Message
        );
    }

    [Fact]
    public void The_table_has_headings_alternative_texts_and_a_mark_beside_the_colour()
    {
        string html = Sample().ToHtml();
        Assert.Equal(3, Regex.Matches(html, "<img ").Count); // one cell is empty
        Assert.Contains("alt=\"cat, layer_1: ✗ dog &lt;b&gt;\"", html);
        Assert.Contains(">✓</span> cat</span>", html);
        Assert.Contains("<th scope=\"col\"", html);
        Assert.Contains("layer_<wbr>1", html);
        Assert.DoesNotContain("<b>", html);
    }

    [Fact]
    public void The_static_picture_shows_each_picture_at_its_place()
    {
        PictureGrid grid = Sample();
        using SKBitmap bitmap = Pngs.Decode(grid.ToPng());
        Assert.Equal((2 * grid.Size.Width, 2 * grid.Size.Height), (bitmap.Width, bitmap.Height));
        Assert.Contains(new SKColor(255, 0, 0), bitmap.Pixels);
        Assert.Equal(4 * grid.Scale * grid.Scale * 3, bitmap.Pixels.Count(pixel => pixel == new SKColor(255, 0, 0)));
    }

    [Fact]
    public void The_pictures_of_eight_columns_of_cifar_fit_the_page_three_times_enlarged()
    {
        GridPicture picture = GridPicture.From(zeros(3, 32, 32));
        PictureGrid grid = new(
            "t",
            [.. Enumerable.Range(0, 8).Select(i => $"{i}")],
            [new("a", [.. Enumerable.Repeat(picture, 8)])]
        );
        Assert.Equal(3, grid.Scale);
        Assert.InRange(grid.Size.Width, 800, 952);
    }

    [Fact]
    public void Large_pictures_are_reduced() =>
        Assert.Equal(
            (128, 64),
            (GridPicture.From(zeros(3, 224, 448)).Width, GridPicture.From(zeros(3, 224, 448)).Height)
        );

    [Fact]
    public void Noise_of_a_large_picture_stays_noise()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(5);
        Tensor noise = rand(3, 224, 224, generator: generator);
        GridPicture picture = GridPicture.From(noise);
        using SKBitmap stored = SKBitmap.Decode(picture.File);
        Assert.Equal((224, 128), (stored.Width, picture.Width));
        double[] red = [.. stored.Pixels.Select(pixel => pixel.Red / 255.0)];
        double deviation = Math.Sqrt(red.Select(value => Math.Pow(value - red.Average(), 2)).Average());
        Assert.InRange(deviation / noise[0].std().item<float>(), 0.9, 1.1);
        Assert.InRange(picture.File.Length, 1, 120_000);
        PictureGrid grid = new("t", ["a"], [new("b", [picture])]);
        string html = grid.ToHtml();
        using SKBitmap preview = SKBitmap.Decode(grid.ToPreviewPng());
        Assert.Equal(grid.Size, (preview.Width, preview.Height));
        Assert.Equal(new SKColor(255, 255, 255), preview.GetPixel(0, 0));
        Assert.InRange(preview.Pixels.Select(pixel => pixel.Red).Distinct().Count(), 8, 16);
        Assert.Contains("data:image/jpeg;base64,", html, StringComparison.Ordinal);
        Assert.Contains("width=\"128\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Large_pictures_in_many_columns_fit_the_page()
    {
        GridPicture picture = GridPicture.From(zeros(3, 224, 224));
        PictureGrid Grid(int columns) =>
            new(
                "t",
                [.. Enumerable.Range(0, columns).Select(i => $"{i}")],
                [new("a", [.. Enumerable.Repeat(picture, columns)])]
            );
        Assert.Equal(128, Grid(6).WidthOf(picture));
        Assert.InRange(Grid(8).WidthOf(picture), 90, 110);
        Assert.Equal(Grid(8).WidthOf(picture), Grid(8).HeightOf(picture));
        Assert.InRange(Grid(8).Size.Width, 900, 952);
        Assert.Contains($"width=\"{Grid(8).WidthOf(picture)}\"", Grid(8).ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_of_another_length_is_refused_with_its_name()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() =>
            new PictureGrid("t", ["a", "b"], [new("cat", [null])])
        );
        Assert.Equal(
            "The row 'cat' has 1 pictures for 2 columns. Give one a column, null for an empty place.",
            error.Message
        );
        Assert.Contains(
            "0 rows and 1 columns",
            Assert.Throws<ArgumentException>(() => new PictureGrid("t", ["a"], [])).Message
        );
    }

    private static PictureGrid Sample() =>
        new(
            "Metamers",
            ["natural", "layer_1"],
            [
                new(
                    "cat",
                    [
                        GridPicture.From(Corners(), "cat", correct: true),
                        GridPicture.From(Corners(), "dog <b>", correct: false),
                    ]
                ),
                new("dog", [GridPicture.From(Corners()), null]),
            ]
        );

    /// <summary>(3, 2, 2): red, green, blue and half grey.</summary>
    private static Tensor Corners() =>
        tensor(new float[] { 1, 0, 0, 0.5f, 0, 1, 0, 0.5f, 0, 0, 1, 0.5f }).reshape(3, 2, 2);
}
