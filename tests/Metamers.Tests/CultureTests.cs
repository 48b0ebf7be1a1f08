using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Metamers.Tests;

/// <summary>Files, and names that are hashes, are the same bytes in every language.</summary>
public sealed partial class CultureTests
{
    private static readonly Lazy<Dictionary<string, string>> Neutral = new(() => Written("", "1,234.5 05/06/2024 i"));

    [Theory]
    [InlineData("de-DE", "1.234,5 06.05.2024 i")]
    [InlineData("tr-TR", "1.234,5 6.05.2024 ı")]
    [InlineData("th-TH", "1,234.5 6/5/2567 i")]
    public void Files_and_hashes_do_not_depend_on_the_language(string culture, string look)
    {
        Dictionary<string, string> files = Written(culture, look);
        Assert.Equal(Neutral.Value.Keys.Order(StringComparer.Ordinal), files.Keys.Order(StringComparer.Ordinal));
        Assert.All(Neutral.Value, file => Assert.Equal((file.Key, file.Value), (file.Key, files[file.Key])));
        Assert.Contains(files.Keys, name => name.StartsWith("cache/Listening-", StringComparison.Ordinal));
        Assert.True(files.Count > 30, $"{files.Count} files");
    }

    /// <summary>The SHA-256 of each file that a process in a language writes, without the time of writing.</summary>
    private static Dictionary<string, string> Written(string culture, string look)
    {
        using TemporaryFolder scratch = new();
        string folder = Directory.CreateDirectory(scratch["files"]).FullName;
        using Process process = ChildProcess.StartWithCultures(scratch.Path, "write-in", culture, folder);
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(look, said.Trim()); // the language is in force
        Assert.Equal("schön café as in a table", File.ReadAllText(Path.Combine(folder, "experiment", "composed.txt")));
        return Directory
            .GetFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(
                file => Path.GetRelativePath(folder, file),
                file =>
                    Path.GetExtension(file) is ".json" or ".csv" or ".txt"
                        ? Time().Replace(File.ReadAllText(file), "TIME")
                        : Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))
            );
    }

    [GeneratedRegex(@"20\d\d-\d\d-\d\dT[0-9:.+\-Z\\u]+")]
    private static partial Regex Time();
}
