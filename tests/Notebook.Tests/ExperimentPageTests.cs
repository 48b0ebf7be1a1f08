using System.Text.Json;
using Metamers.Experiments;
using Microsoft.Playwright;
using SkiaSharp;
using Xunit.Abstractions;

namespace Notebook.Tests;

/// <summary>A whole session of pictures in a real browser, opened as by a double click.</summary>
public sealed class ExperimentPageTests(ITestOutputHelper output) : IDisposable
{
    private const int Frame = 17;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_session_by_keys_and_mouse_survives_a_reload_and_keeps_every_trial()
    {
        if (Browser.Find() is not { } program)
        {
            output.WriteLine("There is no Chromium here, so the page was not opened.");
            return;
        }

        ExperimentDesign design = ExperimentDesign.Draw(Stimuli(), new() { Choices = ["cat", "dog"], Participants = 2 });
        string page = Path.Combine(folder.Path, "page");
        new ExperimentPage(design, "Do you <b>agree</b>?", "Thank you.").Write(page);
        List<string> requests = [];
        string json = await Browser.With(program, async tab =>
        {
            tab.Request += (_, request) => requests.Add(request.Url);
            await tab.GotoAsync(new Uri(Path.Combine(page, "index.html")).AbsoluteUri + "?participant=1");
            for (int trial = 0; trial < 8; trial++)
            {
                if (trial is 0 or 4)
                {
                    await (trial == 4 ? tab.ReloadAsync() : Task.CompletedTask);
                    await Shot(tab, $"consent{trial}");
                    await tab.GetByText("I agree").ClickAsync();
                }

                await tab.GetByText("What was it?").WaitForAsync();
                await Shot(tab, $"choice{trial}");
                await (trial % 2 == 0 ? tab.Keyboard.PressAsync("1") : tab.GetByText("2 dog").ClickAsync());
                await tab.GetByText("What was it?").WaitForAsync(new() { State = WaitForSelectorState.Detached });
            }

            await tab.GetByText("Thank you.").WaitForAsync();
            await Shot(tab, "end");
            IDownload download = await tab.RunAndWaitForDownloadAsync(() => tab.Locator("#json").ClickAsync());
            return await File.ReadAllTextAsync(await download.PathAsync());
        });

        JsonElement result = JsonDocument.Parse(json).RootElement;
        JsonElement[] trials = [.. result.GetProperty("trials").EnumerateArray()];
        Assert.Equal(design.Hash, result.GetProperty("design").GetString());
        Assert.Equal(
            design.Trials.Where(trial => trial.Participant == 1).Select(trial => (trial.Stimulus, trial.Condition)),
            trials.Select(trial => (trial.GetProperty("stimulus").GetString()!, trial.GetProperty("condition").GetString()!)));
        Assert.Equal(Enumerable.Range(0, 8).Select(i => i % 2 == 0 ? "cat" : "dog"), trials.Select(trial => trial.GetProperty("response").GetString()));
        double[] shown = [.. trials.Select(trial => trial.GetProperty("image_ms").GetDouble())];
        output.WriteLine($"Pictures were shown for {string.Join(", ", shown)} ms.");
        Assert.True(shown.Count(time => Math.Abs(time - ExperimentPage.PhaseMilliseconds) <= Frame) >= 0.95 * shown.Length, string.Join(", ", shown));
        Assert.All(requests, address => Assert.Matches("^(file|data|blob):", address));
    }

    private static Task Shot(IPage tab, string name) => Environment.GetEnvironmentVariable("METAMERS_SCREENSHOTS") is { Length: > 0 } at
        ? tab.ScreenshotAsync(new() { Path = Path.Combine(at, name + ".png") })
        : Task.CompletedTask;

    private IEnumerable<ExperimentStimulus> Versions() =>
        from word in new[] { "cat", "dog" }
        from i in Enumerable.Range(0, 4)
        from condition in new[] { ExperimentDesign.Natural, "late" }
        select new ExperimentStimulus($"{word}{i}", word, condition, Path.Combine(folder.Path, $"{word}{i}{condition}.png"));

    private ExperimentStimulus[] Stimuli()
    {
        ExperimentStimulus[] all = [.. Versions()];
        foreach (ExperimentStimulus version in all)
        {
            using SKBitmap bitmap = new(32, 32);
            bitmap.Erase(version.Category == "cat" ? SKColors.SteelBlue : SKColors.Peru);
            using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            File.WriteAllBytes(version.File, data.ToArray());
        }

        return all;
    }
}
