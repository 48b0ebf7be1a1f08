namespace Metamers.Tests;

/// <summary>The paths of the tests' files.</summary>
internal static class TestFiles
{
    /// <summary>A file in the folder Golden, which is copied next to the tests.</summary>
    public static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", name);

    /// <summary>A file in the shared data folder next to the checkout; null if there is none.</summary>
    public static string? Shared(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "data", name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
