using Metamers.Runtime;

namespace Metamers.Tests;

/// <summary>What neither the formatter nor the compiler holds of the form of a source file.</summary>
public sealed class SourceFormTests
{
    private const int Lines = 300;
    private const int Columns = 120;
    private const int FilesOfAFolder = 28;

    [Fact]
    public void No_source_file_is_longer_or_wider_than_the_project_allows()
    {
        (string Path, string[] Lines)[] sources =
        [
            .. Paths("lib").Concat(Paths("tests")).Select(path => (path, File.ReadAllLines(InRoot(path)))),
        ];
        Assert.True(sources.Length > 100, $"Only {sources.Length} source files under {ProjectFolder.Root}.");
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

    [Fact]
    public void A_folder_with_many_files_has_rooms()
    {
        string[] full =
        [
            .. Paths("lib")
                .GroupBy(Path.GetDirectoryName)
                .Where(folder => folder.Count() > FilesOfAFolder)
                .Select(folder => $"{folder.Key} ({folder.Count()})"),
        ];
        Assert.True(full.Length == 0, $"Over {FilesOfAFolder} files, so divide: {string.Join(", ", full)}.");
    }

    private static string InRoot(string path) => Path.Combine(ProjectFolder.Root, path);

    private static IEnumerable<string> Paths(string folder) =>
        Directory
            .EnumerateFiles(InRoot(folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(ProjectFolder.Root, path))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
}
