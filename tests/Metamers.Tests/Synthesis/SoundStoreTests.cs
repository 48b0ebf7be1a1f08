using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Sounds;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using NAudio.Wave;

namespace Metamers.Tests.Synthesis;

/// <summary>Metamers that sound as folders, and folders of the first version, which knew pictures alone.</summary>
public sealed class SoundStoreTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    private string Folder => temporary["seven_1"];

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void A_sound_comes_back_to_the_bit()
    {
        using Metamer metamer = SoundExamples.Noise(1);
        metamer.Save(Folder);
        using Metamer loaded = Metamer.Load(Folder);
        Assert.Equal(metamer, loaded);
        Assert.Equal(StimulusKind.Sound(16000), loaded.Reference.Kind);
        Assert.Equal(
            ["exact.safetensors", "metamer.json", "metamer.wav", "reference.wav"],
            Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)
        );
        JsonNode description = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "metamer.json")))!;
        Assert.Equal(
            ("sound", 16000, 3),
            (
                description["kind"]!.GetValue<string>(),
                description["sampling_rate"]!.GetValue<int>(),
                description["format_version"]!.GetValue<int>()
            )
        );
    }

    [Fact]
    public void The_wav_holds_the_float_samples_without_any_change_of_level()
    {
        using Metamer metamer = SoundExamples.Noise(1);
        metamer.Save(Folder);
        using WaveFileReader reader = new(Path.Combine(Folder, "metamer.wav"));
        Assert.Equal(
            (16000, 1, 32, WaveFormatEncoding.IeeeFloat),
            (
                reader.WaveFormat.SampleRate,
                reader.WaveFormat.Channels,
                reader.WaveFormat.BitsPerSample,
                reader.WaveFormat.Encoding
            )
        );
        byte[] samples = new byte[reader.Length];
        reader.ReadExactly(samples);
        Assert.Equal(metamer.Values.bytes.ToArray(), samples);
    }

    [Fact]
    public void A_sound_and_a_picture_of_the_same_name_replace_one_another_only_when_asked()
    {
        using Metamer sound = SoundExamples.Noise(1);
        using Metamer picture = MetamerExamples.Noise(1);
        picture.Save(Folder);
        Assert.Contains("already holds a metamer", Assert.Throws<MetamerException>(() => sound.Save(Folder)).Message);
        sound.Save(Folder, overwrite: true);
        using Metamer loaded = Metamer.Load(Folder);
        Assert.Equal(sound, loaded);
        Assert.NotEqual(picture, loaded);
    }

    [Fact]
    public void A_wav_that_does_not_play_the_exact_values_is_refused_although_its_hash_is_right()
    {
        using Metamer metamer = SoundExamples.Noise(1);
        using Metamer other = SoundExamples.Noise(2);
        metamer.Save(Folder);
        Replace("metamer.wav", path => SoundFile.Save(path, other.Values, 16000));
        Assert.EndsWith(
            "metamer.wav does not play the exact values beside it (1600 float32 samples at 16000 Hz): its samples "
                + "are others. "
                + "Restore the folder from a copy, or make the metamer again.",
            LoadError()
        );
        Replace("metamer.wav", path => SoundFile.Save(path, metamer.Values, 8000));
        Assert.Contains("it has 1 channel of 32-bit IeeeFloat at 8000 Hz", LoadError());
        Replace("metamer.wav", path => SoundFile.Save(path, other.Values[..10], 16000));
        Assert.Contains("it has 10 samples", LoadError());
        Replace("metamer.wav", path => File.WriteAllText(path, "<html>"));
        Assert.Contains("it cannot be read", LoadError());
        File.Delete(Path.Combine(Folder, "metamer.wav"));
        Assert.StartsWith("metamer.wav is missing", LoadError());
    }

    [Fact]
    public void A_sampling_rate_that_was_taken_out_of_the_description_is_noticed()
    {
        using Metamer metamer = SoundExamples.Noise(1);
        metamer.Save(Folder);
        Change(description => description.AsObject().Remove("sampling_rate"));
        Assert.StartsWith("metamer.png is missing", LoadError());
    }

    [Fact]
    public void A_folder_of_the_first_version_still_loads()
    {
        using Metamer metamer = Metamer.Load(TestFiles.Golden("metamers/version-1"));
        Assert.Equal(StimulusKind.Picture, metamer.Reference.Kind);
        Assert.Equal(
            ("dead-leaves-4", "layer2", 6, 0.6140370965003967),
            (metamer.Reference.Name, metamer.Stage, metamer.StepsDone, metamer.FinalLoss)
        );
        Assert.True(metamer.Judgement!.DecisionKept);
        Assert.Equal(SyntheticStimuli.DeadLeaves(32, 4).Pixels, metamer.Reference.Values);
        Assert.Equal([3, 32, 32], metamer.Values.shape);

        metamer.Save(Folder);
        using Metamer again = Metamer.Load(Folder);
        Assert.Equal(metamer, again);
    }

    [Fact]
    public void Folders_of_the_second_version_still_load_with_what_the_zoo_knows_of_their_network()
    {
        using Metamer picture = Metamer.Load(TestFiles.Golden("metamers/version-2-picture"));
        Assert.Equal(("dead-leaves-4", "layer2", 6), (picture.Reference.Name, picture.Stage, picture.StepsDone));
        Assert.Equal(SyntheticStimuli.DeadLeaves(32, 4).Pixels, picture.Reference.Values);
        Assert.Equal("frog", picture.Card.ClassName(6));
        Assert.Equal("MIT", picture.Card.Licence);
        Assert.Equal(7, picture.Judgement!.Stages.Count);
        Assert.Equal(picture.FinalLoss, Math.Pow(10, -picture.Match.DecibelSnr / 10), 1e-5);
        Assert.Null(picture.Verdict);
        Assert.Equal("not recorded", picture.Reference.Source);

        using Metamer sound = Metamer.Load(TestFiles.Golden("metamers/version-2-sound"));
        Assert.Equal((StimulusKind.Sound(16000), "seven_1"), (sound.Reference.Kind, sound.Reference.Name));
        Assert.Equal(InputNormalization.Sound, sound.Card.Input);
        Assert.Null(sound.Judgement);
    }

    [Fact]
    public void A_folder_keeps_the_whole_life_of_a_metamer()
    {
        using Metamer noise = MetamerExamples.Noise(1);
        using Metamer metamer = noise.With(new NullMaximum(new(0.5, 0.25, 2), 1000));
        metamer.Save(Folder);
        using Metamer loaded = Metamer.Load(Folder);
        Assert.Equal(metamer, loaded);
        Assert.Equal(
            ("frog", 2, "drawn for tests", "CC0"),
            (loaded.Reference.Label, loaded.Reference.ClassIndex, loaded.Reference.Source, loaded.Reference.Licence)
        );
        Assert.Equal(MetamerExamples.Card.ClassNames, loaded.Card.ClassNames);
        Assert.Equal(metamer.Null, loaded.Null);
        Assert.Equal(metamer.Verdict!.ToString(), loaded.Verdict!.ToString());
        Assert.False(loaded.Accepted);
    }

    private string LoadError() => Assert.Throws<MetamerException>(() => Metamer.Load(Folder)).Message;

    private void Change(Action<JsonNode> change)
    {
        string path = Path.Combine(Folder, "metamer.json");
        JsonNode description = JsonNode.Parse(File.ReadAllText(path))!;
        change(description);
        File.WriteAllText(path, description.ToJsonString());
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
}
