using System.Formats.Tar;
using System.IO.Compression;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Xunit.Abstractions;

namespace Metamers.Tests.Stimuli.Data.Sets;

public sealed class Cifar10Tests(ITestOutputHelper output)
{
    [Fact]
    public void The_official_archive_is_read_by_label_and_order()
    {
        using TemporaryFolder folder = new();
        string path = Archive(folder, records: 10_000);
        IReadOnlyList<ImageStimulus> pictures = new Cifar10(path).Subset(
            Cifar10Split.Test,
            perClass: 2,
            firstIndex: 998
        );

        Assert.Equal(20, pictures.Count);
        Assert.Equal("truck-0999", pictures[^1].Name);
        Assert.Equal(("truck", (int?)9), (pictures[^1].Label, pictures[^1].ClassIndex));

        // Record i has the label i mod 10; its first red pixel is i mod 251, its last blue one i mod 241.
        int record = 999 * 10 + 9;
        Assert.Equal(record % 251 / 255f, pictures[^1].Pixels[0, 0, 0].item<float>());
        Assert.Equal(record % 241 / 255f, pictures[^1].Pixels[2, 31, 31].item<float>());
    }

    [Fact]
    public void A_truncated_archive_says_so()
    {
        using TemporaryFolder folder = new();
        string whole = Archive(folder, records: 10_000);
        string half = folder.Write("half.tar.gz", File.ReadAllBytes(whole)[..30_000]);
        MetamerException error = Assert.Throws<MetamerException>(() => new Cifar10(half).Load(Cifar10Split.Test));
        Assert.Contains("half.tar.gz", error.Message, StringComparison.Ordinal);
        Assert.Contains("fetch it again", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void An_archive_that_lacks_pictures_says_how_many()
    {
        using TemporaryFolder folder = new();
        MetamerException error = Assert.Throws<MetamerException>(() =>
            new Cifar10(Archive(folder, records: 50)).Load(Cifar10Split.Test)
        );
        Assert.Contains("holds 50 of the 10000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_beyond_the_class_is_refused() =>
        Assert.Contains(
            "1000 pictures a class",
            Assert
                .Throws<MetamerException>(() => new Cifar10("none").Subset(Cifar10Split.Test, 2, firstIndex: 999))
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void The_JPEG_form_gives_the_photographs_by_class_and_index()
    {
        if (TestFiles.Shared("cifar10/cifar10-jpeg.tar") is not { } path)
        {
            output.WriteLine("Not run: cifar10-jpeg.tar is in no shared/data folder next to the checkout.");
            return;
        }

        IReadOnlyList<ImageStimulus> one = new Cifar10(path).Subset(Cifar10Split.Test, 1, firstIndex: 3);
        IReadOnlyList<ImageStimulus> two = new Cifar10(path).Subset(Cifar10Split.Test, 2, firstIndex: 2);
        Assert.Equal(Cifar10.ClassNames, one.Select(picture => picture.Label));
        Assert.True(one[4].Pixels.Equals(two[9].Pixels), "deer 3 is deer 3 in any subset");
        Assert.InRange(one[2].Pixels[2].mean().item<float>() - one[2].Pixels[0].mean().item<float>(), 0.1, 1); // a bird before a blue sky
    }

    [Fact]
    public void Photographs_are_of_different_classes_or_dead_leaves_and_say_which()
    {
        IReadOnlyList<ImageStimulus> pictures = Photographs.Take(12);
        Assert.Equal(12, pictures.Select(picture => picture.Name).Distinct().Count());
        Assert.All(pictures, picture => Assert.Equal([3L, 32, 32], picture.Pixels.shape));
        if (Cifar10.Find() is null)
        {
            Assert.Contains("dead", Photographs.Attribution(pictures), StringComparison.OrdinalIgnoreCase);
        }
        else
        {
            Assert.Equal(10, pictures.Take(10).Select(picture => picture.Label).Distinct().Count());
            Assert.Contains("Krizhevsky", Photographs.Attribution(pictures), StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// An archive in the official form, with a test batch of so many records whose pixels tell their number.
    /// </summary>
    private static string Archive(TemporaryFolder folder, int records)
    {
        byte[] batch = new byte[records * 3073];
        for (int i = 0; i < records; i++)
        {
            batch[i * 3073] = (byte)(i % 10);
            batch[i * 3073 + 1] = (byte)(i % 251);
            batch[i * 3073 + 3072] = (byte)(i % 241);
        }

        string bin = folder.Write("cifar-10-batches-bin/test_batch.bin", batch);
        string path = folder["cifar-10-binary.tar.gz"];
        using (GZipStream stream = new(File.Create(path), CompressionLevel.Fastest))
        {
            using TarWriter tar = new(stream);
            tar.WriteEntry(bin, "cifar-10-batches-bin/test_batch.bin");
        }

        return path;
    }
}
