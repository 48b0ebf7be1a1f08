using Metamers.Runtime;

namespace Metamers.Tests.Runtime;

public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_is_made_for_the_lock_and_the_lock_leaves_no_file()
    {
        using (FileLock.EnterIn(folder["new"], folder["new/held.lock"], TimeSpan.Zero))
        {
            Assert.Equal([folder["new/held.lock"]], folder.Files());
        }

        Assert.Empty(folder.Files());
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named()
    {
        string closed = Path.Combine(folder.Write("file", [1]), "locks"); // root may write everywhere but here
        MetamerException error = Assert.Throws<MetamerException>(() =>
            FileLock.EnterIn(closed, Path.Combine(closed, "held.lock"), TimeSpan.Zero)
        );
        Assert.True(error.IsOfStorage);
        Assert.StartsWith($"Cannot write into {closed}: ", error.Message);
    }
}
