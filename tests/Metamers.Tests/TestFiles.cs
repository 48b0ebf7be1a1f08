namespace Metamers.Tests;

/// <summary>Where tests find their files.</summary>
internal static class TestFiles
{
    /// <summary>A file under Golden, which is copied beside the tests.</summary>
    public static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", name);

    /// <summary>A file of the shared data folder beside the checkout, or null where there is none.</summary>
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
