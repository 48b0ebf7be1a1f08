using Metamers.Experiments;
using Microsoft.Playwright;

namespace Notebook.Tests;

/// <summary>Takes part in a session in a browser, with the keyboard alone or with the mouse alone.</summary>
internal sealed class ExperimentParticipant(IPage tab, ExperimentDesign design, int participant, bool keys)
{
    private const string Screen = """
        () => document.querySelector("[data-seen]") ? "" : document.querySelector("#links a") ? "end"
            : document.querySelector(".choice button") ? "choice" : document.querySelector("#word") ? "word"
            : document.querySelector("#answer button") ? "tones" : document.querySelector("#play:enabled") ? "play"
            : document.querySelector("#jspsych-html-button-response-btngroup button")
            ? "page " + (document.querySelector(".feedback") ? "feedback"
                : document.querySelector("h1")?.textContent ?? "consent")
            : ""
        """;

    private const string Acted =
        "() => { document.getElementById('jspsych-content').firstElementChild.dataset.seen = 'yes'; }";

    private readonly ExperimentTrial[] trials = [.. design.Trials.Where(trial => trial.Participant == participant)];
    private readonly IReadOnlyList<string> tones = HeadphoneCheck.Answers(design.Options.Seed);

    /// <summary>Answers of the headphone check and of the trials so far.</summary>
    public int Tones { get; set; }

    /// <summary>Answers so far.</summary>
    public int Trials { get; set; }

    /// <summary>The screens that were shown, in order, each kind once.</summary>
    public List<string> Seen { get; } = [];

    /// <summary>The answer to a trial; by default the correct one.</summary>
    public Func<ExperimentTrial, string> Answer { get; init; } = trial => trial.Category;

    /// <summary>Whether the answers of the headphone check are wrong.</summary>
    public bool Deaf { get; init; }

    /// <summary>Continues until the end, or until a number of trials has been answered.</summary>
    public async Task Take(int trialsAtMost = int.MaxValue)
    {
        while (Trials < trialsAtMost)
        {
            string screen = await tab.EvaluateAsync<string>(Screen);
            if (screen.Length == 0)
            {
                await Task.Delay(15);
                continue;
            }

            if (!Seen.Contains(screen))
            {
                Seen.Add(screen);
                await Shot(tab, $"{(design.Kind.IsSound ? "sound" : "vision")}-{screen}-{(keys ? "keys" : "mouse")}");
            }

            if (screen == "end")
            {
                return;
            }

            await Act(screen);
        }
    }

    /// <summary>Saves a screenshot in the folder that METAMERS_SCREENSHOTS names.</summary>
    public static async Task Shot(IPage tab, string name)
    {
        if (Environment.GetEnvironmentVariable("METAMERS_SCREENSHOTS") is { Length: > 0 } at)
        {
            await tab.ScreenshotAsync(
                new()
                {
                    Path = Path.Combine(
                        at,
                        string.Concat(name.Select(c => char.IsLetterOrDigit(c) ? c : '-')) + ".png"
                    ),
                }
            );
        }
    }

    private async Task Act(string screen)
    {
        if (screen == "page feedback")
        {
            ExperimentTrial trial = trials[Trials - 1];
            Assert.Equal(
                $"{(Answer(trial) == trial.Category ? "Right." : "Not quite.")}It was {trial.Category}.",
                await tab.TextContentAsync(".feedback")
            );
        }

        if (screen == "play")
        {
            await Press("Enter", "#play");
            await tab.WaitForSelectorAsync("#play[disabled]", new() { State = WaitForSelectorState.Attached });
            return;
        }

        string answer =
            screen is "choice" or "word" ? Answer(trials[Trials++])
            : screen == "tones" ? Tone()
            : "";
        if (screen == "word")
        {
            if (keys || Trials % 2 == 0)
            {
                await tab.Keyboard.TypeAsync(answer[..2].ToUpperInvariant());
                await Shot(tab, "sound-typed");
            }

            await tab.EvaluateAsync(Acted);
            await (
                keys
                    ? tab.Keyboard.PressAsync("Enter")
                    : tab.Locator("[role=option]", new() { HasTextString = answer }).ClickAsync()
            );
            return;
        }

        await tab.EvaluateAsync(Acted);
        await (
            screen switch
            {
                "choice" => Press(
                    $"{design.Options.Choices.ToList().IndexOf(answer) + 1}",
                    $".choice button:has-text('{answer}')"
                ),
                "tones" => Press(answer, $"#answer button:has-text('{answer}')"),
                _ => Press(
                    screen.Contains("Break", StringComparison.Ordinal) ? "Space" : "Enter",
                    "#jspsych-html-button-response-btngroup button >> nth=0"
                ),
            }
        );
    }

    private string Tone()
    {
        string right = tones[Tones++];
        return !Deaf ? right
            : right == "1" ? "2"
            : "1";
    }

    private Task Press(string key, string button) => keys ? tab.Keyboard.PressAsync(key) : tab.ClickAsync(button);
}
