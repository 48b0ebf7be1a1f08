namespace Notebook.Tests;

/// <summary>An empty folder that is deleted after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("metamers-notebooks-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
