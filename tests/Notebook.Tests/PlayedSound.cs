using System.Text.Json;
using Microsoft.Playwright;

namespace Notebook.Tests;

/// <summary>What a browser reports about an audio element after it was told to play.</summary>
/// <param name="Label">Its accessible name.</param>
/// <param name="Duration">Duration in seconds; null, which stands for NaN, if it could not be read.</param>
/// <param name="ReadyState">0 nothing to 4 enough to play to its end.</param>
/// <param name="Error">Why it cannot be played; null if it can.</param>
/// <param name="CurrentTime">Position that it reached, s.</param>
internal sealed record PlayedSound(string Label, double? Duration, int ReadyState, string? Error, double CurrentTime)
{
    private const string Play = """
        async () => {
          const until = async (done, milliseconds) => {
            const end = performance.now() + milliseconds;
            while (!done() && performance.now() < end) { await new Promise(next => setTimeout(next, 10)); }
          };
          const sounds = [];
          for (const audio of document.querySelectorAll('audio')) {
            audio.muted = true;
            await until(() => audio.readyState >= 1 || audio.error, 10000);
            let failure = null;
            try {
              await audio.play();
              await until(() => audio.currentTime > 0, 10000);
            } catch (error) { failure = String(error); }
            sounds.push({
              label: audio.getAttribute('aria-label') ?? '', duration: audio.duration, readyState: audio.readyState,
              error: audio.error ? audio.error.message : failure, currentTime: audio.currentTime });
            audio.pause();
          }
          return JSON.stringify(sounds);
        }
        """;

    /// <summary>Plays every audio element of a page, muted, one after another.</summary>
    public static async Task<PlayedSound[]> AllOn(IPage page) =>
        JsonSerializer.Deserialize<PlayedSound[]>(await page.EvaluateAsync<string>(Play), JsonSerializerOptions.Web)!;
}
