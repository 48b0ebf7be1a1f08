using System.Formats.Tar;
using System.IO.Compression;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using SkiaSharp;

namespace Metamers.Tests.Stimuli.Data.Sets;

public sealed class Cifar10Tests
{
    [Fact]
    public void The_official_archive_is_read_by_label_and_order()
    {
        using TemporaryFolder folder = new();
        string path = Archive(folder, records: 10_000);
        IReadOnlyList<ImageStimulus> pictures = new Cifar10(path).Subset(DataPart.Test, perClass: 2, firstIndex: 998);

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
        MetamerException error = Assert.Throws<MetamerException>(() => new Cifar10(half).Load(DataPart.Test));
        Assert.Contains("half.tar.gz", error.Message, StringComparison.Ordinal);
        Assert.Contains("fetch it again", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The reader of .NET throws ArgumentOutOfRangeException for a time after the year 9999.</summary>
    [Fact]
    public void Archives_whose_entries_have_impossible_times_are_refused_with_what_to_do()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "archive.tar");
        using (TarWriter tar = new(File.Create(path), TarEntryFormat.Gnu))
        {
            tar.WriteEntry(folder.Write("0.jpg", new byte[10]), "train/cat/0000.jpg");
        }

        const int Time = 136; // twelve bytes of the header; then eight of its sum, which counts as spaces
        byte[] bytes = File.ReadAllBytes(path);
        bytes[Time] = 0x80; // binary, not octal digits
        bytes.AsSpan(Time + 1, 11).Fill(0x7f);
        bytes.AsSpan(Time + 12, 8).Fill((byte)' ');
        int sum = bytes.Take(512).Sum(one => one);
        System.Text.Encoding.ASCII.GetBytes($"{Convert.ToString(sum, 8).PadLeft(6, '0')}\0 ").CopyTo(bytes, Time + 12);
        File.WriteAllBytes(path, bytes);
        foreach (
            Action read in new Action[]
            {
                () => new Cifar10(path).Load(DataPart.Train),
                () => new SpokenDigits(path).Load(DataPart.Test, SpokenDigitsTask.Digit),
            }
        )
        {
            string message = Assert.Throws<MetamerException>(read).Message;
            Assert.Contains("the archive is damaged", message, StringComparison.Ordinal);
            Assert.Contains("fetch it again", message, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void An_archive_that_lacks_pictures_says_how_many()
    {
        using TemporaryFolder folder = new();
        MetamerException error = Assert.Throws<MetamerException>(() =>
            new Cifar10(Archive(folder, records: 50)).Load(DataPart.Test)
        );
        Assert.Contains("holds 50 of the 10000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_beyond_the_class_is_refused() =>
        Assert.Contains(
            "1000 pictures per class",
            Assert
                .Throws<MetamerException>(() => new Cifar10("none").Subset(DataPart.Test, 2, firstIndex: 999))
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void The_JPEG_form_gives_the_photographs_by_class_and_index()
    {
        string path = TestFiles.Data("cifar10-jpeg.tar");
        IReadOnlyList<ImageStimulus> one = new Cifar10(path).Subset(DataPart.Test, 1, firstIndex: 3);
        IReadOnlyList<ImageStimulus> two = new Cifar10(path).Subset(DataPart.Test, 2, firstIndex: 2);
        Assert.Equal(Cifar10.ClassNames, one.Select(picture => picture.Label));
        Assert.True(one[4].Pixels.Equals(two[9].Pixels), "deer 3 is deer 3 in any subset");
        // A bird against a blue sky.
        Assert.InRange(one[2].Pixels[2].mean().item<float>() - one[2].Pixels[0].mean().item<float>(), 0.1, 1);
    }

    [Fact]
    public void The_parts_of_the_official_archive_are_those_of_its_files()
    {
        using TemporaryFolder folder = new();
        Cifar10 archive = new(
            Archive(folder, [("test_batch.bin", 20, 7), ("data_batch_2.bin", 10, 9), ("data_batch_1.bin", 10, 8)])
        );
        Assert.Equal([7, 7], Marks(archive.Subset(DataPart.Test, 2)));
        Assert.Equal([8, 9], Marks(archive.Subset(DataPart.Train, 2)));

        static IEnumerable<int> Marks(IReadOnlyList<ImageStimulus> pictures) =>
            pictures.Take(2).Select(picture => (int)Math.Round(picture.Pixels[1, 5, 5].item<float>() * 255));
    }

    [Fact]
    public void A_red_JPEG_picture_is_red()
    {
        using TemporaryFolder folder = new();
        using (TarWriter tar = new(File.Create(folder["jpeg.tar"])))
        {
            foreach ((string part, SKColor colour) in new[] { ("train", SKColors.Blue), ("test", SKColors.Red) })
            {
                using SKBitmap bitmap = new(32, 32);
                bitmap.Erase(colour);
                foreach (string name in Cifar10.ClassNames)
                {
                    Stream jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 95).AsStream();
                    tar.WriteEntry(
                        new UstarTarEntry(TarEntryType.RegularFile, $"x/{part}/{name}/0000.jpg") { DataStream = jpeg }
                    );
                }
            }
        }

        Cifar10 archive = new(folder["jpeg.tar"]);
        Assert.Equal([254, 0, 0], Colour(archive.Subset(DataPart.Test, 1)[9]));
        Assert.Equal([0, 0, 254], Colour(archive.Subset(DataPart.Train, 1)[9]));

        static IEnumerable<int> Colour(ImageStimulus picture) =>
            Enumerable.Range(0, 3).Select(channel => (int)(picture.Pixels[channel, 9, 9].item<float>() * 255));
    }

    /// <summary>
    /// An archive in the official form, with a test batch of so many records whose pixels tell their number.
    /// </summary>
    private static string Archive(TemporaryFolder folder, int records) =>
        Archive(folder, [("test_batch.bin", records, 0)]);

    /// <summary>As above, of several batches, each with a mark in all pixels of its pictures but two.</summary>
    private static string Archive(TemporaryFolder folder, (string Name, int Records, byte Mark)[] batches)
    {
        string path = folder["cifar-10-binary.tar.gz"];
        using GZipStream stream = new(File.Create(path), CompressionLevel.Fastest);
        using TarWriter tar = new(stream);
        foreach ((string name, int records, byte mark) in batches)
        {
            byte[] batch = new byte[records * 3073];
            Array.Fill(batch, mark);
            for (int i = 0; i < records; i++)
            {
                batch[i * 3073] = (byte)(i % 10);
                batch[i * 3073 + 1] = (byte)(i % 251);
                batch[i * 3073 + 3072] = (byte)(i % 241);
            }

            tar.WriteEntry(folder.Write($"cifar-10-batches-bin/{name}", batch), $"cifar-10-batches-bin/{name}");
        }

        return path;
    }
}
