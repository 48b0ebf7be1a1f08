using Metamers.Stimuli.Data;

namespace Metamers.Tests;

/// <summary>Where tests find their files.</summary>
internal static class TestFiles
{
    /// <summary>A file under Golden, which is copied beside the tests.</summary>
    public static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", name);

    /// <summary>A file of the manifest, found as the library finds it, or null if there is none.</summary>
    public static string? Shared(string name) => DataFiles.Find(Path.GetFileName(name));
}
