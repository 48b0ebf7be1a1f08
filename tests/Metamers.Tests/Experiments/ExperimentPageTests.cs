using System.Buffers.Binary;
using Metamers.Experiments;
using Metamers.Runtime;
using Metamers.Stimuli.Sounds;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Experiments;

/// <summary>
/// Checks the contents of the folder of an experiment; Notebook.Tests tests in a browser how it runs.
/// </summary>
public sealed class ExperimentPageTests : IDisposable
{
    private static readonly string[] Words = ["cat", "dog"];

    private static readonly string[] Conditions = [ExperimentDesign.Natural, "net/late"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_folder_tells_no_answer_of_the_experiment_itself()
    {
        ExperimentDesign design = Pictures([.. Conditions, .. ExperimentDesign.Others]);
        new ExperimentPage(design, "Do you agree?", "Thank you.").Write(_folder["page"]);
        string text = File.ReadAllText(_folder["page/design.js"]);
        string[] names =
        [
            .. Directory.GetFiles(_folder["page/stimuli"]).Select(file => Path.GetFileNameWithoutExtension(file)!),
        ];
        Assert.Equal(design.Trials.Select(trial => trial.Content).Distinct().Count(), names.Length);
        Assert.All(names, name => Assert.Matches("^[0-9]+$", name), throwIfEmpty: true);
        Assert.DoesNotContain("net/late", text, StringComparison.Ordinal);
        Assert.DoesNotContain("cat0", text, StringComparison.Ordinal);
        Assert.Equal(design.Trials.Count(trial => !trial.IsMain), text.Split("\"answer\"").Length - 1);
        Assert.False(File.Exists(_folder["page/design.csv"]));
        Assert.Contains(
            "0 to 1, has an own number",
            File.ReadAllText(_folder["page/README.md"]),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_page_may_connect_to_the_named_origin_alone()
    {
        ExperimentPage page = new(Pictures(Conditions), "Do you agree?", "Thank you.");
        page.Write(_folder["page"]);
        string html = File.ReadAllText(_folder["page/index.html"]);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.DoesNotContain("connect-src", html, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "http",
            html.Replace("http-equiv", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        (page with { PostAddress = new("https://pipe.jspsych.org/api/data/"), Title = "A & B" }).Write(_folder["page"]);
        html = File.ReadAllText(_folder["page/index.html"]);
        Assert.Contains("connect-src https://pipe.jspsych.org\"", html, StringComparison.Ordinal);
        Assert.Contains("<title>A &amp; B</title>", html, StringComparison.Ordinal);
        (page with { Jatos = true }).Write(_folder["page"]);
        html = File.ReadAllText(_folder["page/index.html"]);
        Assert.Contains("connect-src 'self'; worker-src", html, StringComparison.Ordinal);
        Assert.True(
            html.IndexOf("src=\"jatos.js\"", StringComparison.Ordinal) is int at and > 0
                && at < html.IndexOf("src=\"jspsych", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Sounds_are_of_16_bits_their_own_rate_and_one_level()
    {
        ExperimentDesign design = ExperimentDesign.Create(
            ExperimentFiles.Sounds(_folder.Path, Words, 2, Conditions),
            new() { Choices = Words, Participants = 2 }
        );
        new ExperimentPage(design, "Do you agree?", "Thank you.").Write(_folder["page"]);
        string[] sounds = Directory.GetFiles(_folder["page/stimuli"]);
        Assert.Equal(8, sounds.Length);
        foreach (string sound in sounds)
        {
            byte[] wave = File.ReadAllBytes(sound);
            Assert.Equal(8000, BinaryPrimitives.ReadInt32LittleEndian(wave.AsSpan(24)));
            Assert.Equal(16, BinaryPrimitives.ReadInt16LittleEndian(wave.AsSpan(34)));
            Assert.Equal(0.1, Level(sound), 1e-3);
        }

        Assert.Equal(HeadphoneCheck.Trials + 1, Directory.GetFiles(_folder["page/headphones"]).Length);
    }

    [Fact]
    public void Sounds_with_peaks_lower_all_to_the_level_that_they_can_have()
    {
        IReadOnlyList<ExperimentStimulus> stimuli = ExperimentFiles.Sounds(_folder.Path, Words, 2, Conditions);
        using (DisposeScope scope = NewDisposeScope())
        {
            Tensor click = 0.002 * randn(8000);
            click[4000] = 0.9f;
            SoundFile.Save(stimuli[0].File, click.clamp(-1, 1), 8000);
        }

        ExperimentDesign design = ExperimentDesign.Create(stimuli, new() { Choices = Words, Participants = 2 });
        new ExperimentPage(design, "Do you agree?", "Thank you.").Write(_folder["page"]);
        double[] levels =
        [
            .. Directory
                .GetFiles(_folder["page/stimuli"])
                .Append(_folder["page/headphones/volume.wav"])
                .Select(file => Level(file)),
        ];
        Assert.Equal(9, levels.Length);
        Assert.InRange(levels[0], 0.005, 0.02);
        Assert.All(levels, level => Assert.Equal(levels[0], level, 1e-4));
    }

    [Fact]
    public void What_no_page_wrote_is_not_replaced()
    {
        ExperimentPage page = new(Pictures(Conditions), "Do you agree?", "Thank you.");
        page.Write(_folder["page"]);
        page.Write(_folder["page"]); // such a page is
        Directory.CreateDirectory(_folder["page/answers"]);
        File.WriteAllText(_folder["page/answers/participant-0.json"], "{}");
        Assert.Contains(
            "contains something other than an experiment page, which would be lost: answers. Move it",
            Assert.Throws<MetamerException>(() => page.Write(_folder["page"])).Message,
            StringComparison.Ordinal
        );
        Assert.True(File.Exists(_folder["page/answers/participant-0.json"]));
    }

    [Fact]
    public void A_page_that_cannot_be_is_refused()
    {
        ExperimentDesign design = Pictures(Conditions);
        ExperimentPage page = new(design, "Do you agree?", "Thank you.");
        Refused(
            page with
            {
                BreakEvery = 0,
                PostAddress = new("ftp://somewhere/"),
            },
            "a break every 0 trials, at least 1; the address 'ftp://somewhere/', one that begins with https://"
        );
        Refused(
            page with
            {
                Icons = new Dictionary<string, string> { ["cat"] = "cat.png" },
            },
            "icons of cat, one for each of the choices cat, dog"
        );
        Refused(
            page with
            {
                Icons = new Dictionary<string, string> { ["cat"] = "cat.png", ["dog"] = "dog.png" },
            },
            "There is no file cat.png, which the icons name"
        );
        File.WriteAllText(_folder["icon.png"], "<html>");
        Refused(
            page with
            {
                Icons = new Dictionary<string, string> { ["cat"] = _folder["icon.png"], ["dog"] = _folder["icon.png"] },
            },
            "icon.png is an HTML page"
        );
        ExperimentFiles.WritePicture(design.Trials[0].File, "another picture");
        Refused(page, "was changed since the design was drawn");
    }

    private ExperimentDesign Pictures(string[] conditions) =>
        ExperimentDesign.Create(
            ExperimentFiles.Pictures(_folder.Path, Words, 2, conditions),
            new() { Choices = Words, Participants = 2 }
        );

    private static double Level(string file)
    {
        byte[] wave = File.ReadAllBytes(file);
        int data = wave.AsSpan().IndexOf("data"u8) + 8;
        return Math.Sqrt(
            Enumerable
                .Range(0, (wave.Length - data) / 2)
                .Average(i => Math.Pow(BinaryPrimitives.ReadInt16LittleEndian(wave.AsSpan(data + 2 * i)) / 32768.0, 2))
        );
    }

    private void Refused(ExperimentPage page, string message) =>
        Assert.Contains(
            message,
            Assert.Throws<MetamerException>(() => page.Write(_folder["page"])).Message,
            StringComparison.Ordinal
        );
}
