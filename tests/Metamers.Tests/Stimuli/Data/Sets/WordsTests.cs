using System.Diagnostics;
using System.Security.Cryptography;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Sounds;
using static TorchSharp.torch;

namespace Metamers.Tests.Stimuli.Data.Sets;

public sealed class WordsTests(ITestOutputHelper output)
{
    private static readonly ShippedWordList List = ShippedWordList.Read(ShippedWordList.Folder);

    [Fact]
    public void The_shipped_files_are_those_of_the_list()
    {
        string[] files =
        [
            .. Directory
                .GetFiles(Path.Combine(ShippedWordList.Folder, "words"))
                .Select(path => $"words/{Path.GetFileName(path)}")
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(List.Words.Select(word => word.File).Order(StringComparer.Ordinal), files);
        Assert.True(List.Words.Sum(word => word.Bytes) < 4_000_000);
        Assert.All(
            List.Words,
            word =>
            {
                byte[] bytes = File.ReadAllBytes(Path.Combine(ShippedWordList.Folder, word.File));
                Assert.Equal(word.Bytes, bytes.Length);
                Assert.Equal(word.Sha256, Convert.ToHexStringLower(SHA256.HashData(bytes)));
                Assert.Equal($"words/{word.Word}_{word.Voice}.wav", word.File);
            },
            throwIfEmpty: true
        );
    }

    [Fact]
    public void The_list_holds_ten_digits_in_every_voice_and_further_words()
    {
        Assert.All(
            List.Words.Where(word => word.Digit is not null).Chunk(10),
            voice =>
            {
                Assert.Single(voice.Select(word => word.Voice).Distinct());
                Assert.Equal(SpokenDigits.ClassNames(SpokenDigitsTask.Digit), voice.Select(word => word.Word));
                Assert.Equal(Enumerable.Range(0, 10), voice.Select(word => word.Digit!.Value));
            },
            throwIfEmpty: true
        );
        Assert.Equal(Words.MostDigits, List.Words.Count(word => word.Digit is not null));
        Assert.Equal(24, List.Words.Where(word => word.Digit is null).Select(word => word.Word).Distinct().Count());
    }

    [Fact]
    public void A_shipped_file_holds_one_word_below_4_kHz_without_silence_around_it()
    {
        Assert.All(
            List.Words,
            word =>
            {
                byte[] bytes = File.ReadAllBytes(Path.Combine(ShippedWordList.Folder, word.File));
                WaveHeader header = WaveHeader.Read(bytes);
                Assert.Equal(
                    (16_000, 16, 1),
                    (header.Format.SampleRate, header.Format.BitsPerSample, header.Format.Channels)
                );
                SoundStimulus sound = SoundFile.Load(bytes, word.File, 16_000, level: null);
                Assert.InRange(sound.Duration, 0.25, 1);
                Assert.Equal(Math.Pow(10, -3 / 20.0), sound.Samples.abs().max().item<float>(), 2e-3);

                Tensor power = fft.rfft(sound.Samples).abs().pow(2);
                Assert.True(
                    (
                        power[TensorIndex.Slice((long)(power.shape[0] * 4150 / 8000.0), null)].sum() / power.sum()
                    ).item<float>() < 1e-5,
                    word.File
                );
                Assert.True(
                    sound.Samples[TensorIndex.Slice(0, 800)].abs().max().item<float>() > 0.0005,
                    $"{word.File} begins with silence"
                );
                Assert.True(
                    sound.Samples[TensorIndex.Slice(-800, null)].abs().max().item<float>() > 0.0005,
                    $"{word.File} ends with silence"
                );
            },
            throwIfEmpty: true
        );
    }

    [Fact]
    public void The_recipe_gives_the_same_bytes_again()
    {
        Skip.Unless(
            Version("espeak-ng", "text-to-speech: ") == List.Espeak && Version("sox", "SoX v") == List.Sox,
            $"It needs espeak-ng {List.Espeak} and sox {List.Sox}, which Debian 12 has (apt-get install espeak-ng sox)."
        );
        using TemporaryFolder folder = new();
        using Process recipe = Process.Start(
            "sh",
            [Path.Combine(ShippedWordList.Folder, "make_words.sh"), folder.Path]
        );
        recipe.WaitForExit();
        Assert.Equal(0, recipe.ExitCode);
        foreach (string file in (string[])["words.json", .. List.Words.Select(word => word.File)])
        {
            Assert.True(
                File.ReadAllBytes(folder[file])
                    .AsSpan()
                    .SequenceEqual(File.ReadAllBytes(Path.Combine(ShippedWordList.Folder, file))),
                file
            );
        }

        Assert.Equal(List.Words.Count + 1, folder.Files().Length);
    }

    [Fact]
    public void All_shipped_words_are_stimuli_that_say_what_they_are()
    {
        IReadOnlyList<SoundStimulus> words = SyntheticWords.All();
        Assert.Equal(List.Words.Count, words.Select(word => word.Name).Distinct().Count());
        Assert.Equal(("seven_us-m3", "seven", (int?)7), (words[7].Name, words[7].Label, words[7].ClassIndex));
        Assert.Equal(("africa_us-m3", "africa", null), (words[80].Name, words[80].Label, words[80].ClassIndex));
        Assert.All(
            words,
            word =>
            {
                Assert.Equal((16_000L, 16_000), (word.Samples.shape[0], word.SamplingRate));
                Assert.StartsWith("synthetic speech by espeak-ng, made for this project, free to use", word.Source);
            },
            throwIfEmpty: true
        );
        output.WriteLine($"{words.Count(word => word.Source.Contains("lowered"))} of {words.Count} lowered");

        SoundStimulus wide = SyntheticWords.All(20_000, 2)[3];
        Assert.Equal((40_000L, 20_000), (wide.Samples.shape[0], wide.SamplingRate));
    }

    [Fact]
    public void Without_recordings_the_shipped_digits_are_taken_and_say_so()
    {
        IReadOnlyList<SoundStimulus> words = Words.TakeOrSpeak(Words.MostDigits, Missing);
        Assert.Equal(80, words.Select(word => word.Name).Distinct().Count());
        AssertMixed(words, voices: 8);
        Assert.StartsWith(
            "Sounds: synthetic speech by espeak-ng, made for this project, free to use; no recordings were found.",
            words.Attribution()
        );
    }

    [Fact]
    public void Recordings_are_taken_where_they_are_found()
    {
        Skip.Unless(DataSet.Find("spoken-digits-digit").IsFound, "recordings.tar is in none of the data folders.");
        IReadOnlyList<SoundStimulus> words = Words.Take(Words.MostDigits);
        Assert.Equal(80, words.Select(word => word.Name).Distinct().Count());
        Assert.Equal(["0_george_0", "1_jackson_0", "2_lucas_0"], words.Take(3).Select(word => word.Name));
        AssertMixed(words, voices: 6);
        string attribution = words.Attribution();
        Assert.StartsWith(
            "Sounds: Free Spoken Digit Dataset, Test set (Jackson et al. 2018, CC BY-SA 4.0).",
            attribution
        );
        Assert.Matches("[0-9]+ of 80 lowered so that the peak is 1", attribution);
        Assert.Equal(words.Take(4).Select(word => word.Name), Words.TakeOrSpeak(4).Select(word => word.Name));
        Assert.All(words, word => Assert.Equal("CC BY-SA 4.0", word.Licence), throwIfEmpty: true);
    }

    [Fact]
    public void Recordings_alone_are_asked_for_where_there_are_none_and_the_way_out_is_said()
    {
        string message = Assert.Throws<MetamerException>(() => Words.Take(2, Missing)).Message;
        Assert.Contains("There are no recordings on this computer: recordings.tar was not found in ", message);
        Assert.Contains("Words.TakeOrSpeak gives the synthetic speech", message);
        Assert.All(
            SyntheticWords.Take(2),
            word => Assert.DoesNotContain("no recordings", word.Source),
            throwIfEmpty: true
        );
        Assert.All(SyntheticWords.Take(2), word => Assert.Equal("free to use", word.Licence), throwIfEmpty: true);
    }

    [Fact]
    public void Words_are_found_in_either_case()
    {
        Assert.Equal(["zero", "one", "two"], Words.TakeOrSpeak(3).Select(word => word.Label));
        Assert.Equal(["zero", "one", "two"], SyntheticWords.Take(3).Select(word => word.Label));
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticWords.Take(81)).ParamName);
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => Words.Take(0)).ParamName);
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => Words.Take(81)).ParamName);
    }

    [Fact]
    public void A_missing_or_damaged_list_is_named()
    {
        using TemporaryFolder folder = new();
        string message = Assert.Throws<MetamerException>(() => ShippedWordList.Read(folder.Path)).Message;
        Assert.Contains("They are in data/stimuli of the project's checkout and were looked for at", message);
        Assert.Contains(folder["words.json"], message);
        string whole = File.ReadAllText(Path.Combine(ShippedWordList.Folder, "words.json"));
        string outside = whole.Replace("words/zero_us-m3.wav", "../zero.wav", StringComparison.Ordinal);
        foreach (
            string content in new[] { "null", "{", "{}", "{\"espeak-ng\":\"1\",\"sox\":\"1\",\"words\":null}", outside }
        )
        {
            folder.Write("words.json", System.Text.Encoding.UTF8.GetBytes(content));
            Assert.Contains(
                "git checkout -- data/stimuli",
                Assert.Throws<MetamerException>(() => ShippedWordList.Read(folder.Path)).Message
            );
        }
    }

    /// <summary>
    /// Each digit once in every ten words; all voices used; a digit comes in as many voices as there can be.
    /// </summary>
    private static void AssertMixed(IReadOnlyList<SoundStimulus> words, int voices)
    {
        Assert.All(
            words.Chunk(10),
            ten => Assert.Equal(Enumerable.Range(0, 10), ten.Select(word => word.ClassIndex!.Value)),
            throwIfEmpty: true
        );
        Assert.Equal(voices, words.Take(10).Select(Voice).Distinct().Count());
        Assert.All(
            words.GroupBy(word => word.Label),
            digit => Assert.Equal(voices, digit.Select(Voice).Distinct().Count()),
            throwIfEmpty: true
        );
    }

    /// <summary>The recordings on a computer that does not have them.</summary>
    private static DataSet Missing { get; } =
        new(new(() => null, _ => 0, (_, _) => throw new InvalidOperationException(), (_, _, _, _) => []))
        {
            Key = "missing",
            Title = "missing",
            ClassNames = SpokenDigits.ClassNames(SpokenDigitsTask.Digit),
            Augmentation = Augmentation.OfSounds,
        };

    private static string Voice(SoundStimulus word) => word.Name.Split('_')[1];

    private static string? Version(string program, string before)
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(program, "--version") { RedirectStandardOutput = true }
            )!;
            string line = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            int at = line.IndexOf(before, StringComparison.Ordinal);
            return at < 0 ? null : line[(at + before.Length)..].Split(' ', '\n')[0];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // not installed
        }
    }
}
