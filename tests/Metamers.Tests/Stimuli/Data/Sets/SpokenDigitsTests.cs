using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Sounds;
using Metamers.Tests.Stimuli.Sounds;

namespace Metamers.Tests.Stimuli.Data.Sets;

public sealed class SpokenDigitsTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Labels_follow_the_file_names_and_the_official_split()
    {
        SpokenDigits digits = new(Tar(compressed: false));
        using LabelledSounds test = digits.Load(DataPart.Test, SpokenDigitsTask.Digit);
        Assert.Equal(300, test.Count);
        Assert.Equal(16_000, test.SamplingRate);
        Assert.Equal("seven", test.ClassNames[7]);
        Assert.Equal([.. Enumerable.Range(0, 300).Select(i => (long)i / 30)], test.Labels.data<long>().ToArray());

        // Every recording has a length of its own: 400 + 6 · digit + speaker samples at 8 kHz, and 60 more with each
        // index.
        Assert.Equal(
            Enumerable.Range(0, 30).Select(i => 2L * (400 + 6 * 7 + i % 6 + 60 * (i / 6))),
            test.Sounds.Skip(210).Take(30).Select(sound => sound.shape[0])
        );
        Assert.All(test.Sounds, sound => Assert.InRange(sound.mean().item<float>(), -1e-7f, 1e-7f), throwIfEmpty: true);

        using LabelledSounds speakers = digits.Load(DataPart.Test, SpokenDigitsTask.Speaker);
        Assert.Equal(["george", "jackson", "lucas", "nicolas", "theo", "yweweler"], speakers.ClassNames);
        Assert.Equal([.. Enumerable.Range(0, 300).Select(i => (long)i / 50)], speakers.Labels.data<long>().ToArray());
        Assert.Equal(
            Enumerable.Range(0, 50).Select(i => 2L * (400 + 6 * (i % 10) + 4 + 60 * (i / 10))),
            speakers.Sounds.Skip(200).Take(50).Select(sound => sound.shape[0])
        );
    }

    [Fact]
    public void The_folder_of_a_clone_and_a_compressed_tar_give_the_same()
    {
        string tar = Tar(compressed: false);
        string compressed = Tar(compressed: true);
        using FileStream stream = File.OpenRead(tar);
        TarFile.ExtractToDirectory(stream, Directory.CreateDirectory(_folder["clone"]).FullName, overwriteFiles: true);
        string[] paths = [tar, compressed, _folder["clone"], _folder["clone/recordings"]];
        SoundStimulus[] words =
        [
            .. paths.Select(path =>
                new SpokenDigits(path).Subset(DataPart.Test, SpokenDigitsTask.Digit, 2, firstIndex: 28)[13]
            ),
        ];
        Assert.All(
            words,
            word =>
            {
                Assert.Equal("6_yweweler_4", word.Name);
                Assert.True(word.Samples.equal(words[0].Samples).all().item<bool>(), "the samples differ");
            },
            throwIfEmpty: true
        );
    }

    [Theory]
    [InlineData(SpokenDigitsTask.Digit, 6)]
    [InlineData(SpokenDigitsTask.Speaker, 10)]
    public void The_training_part_holds_no_recording_of_the_test_part(SpokenDigitsTask task, int perClass)
    {
        // Of each digit and speaker the recordings 0 to 4 are the test part; the archive has one more.
        SpokenDigits digits = new(Tar(compressed: false));
        string[] train = [.. Names(DataPart.Train, perClass)];
        string[] test = [.. Names(DataPart.Test, 5 * perClass)];
        Assert.Equal((60, 300), (train.Length, test.Length));
        Assert.Empty(train.Intersect(test));
        Assert.All(train, name => Assert.EndsWith("_5", name), throwIfEmpty: true);

        IEnumerable<string> Names(DataPart split, int count) =>
            digits.Subset(split, task, count).Select(word => word.Name);
    }

    [Fact]
    public void A_subset_is_one_second_centred_at_the_stated_level()
    {
        IReadOnlyList<SoundStimulus> words = new SpokenDigits(Tar(compressed: false)).Subset(
            DataPart.Test,
            SpokenDigitsTask.Speaker,
            3
        );
        Assert.Equal(18, words.Count);
        Assert.Equal(["0_jackson_0", "1_jackson_0", "2_jackson_0"], words.Skip(3).Take(3).Select(word => word.Name));
        Assert.Equal(("jackson", (int?)1, 16_000), (words[3].Label, words[3].ClassIndex, words[3].SamplingRate));
        Assert.All(
            words,
            word =>
            {
                Assert.Equal([16_000], word.Samples.shape);
                Assert.InRange(word.Samples.mean().item<float>(), -1e-7f, 1e-7f);
                Assert.Contains("Free Spoken Digit Dataset, Test set (Jackson et al. 2018, CC BY-SA 4.0)", word.Source);
                Assert.InRange(word.Samples.pow(2).mean().sqrt().item<float>(), 0.1 - 1e-6, 0.1 + 1e-6);
            },
            throwIfEmpty: true
        );

        // 2_jackson_0 has 413 samples: 826 at 16 kHz, from 7,587 on.
        float[] samples = words[5].Samples.data<float>().ToArray();
        Assert.True(Array.FindIndex(samples, sample => sample != 0) is >= 7587 and < 7600);
        Assert.True(Array.FindLastIndex(samples, sample => sample != 0) is > 8400 and <= 8412);
    }

    [Fact]
    public void The_stretch_of_a_long_word_with_most_energy_is_taken()
    {
        float[] samples = new float[100];
        samples.AsSpan(60, 10).Fill(-1);
        Assert.Equal(samples[50..70], SoundClip.LoudestStretch(samples, 20)); // the first of several that hold it
        Assert.Same(samples, SoundClip.LoudestStretch(samples, 100));
    }

    [Fact]
    public void The_parts_share_no_recording_and_are_whole()
    {
        SpokenDigits digits = new(Tar(compressed: false, indices: 50));
        using LabelledSounds train = digits.Load(DataPart.Train, SpokenDigitsTask.Speaker),
            test = digits.Load(DataPart.Test, SpokenDigitsTask.Speaker);
        Assert.Equal((2700, 300), (train.Count, test.Count));

        // Each recording has a length of its own; that of the fifth index is the first of the training part.
        long[] lengths = [.. train.Sounds.Select(sound => sound.shape[0])];
        Assert.Equal(2700, lengths.Distinct().Count());
        Assert.Empty(lengths.Intersect(test.Sounds.Select(sound => sound.shape[0])));
        Assert.Equal(2 * (400 + 60 * 5), lengths.Min());
    }

    [Fact]
    public void Missing_damaged_and_incomplete_recordings_are_told_apart()
    {
        Assert.Contains("Cannot read the Free Spoken Digit Dataset from", Message(_folder["nothing.tar"]));
        byte[] whole = File.ReadAllBytes(Tar(compressed: false));
        Assert.Contains(
            "fetch it again",
            Message(_folder.Write("half.tar", whole[..(whole.Length / 2)])),
            StringComparison.OrdinalIgnoreCase
        );
        Assert.Contains("Cannot read", Message(_folder.Write("page.tar", "<html>not found</html>"u8)));

        _folder.Write("few/3_theo_0.wav", Wave(400));
        Assert.Contains(
            "holds 1 of the 300 recordings wanted from its Test part; 0_george_0.wav is missing, for example",
            Message(_folder["few"])
        );

        string tar = Tar(compressed: false, damaged: "5_lucas_3.wav");
        Assert.Contains($"The sound 5_lucas_3.wav of {tar} is truncated", Message(tar));
    }

    [Fact]
    public void An_index_beyond_the_class_is_refused()
    {
        SpokenDigits digits = new("none");
        Assert.Contains(
            "has 30 recordings a digit in its Test part; asked for 29 to 30",
            Assert.Throws<MetamerException>(() => digits.Subset(DataPart.Test, SpokenDigitsTask.Digit, 2, 29)).Message
        );
        Assert.Contains(
            "has 450 recordings a speaker in its Train part",
            Assert
                .Throws<MetamerException>(() =>
                    digits.Subset(DataPart.Train, SpokenDigitsTask.Speaker, int.MaxValue, 1)
                )
                .Message
        );
    }

    [Fact]
    public void The_published_recordings_are_complete()
    {
        string path = TestFiles.Data("recordings.tar");
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        using LabelledSounds train = new SpokenDigits(path).Load(DataPart.Train, SpokenDigitsTask.Digit);
        output.WriteLine(
            $"{train.Count} recordings "
                + $"in {(Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds:F1} s of one core"
        );
        Assert.Equal(2700, train.Count);
        Assert.InRange(train.Sounds.Sum(sound => sound.shape[0]) / 16_000.0, 1150, 1250); // seconds of speech

        IReadOnlyList<SoundStimulus> test = new SpokenDigits(path).Subset(DataPart.Test, SpokenDigitsTask.Digit, 30);
        output.WriteLine(
            $"{test.Count(word => word.Source.Contains("lowered"))} of 300 lowered, the softest "
                + $"to {test.Min(word => word.Samples.pow(2).mean().sqrt().item<float>()):F3}"
        );
        Assert.Equal(300, test.Select(word => word.Name).Distinct().Count());
    }

    /// <summary>
    /// The test part in a tar as it is published: names in no order, a folder entry, and other files.
    /// </summary>
    private string Tar(bool compressed, string? damaged = null, int indices = 6)
    {
        string path = _folder[compressed ? "recordings.tar.gz" : "recordings.tar"];
        using FileStream file = File.Create(path);
        using Stream stream = compressed ? new GZipStream(file, CompressionLevel.Fastest) : file;
        using TarWriter tar = new(stream);
        tar.WriteEntry(new UstarTarEntry(TarEntryType.Directory, "recordings/"));
        Add(tar, "README.md", "# readme"u8.ToArray());
        string[] speakers = ["theo", "george", "yweweler", "jackson", "nicolas", "lucas"];
        foreach (
            (int digit, string speaker, int index) in from index in Enumerable.Range(0, indices)
            from digit in Enumerable.Range(0, 10)
            from speaker in speakers
            select (9 - digit, speaker, index)
        )
        {
            string name = $"{digit}_{speaker}_{index}.wav";
            byte[] wave = Wave(400 + 6 * digit + Array.IndexOf([.. speakers.Order()], speaker) + 60 * index);
            Add(tar, $"recordings/{name}", name == damaged ? wave[..100] : wave);
        }

        return path;
    }

    private static void Add(TarWriter tar, string name, byte[] content) =>
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });

    private static byte[] Wave(int samples) =>
        WaveBytes.Pcm16([.. Enumerable.Range(0, samples).Select(i => (short)(1000 * Math.Sin(i)))], 8000);

    private static string Message(string path) =>
        Assert
            .Throws<MetamerException>(() => new SpokenDigits(path).Load(DataPart.Test, SpokenDigitsTask.Digit))
            .Message;
}
