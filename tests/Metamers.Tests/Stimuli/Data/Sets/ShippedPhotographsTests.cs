using System.Security.Cryptography;
using Metamers.Evaluation;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using SkiaSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Stimuli.Data.Sets;

public sealed class ShippedPhotographsTests
{
    /// <summary>Licences under which the project may pass a picture on, as a changed one.</summary>
    private static readonly string[] Licences =
    [
        "CC0 1.0",
        "public domain",
        "CC BY 2.0",
        "CC BY 4.0",
        "CC BY-SA 3.0",
        "CC BY-SA 4.0",
    ];

    private static string Folder => ShippedPhotograph.Folder;

    private static IReadOnlyList<ShippedPhotograph> Rows { get; } = ShippedPhotograph.Read(Folder);

    public static TheoryData<string> Files() => [.. Rows.Select(row => row.File)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_the_one_that_the_table_describes(string name)
    {
        ShippedPhotograph row = Rows.Single(row => row.File == name);
        Assert.Null(Fault(row, Folder));
        using SKBitmap bitmap = SKBitmap.Decode(Path.Combine(Folder, name));
        Assert.Equal((Math.Min(320, row.Side), Math.Min(320, row.Side)), (bitmap.Width, bitmap.Height));
        Assert.InRange(bitmap.Width, 256, 320);
        Assert.Equal(row.Shows.EndsWith(", in grey", StringComparison.Ordinal), Colourfulness(bitmap) == 0);
        Assert.True(row.IsTexture || Colourfulness(bitmap) > 0.03, $"{name} is nearly grey.");
        Assert.Contains(row.Licence, Licences);
        Assert.StartsWith("https://", row.Source);
        Assert.All(new[] { row.Shows, row.Author, row.Basis, row.Package, row.Version }, text => Assert.NotEmpty(text));
        Assert.True(row.Class is null || Cifar10.ClassNames.Contains(row.Class), row.Class);
        Assert.True(row.Category is null || ImageNet16.Names.Contains(row.Category), row.Category);
    }

    [Fact]
    public void A_file_of_another_content_is_noticed()
    {
        using TemporaryFolder temporary = new();
        ShippedPhotograph row = Rows[0];
        byte[] content = File.ReadAllBytes(Path.Combine(Folder, row.File));
        content[content.Length / 2] ^= 1;
        temporary.Write(row.File, content);
        Assert.Equal("another content", Fault(row, temporary.Path));
        temporary.Write(row.File, content.AsSpan(1));
        Assert.Equal("another size", Fault(row, temporary.Path));
    }

    [Fact]
    public void The_folder_holds_what_the_table_lists_and_not_too_much()
    {
        Assert.Equal(
            Rows.Select(row => row.File).Order(StringComparer.Ordinal),
            Directory.GetFiles(Folder, "*.jpg").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)
        );
        Assert.Equal((30, 6), (Rows.Count(row => !row.IsTexture), Rows.Count(row => row.IsTexture)));
        Assert.InRange(Directory.GetFiles(Folder).Sum(path => new FileInfo(path).Length), 500_000, 3_000_000);
    }

