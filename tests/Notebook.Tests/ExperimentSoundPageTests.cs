using Microsoft.Data.Analysis;

namespace Notebook.Tests;

/// <summary>Whole sessions with sounds in a real browser, opened as by a double click.</summary>
[Collection("Sessions with sounds")]
public sealed class ExperimentSoundPageTests(ITestOutputHelper output)
{
    private readonly ExperimentSession session = new(output);

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public Task Sounds_by_keyboard_or_mouse_with_a_reload_in_the_middle(int participant, bool keys) =>
        session.Use(
            async (tab, requests) =>
            {
                using ExperimentFolder folder = new(sounds: true, each: 2, checks: 1);
                await tab.GotoAsync(folder.Write(folder.Page, participant));
                ExperimentParticipant person = new(tab, folder.Design, participant, keys);
                await person.Take(9);
                await tab.ReloadAsync();
                await person.Take();
                Assert.Equal(
                    [
                        "page consent",
                        "page What you do",
                        "page Headphones",
                        "play",
                        "tones",
                        "page Practice",
                        "word",
                        "page feedback",
                        "page Without help",
                        "page The experiment",
                        "page Welcome back",
                        "page Break",
                        "end",
                    ],
                    person.Seen
                );
                Assert.Equal(6, person.Tones);
                DataFrame table = (await ExperimentSession.Saved(tab, folder, participant, "json")).Table();
                Assert.Equal(8, table.Rows.Count);
                Assert.All(table["correct"].Cast<bool>(), Assert.True);
                Assert.Equal(8, (await ExperimentSession.Saved(tab, folder, participant, "csv")).Table().Rows.Count);
                Assert.All(requests, address => Assert.Matches("^(file|data|blob):", address));
            }
        );

    [Fact]
    public Task A_failed_headphone_check_ends_the_session() =>
        session.Use(
            async (tab, _) =>
            {
                using ExperimentFolder folder = new(sounds: true, each: 2, checks: 1);
                await tab.GotoAsync(folder.Write(folder.Page, 0));
                ExperimentParticipant person = new(tab, folder.Design, 0, keys: true) { Deaf = true };
                await person.Take();
                Assert.Equal((2, 0), (person.Tones, person.Trials));
                Assert.Equal("The session ends here", await tab.TextContentAsync("h1"));
                Assert.Equal(
                    "failed the headphone check: 0 of 2 right, 5 of 6 needed",
                    (await ExperimentSession.Saved(tab, folder, 0, "json")).Excluded[0]
                );
            }
        );
}
