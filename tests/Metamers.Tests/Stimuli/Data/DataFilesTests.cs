using Metamers.Runtime;
using Metamers.Stimuli.Data;

namespace Metamers.Tests.Stimuli.Data;

public sealed class DataFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_that_is_given_is_looked_into_first_and_no_longer_than_wanted()
    {
        string? variable = Environment.GetEnvironmentVariable("METAMERS_DATA");
        DataFolder[] before = [.. DataFiles.Folders];
        string inner = Directory.CreateDirectory(folder["inner"]).FullName;
        using (DataFiles.LookFirstIn(folder.Path))
        {
            Assert.Equal([folder.Path, .. before.Select(place => place.Path)], Paths());
            using (DataFiles.LookFirstIn(inner))
            {
                Assert.Equal([inner, .. before.Select(place => place.Path)], Paths());
            }

            using (DataFiles.LookFirstIn(null))
            {
                Assert.Equal(folder.Path, Paths()[0]);
            }

            Assert.Equal(folder.Path, Paths()[0]);
            Assert.Equal(variable, Environment.GetEnvironmentVariable("METAMERS_DATA"));
        }

        Assert.Equal(before, DataFiles.Folders);
    }

    [Fact]
    public async Task It_holds_for_what_is_started_meanwhile_and_for_nothing_else()
    {
        using ManualResetEventSlim given = new();
        Task<string> other = Task.Run(() =>
        {
            given.Wait();
            return Paths()[0];
        });
        using (DataFiles.LookFirstIn(folder.Path))
        {
            given.Set();
            Assert.Equal(folder.Path, await Task.Run(() => Paths()[0]));
            Assert.NotEqual(folder.Path, await other);
        }
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_refused() =>
        Assert.Contains(
            $"The data folder {folder["none"]} does not exist.",
            Assert.Throws<MetamerException>(() => DataFiles.LookFirstIn(folder["none"])).Message
        );

    private static string[] Paths() => [.. DataFiles.Folders.Select(place => place.Path)];
}
