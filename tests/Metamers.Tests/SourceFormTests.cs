using Metamers.Runtime;

namespace Metamers.Tests;

/// <summary>What neither the formatter nor the compiler holds of the form of a source file.</summary>
public sealed class SourceFormTests
{
    private const int Lines = 300;
    private const int Columns = 120;

    [Fact]
    public void No_source_file_is_longer_or_wider_than_the_project_allows()
    {
        string root = ProjectFolder.Root;
        (string Path, string[] Lines)[] sources =
        [
            .. new[] { "lib", "tests" }
                .SelectMany(folder =>
                    Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories)
                )
                .Select(path => Path.GetRelativePath(root, path))
                .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
                .Select(path => (path, File.ReadAllLines(Path.Combine(root, path)))),
        ];
        Assert.True(sources.Length > 100, $"Only {sources.Length} source files under {root}.");
        string[] lengthy = [.. sources.Where(source => source.Lines.Length > Lines).Select(source => source.Path)];
        Assert.True(lengthy.Length == 0, $"Over {Lines} lines, so divide: {string.Join(", ", lengthy)}.");
        string[] wide =
        [
            .. sources.SelectMany(source =>
                source
                    .Lines.Select((line, i) => (Line: line, Place: $"{source.Path}:{i + 1}"))
                    .Where(line =>
                        line.Line.Length > Columns && !line.Line.Contains("https://", StringComparison.Ordinal)
                    )
                    .Select(line => line.Place)
            ),
        ];
        Assert.True(wide.Length == 0, $"Over {Columns} columns: {string.Join(", ", wide)}.");
    }
}
