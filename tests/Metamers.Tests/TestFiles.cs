using Metamers.Stimuli.Data;

namespace Metamers.Tests;

/// <summary>The paths of the tests' files.</summary>
internal static class TestFiles
{
    /// <summary>A file in the folder Golden, which is copied next to the tests.</summary>
    public static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", name);

    /// <summary>A file of the manifest, found as the library finds it, or null if there is none.</summary>
    public static string? Shared(string name) => DataFiles.Find(Path.GetFileName(name));
}
