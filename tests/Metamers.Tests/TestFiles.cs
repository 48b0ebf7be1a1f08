using Metamers.Stimuli.Data;

namespace Metamers.Tests;

/// <summary>The paths of the tests' files.</summary>
internal static class TestFiles
{
    /// <summary>A file in the folder Golden, which is copied next to the tests.</summary>
    public static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", name);

    /// <summary>
    /// A file of the manifest, found as the library finds it. The test that asks for a file that is in none of the data
    /// folders is skipped.
    /// </summary>
    public static string Data(string name)
    {
        string? path = DataFiles.Find(name);
        string folders = string.Join(", ", DataFiles.Folders.Select(folder => folder.Path));
        Skip.When(path is null, $"{name} is in none of the data folders: {folders}.");
        return path;
    }
}
