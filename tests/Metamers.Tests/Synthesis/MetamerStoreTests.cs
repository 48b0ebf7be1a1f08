using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Models.Checkpoints;
using Metamers.Runtime;
using Metamers.Stimuli.Images;
using Metamers.Synthesis;
using SkiaSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Synthesis;

public sealed class MetamerStoreTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    private string Folder => temporary["set/dead_leaves_7"];

    public void Dispose() => temporary.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_metamer_comes_back_to_the_bit(bool judged)
    {
        using Metamer metamer = MetamerExamples.Noise(1, judged: judged);
        metamer.Save(Folder);

        using Metamer loaded = Metamer.Load(Folder);

        Assert.Equal(metamer, loaded);
        Assert.Equal(metamer.Created, loaded.Created);
        Assert.Equal(metamer.Losses, loaded.Losses);
        Assert.Equal(metamer.Options, loaded.Options);
        Assert.Equal(judged, loaded.Judgement is not null);
        Assert.Equal(judged ? double.PositiveInfinity : null, loaded.Judgement?.Stages[0].Measures.DecibelSnr);
        Assert.Equal(["exact.safetensors", "metamer.json", "metamer.png", "reference.png"], Entries(Folder));
        Assert.Equal(["dead_leaves_7"], Entries(temporary["set"]));
    }

    [Fact]
    public void The_png_has_8_bits_truncated_as_published()
    {
        using Metamer metamer = MetamerExamples.Noise(1);
        metamer.Save(Folder);

        using SKBitmap bitmap = SKBitmap.Decode(Path.Combine(Folder, "metamer.png"));

        Assert.Equal((48, 64), (bitmap.Width, bitmap.Height));
        Assert.Equal((byte)Math.Floor(metamer.Values[1, 5, 7].item<float>() * 255), bitmap.GetPixel(7, 5).Green);
    }

    [Fact]
    public void The_description_can_be_read_by_a_person_and_by_other_languages()
    {
        using Metamer metamer = MetamerExamples.Noise(1);
        metamer.Save(Folder);

        JsonNode description = Description();

        Assert.Equal(
            "8 × 25 steps of length 1 to 0.00781, identity gradient off, seed 1",
            description["schedule"]!.GetValue<string>()
        );
        Assert.Equal(200, description["options"]!["total_steps"]!.GetValue<int>());
        Assert.Equal(1, description["judgement"]!["predicted_reference"]!.GetValue<int>());
        Assert.False(description["judgement"]!["decision_kept"]!.GetValue<bool>());
        Assert.Equal("resnet20-12fca82f", description["model"]!["key"]!.GetValue<string>());
        Assert.Contains("He", description["model_card"]!["citation"]!.GetValue<string>());
        Assert.Equal(
            ["cat", "dog", "frog"],
            description["model_card"]!["class_names"]!.AsArray().Select(name => name!.GetValue<string>())
        );
        Assert.Equal("drawn for tests", description["reference"]!["source"]!.GetValue<string>());
        Assert.Equal(3, description["files"]!.AsObject().Count);
    }

    [Fact]
    public void A_metamer_is_replaced_only_when_asked()
    {
        using Metamer first = MetamerExamples.Noise(1);
        using Metamer second = MetamerExamples.Noise(2);
        first.Save(Folder);

        MetamerException error = Assert.Throws<MetamerException>(() => second.Save(Folder));
        Assert.Equal(
            $"{Folder} already holds a metamer. Name another folder, or replace it with overwrite: true.",
            error.Message
        );
        AssertHolds(first);

        second.Save(Folder + Path.DirectorySeparatorChar, overwrite: true);
        AssertHolds(second);
        Assert.Equal(["dead_leaves_7"], Entries(temporary["set"]));
    }

    [Fact]
    public void A_folder_with_anything_else_in_it_is_never_replaced_and_an_empty_one_is_used()
    {
        using Metamer metamer = MetamerExamples.Noise(1);
        temporary.Write("set/dead_leaves_7/notes.txt", [1]);
        MetamerException error = Assert.Throws<MetamerException>(() => metamer.Save(Folder, overwrite: true));
        Assert.Contains("holds 1 other file or folders (notes.txt) and would be replaced whole", error.Message);
        Assert.Equal(["notes.txt"], Entries(Folder));

        Assert.Contains(
            "is a file; a metamer is saved as a folder",
            Assert.Throws<MetamerException>(() => metamer.Save(Path.Combine(Folder, "notes.txt"))).Message
        );

        Directory.CreateDirectory(temporary["empty"]);
        metamer.Save(temporary["empty"]);
        Assert.Equal(4, Entries(temporary["empty"]).Length);
    }

    [Theory]
    [InlineData("metamer.png")]
    [InlineData("reference.png")]
    [InlineData("exact.safetensors")]
    public void A_missing_or_changed_file_is_named(string name)
    {
        using Metamer metamer = MetamerExamples.Noise(1);
        metamer.Save(Folder);
        string path = Path.Combine(Folder, name);
        byte[] content = File.ReadAllBytes(path);
        content[^1] ^= 1;
        File.WriteAllBytes(path, content);
        Assert.StartsWith($"{path} is not the file that was saved: its SHA-256 is ", LoadError());

        File.Delete(path);
        Assert.Equal(
            $"{name} is missing in {Folder}. Restore the folder from a copy, or make the metamer again.",
            LoadError()
        );
    }

    [Fact]
    public void A_place_that_is_no_metamer_is_told()
    {
        Assert.StartsWith($"There is no folder {Folder}.", LoadError());
        Directory.CreateDirectory(Folder);
        Assert.Contains("has no metamer.json, so it is not a saved metamer", LoadError());
        temporary.Write("set/dead_leaves_7/metamer.json", "{ \"format_version\": 1, "u8.ToArray());
        Assert.Contains("metamer.json does not describe a metamer: ", LoadError());
        temporary.Write("set/dead_leaves_7/metamer.json", "[1]"u8.ToArray());
        Assert.Contains("metamer.json does not describe a metamer: ", LoadError());
        temporary.Write("set/dead_leaves_7/metamer.json", "{ \"format_version\": 1 }"u8.ToArray());
        Assert.Contains("metamer.json does not describe a metamer: ", LoadError());
    }

    [Fact]
    public void Another_format_version_is_refused_with_what_to_do()
    {
        using Metamer metamer = MetamerExamples.Noise(1);
        metamer.Save(Folder);
        Change(description => description["format_version"] = 6);
        Assert.EndsWith(
            "has the format version 6; this version of Metamers reads 1 to 5. Update Metamers, or load it with the "
                + "version that wrote it.",
            LoadError()
        );
    }

    [Fact]
    public void A_description_of_an_older_library_that_lacks_an_option_takes_its_default()
    {
        using Metamer metamer = MetamerExamples.Noise(1);
        metamer.Save(Folder);
        Change(description => description["options"]!.AsObject().Remove("start_mean"));
        AssertHolds(metamer);

        Change(description => description["losses"] = new JsonArray());
        Assert.Contains("lists no loss", LoadError());
        Change(description => description["stage"] = null);
        Assert.Contains("does not describe a metamer", LoadError());
    }

    [Fact]
    public void A_picture_that_does_not_show_the_exact_values_is_refused_although_its_hash_is_right()
    {
        using Metamer metamer = MetamerExamples.Noise(1);
        using Metamer other = MetamerExamples.Noise(2);
        using Metamer small = MetamerExamples.Noise(2, 8, 8);
        metamer.Save(Folder);

        Replace("metamer.png", path => ImageFile.Save(path, other.Values));
        Assert.Contains(
            "metamer.png does not show the exact values beside it (48×64, × 255, truncated): its pixels are others.",
            LoadError()
        );
        Replace("metamer.png", path => ImageFile.Save(path, small.Values));
        Assert.Contains("truncated): it is 8×8.", LoadError());
        Replace("metamer.png", path => File.WriteAllText(path, "<html>"));
        Assert.Contains("truncated): it cannot be decoded.", LoadError());
    }

    [Fact]
    public void Exact_values_of_two_sizes_or_under_other_names_are_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        using Metamer metamer = MetamerExamples.Noise(1);
        metamer.Save(Folder);

        Replace(
            "exact.safetensors",
            path =>
                SafeTensors.Write(
                    path,
                    new Dictionary<string, Tensor> { ["metamer"] = zeros(3, 4, 4), ["reference"] = zeros(3, 4, 5) }
                )
        );
        Assert.Contains("The metamer has the shape (3, 4, 4) and its reference (3, 4, 5)", LoadError());
        Replace(
            "exact.safetensors",
            path => SafeTensors.Write(path, new Dictionary<string, Tensor> { ["picture"] = zeros(3, 4, 4) })
        );
        Assert.Contains("exact.safetensors holds picture; a metamer's file holds metamer and reference.", LoadError());
    }

    [Fact]
    public void A_metamer_of_another_network_is_refused_where_one_is_expected()
    {
        using CifarResNet model = MetamerExamples.Network();
        ModelIdentity identity = ModelIdentity.Compute(model);
        using Metamer metamer = MetamerExamples.Noise(1);
        metamer.Save(Folder);

        MetamerException error = Assert.Throws<MetamerException>(() => Metamer.Load(Folder, identity));
        Assert.Contains($"was made for ResNet8 with the weights aaaa", error.Message);
        Assert.Contains(
            $"it should have been made for ResNet8 with the weights {identity.WeightsSha256}. Load the network that it "
                + "was made for",
            error.Message
        );
        using Metamer loaded = Metamer.Load(Folder, metamer.Model);
    }

    private void AssertHolds(Metamer expected)
    {
        using Metamer loaded = Metamer.Load(Folder);
        Assert.Equal(expected, loaded);
    }

    private string LoadError() => Assert.Throws<MetamerException>(() => Metamer.Load(Folder)).Message;

    private JsonNode Description() => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "metamer.json")))!;

    private void Change(Action<JsonNode> change)
    {
        JsonNode description = Description();
        change(description);
        File.WriteAllText(Path.Combine(Folder, "metamer.json"), description.ToJsonString());
    }

    /// <summary>Writes another file in place of one and mends its hash.</summary>
    private void Replace(string name, Action<string> write)
    {
        write(Path.Combine(Folder, name));
        Change(description =>
            description["files"]![name] = Convert.ToHexStringLower(
                SHA256.HashData(File.ReadAllBytes(Path.Combine(Folder, name)))
            )
        );
    }

    private static string[] Entries(string folder) =>
        [
            .. Directory
                .GetFileSystemEntries(folder)
                .Select(path => Path.GetFileName(path)!)
                .Order(StringComparer.Ordinal),
        ];
}
