using System.Text.Json;
using Metamers.Experiments;
using Microsoft.Data.Analysis;

namespace Notebook.Tests;

/// <summary>Whole sessions with pictures in a real browser, opened as by a double click.</summary>
public sealed class ExperimentPageTests(ITestOutputHelper output)
{
    private const double Frame = 1000 / 60.0;

    private readonly ExperimentSession session = new(output);

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public Task Pictures_by_keyboard_or_mouse_with_a_reload_in_the_middle(int participant, bool keys) =>
        session.Use(
            async (tab, requests) =>
            {
                using ExperimentFolder folder = new(sounds: false, each: 5, checks: 1);
                await tab.GotoAsync(folder.Write(folder.Page with { Icons = keys ? folder.Icons : null }, participant));
                ExperimentParticipant person = new(tab, folder.Design, participant, keys);
                await person.Take(14);
                await tab.ReloadAsync();
                await person.Take();
                Assert.Equal(
                    [
                        "page consent",
                        "page What you do",
                        "page Practice",
                        "choice",
                        "page feedback",
                        "page Without help",
                        "page The experiment",
                        "page Welcome back",
                        "page Break",
                        "end",
                    ],
                    person.Seen
                );
                ExperimentResults results = await ExperimentSession.Saved(tab, folder, participant, "json");
                DataFrame table = results.Table();
                Assert.Equal(20, table.Rows.Count);
                Assert.All(table["correct"].Cast<bool>(), Assert.True);
                double[] shown = [.. table["image_ms"].Cast<double>()];
                output.WriteLine($"Pictures were shown for {string.Join(", ", shown)} ms.");
                Assert.True(
                    shown.Count(time => Math.Abs(time - ExperimentPage.PhaseMilliseconds) <= Frame)
                        >= 0.95 * shown.Length,
                    string.Join(", ", shown)
                );
                DataFrame csv = (await ExperimentSession.Saved(tab, folder, participant, "csv")).Table();
                Assert.Equal(table["response_ms"].Cast<double>(), csv["response_ms"].Cast<double>());
                Assert.All(requests, address => Assert.Matches("^(file|data|blob):", address));
            }
        );

    [Fact]
    public Task A_failed_screening_ends_the_session_and_keeps_the_answers_also_after_a_reload() =>
        session.Use(
            async (tab, _) =>
            {
                using ExperimentFolder folder = new(sounds: false, each: 2, checks: 1);
                await tab.GotoAsync(folder.Write(folder.Page, 0));
                ExperimentParticipant person = new(tab, folder.Design, 0, keys: true)
                {
                    Answer = trial => trial.Condition == ExperimentDesign.Screening ? Wrong(trial) : trial.Category,
                };
                await person.Take();
                Assert.Equal(6, person.Trials); // 4 of practice, 2 of screening: of 4 the needed 3 are out of reach
                Assert.Equal("end", person.Seen[^1]);
                await ExperimentParticipant.Shot(tab, "refused");
                Assert.Equal("The session ends here", await tab.TextContentAsync("h1"));
                await tab.ReloadAsync();
                Assert.Equal("The session ends here", await tab.TextContentAsync("h1"));
                Assert.Equal(
                    "failed the screening: 0 of 2 right, 3 of 4 needed",
                    (await ExperimentSession.Saved(tab, folder, 0, "json")).Excluded[0]
                );
            }
        );

    [Fact]
    public Task Failed_catch_trials_end_the_session() =>
        session.Use(
            async (tab, _) =>
            {
                using ExperimentFolder folder = new(sounds: false, each: 2, checks: 1);
                await tab.GotoAsync(folder.Write(folder.Page, 1));
                ExperimentParticipant person = new(tab, folder.Design, 1, keys: false)
                {
                    Answer = trial => trial.Condition == ExperimentDesign.Catch ? Wrong(trial) : trial.Category,
                };
                await person.Take();
                Assert.Equal(
                    "failed the catch trials: 0 of 2 right, 3 of 4 needed",
                    (await ExperimentSession.Saved(tab, folder, 1, "csv")).Excluded[1]
                );
            }
        );