    [Fact]
    public void The_readme_names_author_source_and_licence_of_each()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Folder, "README.md"));
        Assert.All(
            Rows,
            row =>
            {
                string line = Assert.Single(
                    lines,
                    line => line.StartsWith($"| `{row.File}` |", StringComparison.Ordinal)
                );
                Assert.Contains($"| {row.Shows} |", line);
                Assert.Contains($"| [{row.Author}]({row.Source}) | {row.Licence} | `{row.Package}` |", line);
                Assert.True(row.IsTexture || line.Contains($"| {row.Class ?? "–"} | {row.Category ?? "–"} |"), line);
            },
            throwIfEmpty: true
        );
    }

    [Fact]
    public void A_photograph_is_labelled_by_its_class_or_its_name_and_carries_its_author_and_licence()
    {
        IReadOnlyList<ImageStimulus> all = ShippedPhotographs.All(32);
        ShippedPhotograph[] rows = [.. Rows.Where(row => !row.IsTexture)];
        Assert.Equal(rows.Select(row => Path.GetFileNameWithoutExtension(row.File)), all.Select(one => one.Name));
        Assert.Equal(
            rows.Select(row => row.Class ?? Path.GetFileNameWithoutExtension(row.File)),
            all.Select(one => one.Label)
        );
        Assert.Equal(
            rows.Select(row => row.Class is { } known ? (int?)Cifar10.ClassNames.ToList().IndexOf(known) : null),
            all.Select(one => one.ClassIndex)
        );
        Assert.Equal(["cat", "dog", "bird", "horse", "espresso"], all.Take(5).Select(one => one.Label));
        Assert.Equal(10, all.Count(one => one.ClassIndex is not null));
        Assert.All(
            all.Zip(rows),
            pair =>
            {
                Assert.Equal(pair.Second.Licence, pair.First.Licence);
                Assert.Contains($"by {pair.Second.Author} ({pair.Second.Licence}), cropped", pair.First.Source);
            },
            throwIfEmpty: true
        );
        Assert.StartsWith(
            "Pictures: cat by Stefan van der Walt (CC0 1.0), cropped and scaled; dog by",
            all.Attribution()
        );
    }

    /// <summary>
    /// The mean of every block of 10×10 pixels of a picture of 320: what an anti-aliased reduction to 32 comes near,
    /// and taking single pixels does not.
    /// </summary>
    [Fact]
    public void Small_ones_are_reduced_without_aliasing()
    {
        using DisposeScope scope = NewDisposeScope();
        ImageStimulus whole = ShippedPhotographs.Textures(320)[0];
        Tensor small = ShippedPhotographs.Textures(32)[0].Pixels;
        Tensor means = nn.functional.avg_pool2d(whole.Pixels.unsqueeze(0), 10)[0];
        Tensor single = whole.Pixels[.., TensorIndex.Slice(5, null, 10), TensorIndex.Slice(5, null, 10)];
        double error = (small - means).abs().mean().item<float>();
        Assert.InRange(error, 0.001, 0.03);
        Assert.True((small - single).abs().mean().item<float>() > 4 * error);
    }

    [Fact]
    public void Textures_are_six_of_which_three_are_grey_and_have_no_class()
    {
        IReadOnlyList<ImageStimulus> textures = ShippedPhotographs.Textures();
        Assert.Equal(
            ["grass", "gravel", "brick", "bark", "galaxies", "paper"],
            textures.Select(texture => texture.Name)
        );
        Assert.Equal(
            [true, true, true, false, false, false],
            textures.Select(texture => texture.Pixels[0].Equals(texture.Pixels[2]))
        );
        Assert.Equal(
            ["CC0 1.0", "CC0 1.0", "CC0 1.0", "CC BY-SA 3.0", "public domain", "CC0 1.0"],
            textures.Select(texture => texture.Licence)
        );
        Assert.All(
            textures,
            texture =>
            {
                Assert.Equal([3L, 224, 224], texture.Pixels.shape);
                Assert.Equal((texture.Name, null), (texture.Label, texture.ClassIndex));
            },
            throwIfEmpty: true
        );
    }

    [Fact]
    public void They_are_a_data_set_to_be_shown_and_not_to_train_on()
    {
        DataSet set = DataSet.Find("photographs");
        Assert.True(set.IsFound);
        Assert.Equal((0, 0), (set.CountPerClass(DataPart.Train), set.CountPerClass(DataPart.Test)));
        Assert.Equal(
            ShippedPhotographs.All().Skip(2).Take(3).Select(one => one.Name),
            set.InTurn(DataPart.Test, 3, firstIndex: 2).Select(one => one.Name)
        );
        const string Message =
            "'photographs' has no training and test part: it is 30 pictures to be shown, 10 of them with a class. "
            + "Train and test on cifar10, cifar10-jpeg or stimuli of your own";
        Assert.StartsWith(Message, Assert.Throws<MetamerException>(() => set.Load(DataPart.Train)).Message);
        Assert.StartsWith(Message, Assert.Throws<MetamerException>(() => set.Subset(DataPart.Test, 1)).Message);
        Assert.StartsWith(
            "The project ships 30 photographs; asked for 31.",
            Assert.Throws<MetamerException>(() => set.InTurn(DataPart.Test, 1, firstIndex: 30)).Message
        );
        Assert.Contains(
            "its shorter side has 300 pixels but 301 are needed",
            Assert.Throws<MetamerException>(() => ShippedPhotographs.All(301)).Message
        );
    }

    [Fact]
    public void A_table_that_is_missing_or_damaged_says_how_to_restore_it()
    {
        using TemporaryFolder temporary = new();
        Assert.Contains(
            "restore the folder with git checkout -- data/photographs",
            Assert.Throws<MetamerException>(() => ShippedPhotograph.Read(temporary.Path)).Message
        );
        string table = File.ReadAllText(ShippedPhotograph.Table(Folder));
        File.WriteAllText(ShippedPhotograph.Table(temporary.Path), table.Replace("photograph,cat", "picture,cat"));
        Assert.Contains(
            "line 2",
            Assert.Throws<MetamerException>(() => ShippedPhotograph.Read(temporary.Path)).Message
        );
        File.WriteAllText(ShippedPhotograph.Table(temporary.Path), table.Replace("cat.jpg", "../cat.jpg"));
        Assert.Contains(
            "'../cat.jpg', which cannot name a file",
            Assert.Throws<MetamerException>(() => ShippedPhotograph.Read(temporary.Path)).Message
        );
    }

    private static string? Fault(ShippedPhotograph row, string folder)
    {
        byte[] content = File.ReadAllBytes(Path.Combine(folder, row.File));
        return content.Length != row.Bytes ? "another size"
            : Convert.ToHexStringLower(SHA256.HashData(content)) != row.Sha256 ? "another content"
            : null;
    }

    /// <summary>Mean over the pixels of the largest minus the smallest channel, 0 to 1.</summary>
    private static double Colourfulness(SKBitmap bitmap) =>
        bitmap.Pixels.Average(pixel =>
            (
                Math.Max(pixel.Red, Math.Max(pixel.Green, pixel.Blue))
                - Math.Min(pixel.Red, Math.Min(pixel.Green, pixel.Blue))
            ) / 255.0
        );
}
