using System.Formats.Tar;
using System.IO.Compression;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using SkiaSharp;

namespace Metamers.Tests.Stimuli.Data.Sets;

/// <summary>Ten pictures of known colours in both official forms: red comes first, and stays red.</summary>
public sealed class Cifar10ColourTests
{
    private const int Pixels = Cifar10.Size * Cifar10.Size;

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 3 / 255.0)] // a JPEG picture is not exact
    public void Red_green_and_blue_are_in_their_places(bool jpeg, double tolerance)
    {
        using TemporaryFolder folder = new();
        string path = jpeg ? Jpeg(folder) : Binary(folder);
        IReadOnlyList<ImageStimulus> pictures = new Cifar10(path).Subset(DataPart.Test, perClass: 1);
        Assert.Equal(Cifar10.ClassNames, pictures.Select(picture => picture.Label));
        Assert.All(
            pictures,
            picture =>
            {
                SKColor colour = Colour(picture.ClassIndex!.Value);
                foreach ((int channel, byte value) in new[] { colour.Red, colour.Green, colour.Blue }.Index())
                {
                    Assert.Equal(value / 255.0, picture.Pixels[channel].min().item<float>(), tolerance + 1e-6);
                    Assert.Equal(value / 255.0, picture.Pixels[channel].max().item<float>(), tolerance + 1e-6);
                }
            },
            throwIfEmpty: true
        );
    }

    [Theory]
    // within the pixels, of which it has all but some rows
    [InlineData(0.95, "is not a whole JPEG picture of 32×32 pixels")]
    [InlineData(0.6, "is not a whole JPEG picture of 32×32 pixels")]
    [InlineData(0.05, "is not a whole JPEG picture of 32×32 pixels")] // within the tables before them
    [InlineData(0, "holds 0 of the 10 pictures")]
    public void A_picture_that_is_cut_off_is_refused_and_not_filled_with_black(double share, string message)
    {
        using TemporaryFolder folder = new();
        string path = Jpeg(folder, share, detailed: true);
        Assert.Contains(
            message,
            Assert.Throws<MetamerException>(() => new Cifar10(path).Subset(DataPart.Test, perClass: 1)).Message
        );
    }

    private static SKColor Colour(int label) =>
        new((byte)(200 + label), (byte)(100 + 2 * label), (byte)(20 + 3 * label));

    /// <summary>cifar-10-binary.tar.gz: a label, then the planes of red, green and blue.</summary>
    private static string Binary(TemporaryFolder folder)
    {
        byte[] batch =
        [
            .. Enumerable
                .Range(0, 10)
                .SelectMany(label =>
                    new[] { (byte)label }
                        .Concat(Enumerable.Repeat(Colour(label).Red, Pixels))
                        .Concat(Enumerable.Repeat(Colour(label).Green, Pixels))
                        .Concat(Enumerable.Repeat(Colour(label).Blue, Pixels))
                ),
        ];
        string path = folder["cifar-10-binary.tar.gz"];
        using GZipStream stream = new(File.Create(path), CompressionLevel.Fastest);
        using TarWriter tar = new(stream);
        Add(tar, "cifar-10-batches-bin/test_batch.bin", batch);
        return path;
    }

    /// <summary>cifar10-jpeg.tar: test/CLASS/NNNN.jpg.</summary>
    private static string Jpeg(TemporaryFolder folder, double share = 1, bool detailed = false)
    {
        string path = folder["cifar10-jpeg.tar"];
        using FileStream stream = File.Create(path);
        using TarWriter tar = new(stream);
        foreach ((int label, string name) in Cifar10.ClassNames.Index())
        {
            using SKBitmap bitmap = new(Cifar10.Size, Cifar10.Size);
            bitmap.Erase(Colour(label));
            for (int pixel = 0; detailed && pixel < Pixels; pixel++)
            {
                byte grey = (byte)(pixel * 2_654_435_761 >> 24); // no two neighbours are alike, so the file is long
                bitmap.SetPixel(pixel % Cifar10.Size, pixel / Cifar10.Size, new SKColor(grey, grey, grey));
            }

            using SKData data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 100);
            Add(tar, $"test/{name}/0000.jpg", data.ToArray()[..(int)(share * data.Size)]);
        }

        return path;
    }

    private static void Add(TarWriter tar, string name, byte[] content) =>
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
}