    [Fact]
    public Task Cross_picture_and_noise_follow_one_another() =>
        session.Use(
            async (tab, _) =>
            {
                using ExperimentFolder folder = new(sounds: false, each: 2, checks: 0);
                string address = folder.Write(folder.Page, 0);
                string design = folder["page/design.js"];
                File.WriteAllText(
                    design,
                    File.ReadAllText(design).Replace("[300,300,300]", "[3000,3000,3000]", StringComparison.Ordinal)
                );
                await tab.GotoAsync(address);
                for (int i = 0; i < 3; i++)
                {
                    await tab.ClickAsync("#jspsych-html-button-response-btngroup button >> nth=0");
                    await Task.Delay(200);
                }

                foreach (
                    (string phase, string shown) in new[] { ("fixation", "span"), ("image", "img"), ("mask", "canvas") }
                )
                {
                    await tab.WaitForSelectorAsync($".field[data-phase={phase}]");
                    await ExperimentParticipant.Shot(tab, $"flash-{phase}");
                    string[] visible = await tab.EvaluateAsync<string[]>(
                        "() => [...document.querySelector('.field').children].filter(child => "
                            + "getComputedStyle(child).visibility === 'visible').map(child => "
                            + "child.tagName.toLowerCase())"
                    );
                    Assert.Equal([shown], visible);
                }

                int[] widths = await tab.EvaluateAsync<int[]>(
                    "() => ['img', 'canvas'].map(name => document.querySelector('.field ' + "
                        + "name).getBoundingClientRect().width)"
                );
                Assert.Equal([320, 320], widths);
            }
        );

    [Fact]
    public Task Who_does_not_agree_leaves_nothing_and_a_wrong_number_is_said() =>
        session.Use(
            async (tab, _) =>
            {
                using ExperimentFolder folder = new(sounds: false, each: 2, checks: 0);
                string address = folder.Write(folder.Page, 7);
                await tab.GotoAsync(address);
                Assert.Contains(
                    "There is no participant 7; there are 0 to 1.",
                    await tab.TextContentAsync("body"),
                    StringComparison.Ordinal
                );
                await tab.GotoAsync(address.Replace("?participant=7", "", StringComparison.Ordinal));
                await ExperimentParticipant.Shot(tab, "number");
                await tab.FillAsync("input", "1");
                await tab.Keyboard.PressAsync("Enter");
                await tab.GetByText("I do not agree").ClickAsync();
                await tab.GetByText("no answer was kept").WaitForAsync();
                Assert.Equal(0, await tab.EvaluateAsync<int>("() => localStorage.length"));

                // Nor of who agreed, answered, and does not agree when the page is opened again.
                await tab.EvaluateAsync(
                    "() => { const begun = new Session(1); begun.add('trial', 0, 'a.png', 'cat', 500); }"
                );
                Assert.Equal(1, await tab.EvaluateAsync<int>("() => localStorage.length"));
                await tab.ReloadAsync();
                await tab.GetByText("I do not agree").ClickAsync();
                await tab.GetByText("no answer was kept").WaitForAsync();
                Assert.Equal(0, await tab.EvaluateAsync<int>("() => localStorage.length"));

                // Answers that a server does not take are offered for saving.
                Assert.False(
                    await tab.EvaluateAsync<bool>(
                        """
                        async () => {
                            globalThis.jatos = { submitResultData: () => Promise.reject(new Error("full")) };
                            return await new Session(0).send();
                        }
                        """
                    )
                );
            }
        );

    [Fact]
    public Task Answers_are_posted_to_the_named_address_and_to_no_other() =>
        session.Use(
            async (tab, requests) =>
            {
                using ExperimentFolder folder = new(sounds: false, each: 1, checks: 0);
                using AnswerServer server = new();
                string origin = server.Origin;
                await tab.GotoAsync(
                    folder.Write(
                        folder.Page with
                        {
                            PostAddress = new Uri(origin + "answers"),
                            PostFields = new Dictionary<string, string> { ["experimentID"] = "abc" },
                        },
                        0
                    )
                );
                ExperimentParticipant person = new(tab, folder.Design, 0, keys: true);
                await person.Take();
                JsonElement body = JsonDocument.Parse(await server.Received).RootElement;
                await tab.GetByText("Your answers were sent.").WaitForAsync();
                await ExperimentParticipant.Shot(tab, "sent");
                Assert.Equal(
                    ("abc", "participant-0.json"),
                    (body.GetProperty("experimentID").GetString(), body.GetProperty("filename").GetString())
                );
                Directory.CreateDirectory(folder["posted"]);
                File.WriteAllText(folder["posted/participant-0.json"], body.GetProperty("data").GetString());
                Assert.Equal(4, ExperimentResults.Load(folder.Design, folder["posted"]).Table().Rows.Count);
                Assert.All(
                    requests,
                    address =>
                        Assert.True(
                            address.StartsWith(origin, StringComparison.Ordinal)
                                || !address.StartsWith("http", StringComparison.Ordinal),
                            address
                        )
                );
                Assert.Equal(
                    "blocked",
                    await tab.EvaluateAsync<string>(
                        "() => fetch('http://127.0.0.1:9/').then(() => 'sent', error => 'blocked')"
                    )
                );
            }
        );

    private static string Wrong(ExperimentTrial trial) => ExperimentFolder.Words.First(word => word != trial.Category);
}
