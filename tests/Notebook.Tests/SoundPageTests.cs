using System.Text.Json;
using Metamers.Models;
using Metamers.Plotting;
using Metamers.Plotting.Sounds;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis;
using Workbook.Notebooks;
using Workbook.Pages;
using static TorchSharp.torch;

namespace Notebook.Tests;

/// <summary>Players work from the saved page, in a real browser, without any request.</summary>
public sealed class SoundPageTests(ITestOutputHelper output) : IDisposable
{
    private const string MadeHere = "cells of players made by this test";

    private readonly TemporaryFolder folder = new();

    /// <summary>Notebooks with sounds, by their paths in the project.</summary>
    public static TheoryData<string> Pages => new(MadeHere, "notebooks/05_auditory_metamers.ipynb");

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_player_of_a_page_plays(string notebook)
    {
        string html = NotebookPage.Render(
            notebook == MadeHere ? WithSounds() : NotebookFile.Load(Path.Combine(ProjectFolder.Root, notebook))
        );
        PlayedSound[] sounds = await Played(html);
        Assert.NotEmpty(sounds);
        Assert.All(
            sounds,
            sound =>
            {
                Assert.Null(sound.Error);
                Assert.True(sound.Duration > 0 && sound.ReadyState >= 2 && sound.CurrentTime > 0, sound.ToString());
                // As in its description.
                Assert.Contains(FormattableString.Invariant($", {sound.Duration:0.###} s at "), sound.Label);
            }
        );
        if (notebook == MadeHere)
        {
            Assert.Equal([1, 0.5, 0.25, 0.25, 0.25], sounds.Select(sound => sound.Duration!.Value));
        }
    }

    [Fact]
    public async Task A_player_without_a_sound_is_noticed()
    {
        PlayedSound[] sounds = await Played("<audio controls src=\"data:audio/wav;base64,UklGRg==\"></audio>");
        Assert.NotNull(Assert.Single(sounds).Error);
    }

    /// <summary>The page's sounds as played by a browser.</summary>
    private async Task<PlayedSound[]> Played(string html)
    {
        string path = Path.Combine(folder.Path, "page.html");
        File.WriteAllText(path, html);
        List<string> requests = [];
        List<string> complaints = [];
        PlayedSound[] sounds = await Browser.With(async page =>
        {
            page.Request += (_, request) => requests.Add(request.Url.Split(',')[0]);
            page.Console += (_, message) => complaints.AddRange(message.Type is "error" ? [message.Text] : []);
            await page.GotoAsync(new Uri(path).AbsoluteUri);
            return await PlayedSound.AllOn(page);
        });
        foreach (PlayedSound sound in sounds)
        {
            output.WriteLine(sound.ToString());
        }

        Assert.All(
            requests,
            url =>
                Assert.True(url.StartsWith("data:", StringComparison.Ordinal) || url == new Uri(path).AbsoluteUri, url)
        );
        Assert.Empty(complaints); // for example of the content security policy
        return sounds;
    }

    /// <summary>A notebook with a player, a sound with its waveform, and a grid of sounds.</summary>
    private NotebookFile WithSounds()
    {
        NativeTorch.UseAllCores();
        SoundStimulus half = new("half", "tone", 0, Tone(8000), 16000, "made by rule");
        using Metamer metamer = Made("relu0", 0);
        using Metamer lost = Made("relu1", 1);
        string[] outputs =
        [
            SoundPlayer.From(Tone(20000), 20000, "one second").ToHtml(),
            SoundFigure.Draw(half).ToHtml(),
            new MetamerSet(metamer, lost).Grid().ToHtml(),
        ];
        var cells = outputs.Select(html => new
        {
            cell_type = "code",
            metadata = new { },
            source = "sound",
            execution_count = 1,
            outputs = new[]
            {
                new
                {
                    output_type = "display_data",
                    metadata = new { },
                    data = new Dictionary<string, string> { ["text/html"] = html },
                },
            },
        });
        string path = Path.Combine(folder.Path, "01_sounds.ipynb");
        File.WriteAllText(
            path,
            JsonSerializer.Serialize(
                new
                {
                    cells,
                    metadata = new { },
                    nbformat = 4,
                    nbformat_minor = 5,
                }
            )
        );
        return NotebookFile.Load(path);
    }

    private static Metamer Made(string stage, int heard) =>
        new(Tone(4000), new SoundStimulus("zero_1", "zero", 0, Tone(4000), 16000, "made by rule"))
        {
            Stage = stage,
            Options = MetamerOptions.QuickSound,
            Model = new ModelIdentity("CochCnnSmall", ""),
            Card = new NetworkCard { Name = "CochCnnSmall", ClassNames = ["zero", "one"] },
            Losses = [new(0, 1)],
            Manifest = RunManifest.Current(CPU, ScalarType.Float32),
            Judgement = new Judgement([1, 0], heard == 0 ? [1, 0] : [0, 1], []),
        };

    private static Tensor Tone(int samples) => 0.3 * (0.2 * arange(samples, float32)).sin();
}
