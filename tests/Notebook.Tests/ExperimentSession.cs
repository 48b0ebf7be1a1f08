using Metamers.Experiments;
using Microsoft.Playwright;

namespace Notebook.Tests;

/// <summary>A session of an experiment in a tab of its own, whose messages are those of the test.</summary>
internal sealed class ExperimentSession(ITestOutputHelper output)
{
    /// <summary>Saves the answers as a participant does, and reads them.</summary>
    public static async Task<ExperimentResults> Saved(IPage tab, ExperimentFolder folder, int participant, string kind)
    {
        IDownload download = await tab.RunAndWaitForDownloadAsync(() => tab.ClickAsync($"#{kind}"));
        Assert.Equal($"participant-{participant}.{kind}", download.SuggestedFilename);
        await download.SaveAsAsync(folder[$"answers-{kind}/{download.SuggestedFilename}"]);
        return ExperimentResults.Load(folder.Design, folder[$"answers-{kind}"]);
    }

    /// <summary>Opens a tab, gives it and the list of its requests to the session, and closes it.</summary>
    public async Task Use(Func<IPage, List<string>, Task> session)
    {
        List<string> requests = [];
        await Browser.With(async tab =>
        {
            tab.Request += (_, request) => requests.Add(request.Url);
            tab.Console += (_, message) => output.WriteLine(message.Text);
            tab.PageError += (_, error) => output.WriteLine(error);
            await session(tab, requests);
            return true;
        });
    }
}
