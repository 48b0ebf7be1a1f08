using System.Buffers.Binary;
using System.Text;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Images;
using SkiaSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Stimuli.Images;

public sealed class ImageFileTests : IDisposable
{
    private static readonly string Golden = Path.Combine(
        Checkout.Folder!,
        "tests",
        "Metamers.Tests",
        "Golden",
        "images"
    );

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> ReadableFiles { get; } =
    [.. Directory.GetFiles(Path.Combine(Golden, "expected")).Select(path => Path.GetFileNameWithoutExtension(path)!)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(ReadableFiles))]
    public void Every_form_of_picture_is_read_as_Pillow_reads_it(string file)
    {
        Tensor expected = ImageFile.Load(Path.Combine(Golden, "expected", file + ".png"), 24).Pixels;
        ImageStimulus picture = ImageFile.Load(Source(file), 24);
        Assert.Equal([3, 24, 24], picture.Pixels.shape);
        Assert.Equal(ScalarType.Float32, picture.Pixels.dtype);
        Assert.Equal(Path.GetFileNameWithoutExtension(file), picture.Name);
        Assert.StartsWith(file, picture.Source);
        double difference = (picture.Pixels - expected).abs().max().item<float>() * 255;
        Assert.True(difference < 1e-3, $"{file} differs from Pillow by {difference:F2} grey levels");
    }

    [Fact]
    public void The_golden_files_hold_every_form()
    {
        string[] files =
        [
            .. Directory
                .GetFiles(Path.Combine(Golden, "expected"))
                .Select(path => Path.GetFileNameWithoutExtension(path)!),
        ];
        Assert.Equal(34, files.Length);
        Assert.Equal(8, files.Count(file => file.StartsWith("exif") && file.EndsWith(".jpg")));
    }

    [Fact]
    public void Pixels_are_red_green_blue_with_rows_from_the_top()
    {
        // Written by SkiaSharp, so that reading is not tested with the library's own writing.
        using SKBitmap bitmap = new(3, 3);
        bitmap.SetPixel(0, 0, new SKColor(255, 0, 51));
        bitmap.SetPixel(2, 0, new SKColor(0, 102, 0));
        bitmap.SetPixel(0, 2, new SKColor(1, 2, 3));
        bitmap.SetPixel(1, 1, new SKColor(255, 255, 255));
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        Tensor pixels = ImageFile.Load(_folder.Write("corner.png", png.ToArray()), 3).Pixels;
        Assert.Equal([1f, 0f, 51 / 255f], pixels[TensorIndex.Colon, 0, 0].data<float>().ToArray());
        Assert.Equal([0f, 102 / 255f, 0f], pixels[TensorIndex.Colon, 0, 2].data<float>().ToArray());
        Assert.Equal([1 / 255f, 2 / 255f, 3 / 255f], pixels[TensorIndex.Colon, 2, 0].data<float>().ToArray());
    }

    [Fact]
    public void A_cmyk_picture_is_refused_with_its_cure() =>
        AssertRefused(Source("cmyk.jpg"), "is a CMYK JPEG", "Convert it to RGB");

    [Fact]
    public void Another_format_is_refused_with_those_that_are_read()
    {
        AssertRefused(Source("picture.gif"), "is a GIF file; PNG, JPEG, WebP and BMP files can be read");
        AssertRefused(
            Source("picture.tif"),
            "is a TIFF file (or a camera's raw file); PNG, JPEG, WebP and BMP files can be read. Convert it to PNG"
        );
        void Named(string start, string what) =>
            AssertRefused(_folder.Write("x.png", [.. Encoding.Latin1.GetBytes(start), .. new byte[200]]), what);
        Named("\0\0\0\u0018ftypheic", "is a HEIC file, as phones save them; PNG");
        Named("\0\0\0\u001cftypavif", "is an AVIF file; PNG");
        Named("\0\0\0\u000cjP  \r\n", "is a JPEG 2000 file; PNG");
        Named("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>", "is an SVG drawing; PNG");
        Named("P6\n2 2\n255\n", "is a PNM file; PNG");
        Named("8BPS\0\u0001", "is a Photoshop file; PNG");
        Named(new string('\0', 128) + "DICM", "is a DICOM file; PNG");
        Named("version https://git-lfs.github.com/spec/v1", "is a Git LFS pointer in place of the file: run git lfs");
        Named("\u0093NUMPY\u0001", "is a NumPy array. Save it as a picture");
        AssertRefused(_folder.Write("notes.png", Encoding.ASCII.GetBytes("not a picture at all")), "is not a picture");
        AssertRefused(
            _folder.Write("page.jpg", Encoding.ASCII.GetBytes("<!doctype html><html></html>")),
            "is an HTML page"
        );
    }

    [Theory]
    [InlineData("rgb.png")]
    [InlineData("interlaced.png")]
    [InlineData("rgb16.png")]
    [InlineData("rgb.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("lossless.webp")]
    [InlineData("lossy.webp")]
    [InlineData("rgb.bmp")]
    [InlineData("palette.bmp")]
    public void A_truncated_picture_is_refused_wherever_it_was_cut(string file)
    {
        byte[] whole = File.ReadAllBytes(Source(file));
        foreach (double share in new[] { 0.02, 0.3, 0.6, 0.9 })
        {
            string path = _folder.Write(file, whole[..(int)(whole.Length * share)]);
            Exception? error = Record.Exception(() => ImageFile.Load(path, 24));
            Assert.True(error is MetamerException, $"{file} cut at {share:P0}: {error?.ToString() ?? "was read"}");
            Assert.Contains(path, error!.Message);
            Assert.Matches("truncated|damaged", error.Message);
        }
    }

    [Fact]
    public void Any_damage_gives_a_picture_or_an_error_that_names_the_file()
    {
        Random random = new(7);
        foreach (string source in Directory.GetFiles(Path.Combine(Golden, "sources")))
        {
            for (int i = 0; i < 12; i++)
            {
                byte[] bytes = File.ReadAllBytes(source);
                for (int k = 0; k < 3; k++)
                {
                    bytes[random.Next(Math.Min(bytes.Length, 400))] = (byte)random.Next(256);
                }

                string path = _folder.Write(Path.GetFileName(source), bytes);
                Exception? error = Record.Exception(() => ImageFile.Load(path, 24, enlarge: true));
                Assert.True(error is null or MetamerException, $"{Path.GetFileName(source)}, trial {i}: {error}");
                Assert.Contains(path, error?.Message ?? path);
            }
        }
    }

    [Fact]
    public void A_picture_with_damaged_pixels_is_refused()
    {
        byte[] bytes = File.ReadAllBytes(Source("rgb.png"));
        bytes[bytes.Length / 2] ^= 0xFF;
        AssertRefused(_folder.Write("damaged.png", bytes), "its header is good but");
    }

    [Fact]
    public void A_header_that_claims_a_huge_size_is_refused_before_decoding()
    {
        byte[] bytes = File.ReadAllBytes(Source("rgb.bmp"));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(18), 30_000);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(22), 20_000);
        AssertRefused(
            _folder.Write("bomb.bmp", bytes),
            "30,000 × 20,000 pixels; at most 100,000,000 pixels are decoded"
        );
    }

    [Fact]
    public void Missing_empty_and_misplaced_files_are_refused()
    {
        AssertRefused(_folder["nothing.png"], "There is no picture at");
        AssertRefused(_folder.Write("empty.png", []), "is empty (0 bytes)");
        AssertRefused(_folder.Path, "is a folder; ImageFile.LoadFolder");
    }

    [Fact]
    public void A_small_picture_is_enlarged_only_on_demand()
    {
        AssertRefused(
            Source("rgb.png"),
            46,
            "is too small: its shorter side has 45 pixels but 46 are needed",
            "enlarge: true"
        );
        Assert.Equal([3, 46, 46], ImageFile.Load(Source("rgb.png"), 46, enlarge: true).Pixels.shape);
        Assert.Equal([3, 45, 45], ImageFile.Load(Source("rgb.png"), 45).Pixels.shape);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(100_000)]
    public void A_size_out_of_range_is_refused(int size)
    {
        Assert.Equal(
            "size",
            Assert.Throws<ArgumentOutOfRangeException>(() => ImageFile.Load(Source("rgb.png"), size)).ParamName
        );
    }

    [Fact]
    public void A_folder_is_read_in_the_order_of_names()
    {
        byte[] picture = File.ReadAllBytes(Source("rgb.png"));
        foreach (
            string name in new[] { "b.png", "a.PNG", "c.jpg", "c.bmp", ".hidden.png", "notes.txt", "deeper/d.png" }
        )
        {
            _folder.Write(name, name.StartsWith("notes") ? [1] : picture);
        }

        IReadOnlyList<ImageStimulus> pictures = ImageFile.LoadFolder(_folder.Path, 32);
        Assert.Equal(["a", "b", "c.bmp", "c.jpg"], pictures.Select(stimulus => stimulus.Name));

        _folder.Write("b.png", picture[..500]);
        Assert.Contains(_folder["b.png"], Message(() => ImageFile.LoadFolder(_folder.Path, 32)));
        Assert.Contains(
            "has no picture (.png, .jpg",
            Message(() => ImageFile.LoadFolder(Directory.CreateDirectory(_folder["none"]).FullName, 32))
        );
        Assert.Contains("There is no folder", Message(() => ImageFile.LoadFolder(_folder["absent"], 32)));
    }

    [Fact]
    public void Every_grey_level_survives_saving_and_loading()
    {
        Tensor levels = arange(256, dtype: float32).div(255).reshape(1, 16, 16).expand(3, 16, 16);
        ImageFile.Save(_folder["levels.png"], levels);
        Assert.True(ImageFile.Load(_folder["levels.png"], 16).Pixels.equal(levels).all().item<bool>());
    }

    [Fact]
    public void Saving_truncates()
    {
        Tensor pixels = tensor([0.999f, 1f, 0.5f, 0.0039f, 0.00393f, 0f], [1, 2, 3]).expand(3, 2, 3);
        using SKBitmap bitmap = SKBitmap.Decode(ImageFile.ToPng(pixels));
        Assert.Equal((3, 2), (bitmap.Width, bitmap.Height));
        Assert.Equal([254, 255, 127, 0, 1, 0], bitmap.Pixels.Select(pixel => (int)pixel.Green));
    }

    [Fact]
    public void A_scale_repeats_every_pixel()
    {
        Tensor pixels = ImageFile.Load(Source("rgb.png"), 8).Pixels;
        using SKBitmap small = SKBitmap.Decode(ImageFile.ToPng(pixels));
        using SKBitmap large = SKBitmap.Decode(ImageFile.ToPng(pixels, 5));
        Assert.Equal((40, 40), (large.Width, large.Height));
        Assert.All(
            Enumerable.Range(0, 1600),
            i => Assert.Equal(small.GetPixel(i % 40 / 5, i / 40 / 5), large.GetPixel(i % 40, i / 40))
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageFile.ToPng(pixels, 0));
        Assert.Contains("at most 100,000,000", Message(() => ImageFile.ToPng(zeros(3, 400, 400), 64)));
    }

    [Fact]
    public void What_is_no_picture_is_not_saved()
    {
        Assert.Contains("shape (1, 3, 8, 8)", Message(() => Save(zeros(1, 3, 8, 8))));
        Assert.Contains("shape (1, 8, 8)", Message(() => Save(zeros(1, 8, 8))));
        Assert.Contains("Float64 values", Message(() => Save(zeros(3, 8, 8, dtype: float64))));
        Assert.Contains("pixels from 0 to 255", Message(() => Save(cat([zeros(3, 8, 4), full([3, 8, 4], 255f)], 2))));
        Assert.Contains("contain no NaN", Message(() => Save(full([3, 8, 8], float.NaN))));
        Assert.Contains("must end in .png", Message(() => ImageFile.Save(_folder["x.jpg"], zeros(3, 8, 8))));
        Assert.Empty(_folder.Files());

        _folder.Write("blocked", [1]);
        Assert.Contains("Cannot write", Message(() => ImageFile.Save(_folder["blocked/x.png"], zeros(3, 8, 8))));
    }

    [Fact]
    public void A_gradient_and_a_view_do_not_hinder_saving()
    {
        Tensor pixels = rand(3, 8, 16, requires_grad: true)[
            TensorIndex.Colon,
            TensorIndex.Colon,
            TensorIndex.Slice(0, 16, 2)
        ];
        byte[] png = ImageFile.ToPng(pixels);
        Assert.Equal(ImageFile.ToPng(pixels.detach().contiguous()), png);
    }

    private void Save(Tensor pixels) => ImageFile.Save(_folder["x.png"], pixels);

    private static string Source(string file) => Path.Combine(Golden, "sources", file);

    private static void AssertRefused(string path, params string[] parts) => AssertRefused(path, 24, parts);

    private static void AssertRefused(string path, int size, params string[] parts)
    {
        string message = Message(() => ImageFile.Load(path, size));
        Assert.Contains(path, message);
        Assert.All(parts, part => Assert.Contains(part, message));
    }

    private static string Message(Action action) => Assert.Throws<MetamerException>(action).Message;
}
