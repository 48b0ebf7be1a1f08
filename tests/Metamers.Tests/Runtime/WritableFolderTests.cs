using Metamers.Runtime;
using Workbook.Diagnosis;

namespace Metamers.Tests.Runtime;

/// <summary>A checkout that cannot be written is found before anything is computed.</summary>
public sealed class WritableFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_that_can_be_written_is_left_as_it_was()
    {
        Assert.Null(WritableFolder.Problem(folder["new/results"]));
        WritableFolder.Require(folder["new/results"]);
        Assert.Empty(folder.Files());
        Assert.Equal(State.Good, Doctor.Folder(folder["new/results"]).State);
    }

    [Fact]
    public void One_that_cannot_be_written_is_named_with_what_to_do()
    {
        string closed = Path.Combine(folder.Write("file", [1]), "results"); // root may write everywhere but here
        Assert.NotNull(WritableFolder.Problem(closed));
        MetamerException error = Assert.Throws<MetamerException>(() => WritableFolder.Require(closed));
        Assert.StartsWith($"Cannot write into {closed}: ", error.Message);
        Assert.Contains("Nothing was computed. Make the project's folder writable (chmod -R u+w)", error.Message);
        Finding finding = Doctor.Folder(closed);
        Assert.Equal(State.Broken, finding.State);
        Assert.Contains($"{closed} cannot be written", finding.Found);
        Assert.Contains("copy the project to a folder of your own", finding.Cure);
    }
}
