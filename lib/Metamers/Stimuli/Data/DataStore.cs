using System.Text;
using Metamers.Runtime;

namespace Metamers.Stimuli.Data;

/// <summary>
/// Finds and downloads the files of one manifest; <see cref="DataFiles"/> is the one for general use.
/// </summary>
/// <param name="files">The entries of the manifest.</param>
/// <param name="folders">The folders to search, in this order; the last is the cache for downloads.</param>
/// <param name="downloadAllowed">Whether a missing file may be downloaded if the caller does not say.</param>
internal sealed class DataStore(IReadOnlyList<DataFile> files, IReadOnlyList<DataFolder> folders, bool downloadAllowed)
{
    private readonly FileIntegrity _integrity = new(Path.Combine(folders[^1].Path, "verified"));

    /// <summary>The folders that are searched, in order.</summary>
    public IReadOnlyList<DataFolder> Folders => folders;

    /// <summary>The store of the folders given by the environment, the checkout and the user's cache.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="checkout">Folder of the checkout, or null.</param>
    /// <param name="first">A folder to look into before all others, or null.</param>
    public static DataStore FromEnvironment(
        Func<string, string?> environment,
        string? checkout,
        DataFolder? first = null
    )
    {
        List<DataFolder> folders = first is null ? [] : [first];
        if (environment("METAMERS_DATA") is { Length: > 0 } own)
        {
            folders.Add(new DataFolder(Path.GetFullPath(own), "METAMERS_DATA"));
        }

        if (checkout is not null)
        {
            folders.Add(new DataFolder(Path.Combine(checkout, "data"), "the project's data folder"));
            folders.Add(
                new DataFolder(
                    Path.GetFullPath(Path.Combine(checkout, "..", "shared", "data")),
                    "shared next to the checkout"
                )
            );
        }

        folders.Add(new DataFolder(Path.Combine(CacheRoot(environment), "metamers"), "the user's cache"));
        bool download = environment("METAMERS_DOWNLOAD")?.ToLowerInvariant() is "1" or "true" or "yes";
        return new DataStore(DataManifest.BuiltIn, folders, download);
    }

    /// <summary>The manifest's entry with this name.</summary>
    public DataFile Describe(string name) =>
        files.FirstOrDefault(file => file.Name == name)
        ?? throw new MetamerException(
            $"'{name}' is not in data/manifest.json, which has: {string.Join(", ", files.Select(file => file.Name))}."
        );

    /// <summary>As <see cref="DataFiles.Find"/>.</summary>
    public string? Find(string name)
    {
        DataFile file = Describe(name);
        List<string> damaged = [];
        return Locate(file, damaged)
            ?? (damaged.Count == 0 ? null : throw new MetamerException(Explain(file, damaged)));
    }

    /// <summary>As <see cref="DataFiles.Require"/>.</summary>
    public string Require(
        string name,
        bool? allowDownload,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellation
    )
    {
        DataFile file = Describe(name);
        List<string> damaged = [];
        if (Locate(file, damaged) is string found)
        {
            return found;
        }

        if (file.Url is null || !(allowDownload ?? downloadAllowed))
        {
            throw new MetamerException(Explain(file, damaged));
        }

        string path = Path.Combine(folders[^1].Path, file.Path);
        Download.To(path, file, progress, cancellation);
        return path;
    }

    /// <summary>
    /// The first good copy; damaged copies found on the way are described in <paramref name="damaged"/>.
    /// </summary>
    private string? Locate(DataFile file, List<string> damaged)
    {
        foreach (string path in Candidates(file).Where(File.Exists))
        {
            string? problem = _integrity.Problem(file, path);
            if (problem is null)
            {
                return path;
            }

            damaged.Add($"{path} {problem}. Delete it and put a good copy in its place.");
        }

        return null;
    }

    /// <summary>
    /// In every folder, the path in the manifest, then the bare name, so that a file put directly into the folder is
    /// found.
    /// </summary>
    private IEnumerable<string> Candidates(DataFile file) =>
        folders
            .SelectMany(folder => new[] { Path.Combine(folder.Path, file.Path), Path.Combine(folder.Path, file.Name) })
            .Distinct();

    private string Explain(DataFile file, List<string> damaged)
    {
        StringBuilder text = new();
        text.AppendLine(damaged.Count == 0 ? $"{file} was not found." : $"No good copy of {file} was found.");
        damaged.ForEach(line => text.AppendLine($"  {line}"));
        text.AppendLine("Looked for:");
        foreach (DataFolder folder in folders)
        {
            string missing = Directory.Exists(folder.Path) ? "" : ": no such folder";
            text.AppendLine($"  {Path.Combine(folder.Path, file.Path)} ({folder.Role}{missing})");
        }

        text.AppendLine(
            file.Url is null
                ? $"This file has no public address. {file.Description}"
                : $"To download it from {file.Url}, set METAMERS_DOWNLOAD=1 (in code: allowDownload: true)."
        );
        text.Append($"By hand: put it at {Path.Combine(folders[0].Path, file.Path)}");
        text.Append(
            folders[0].Role is "METAMERS_DATA" or DataFiles.GivenRole ? "." : ", or name its folder in METAMERS_DATA."
        );
        return text.ToString();
    }

    private static string CacheRoot(Func<string, string?> environment)
    {
        string local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return environment("XDG_CACHE_HOME") is { Length: > 0 } cache ? Path.GetFullPath(cache)
            : OperatingSystem.IsLinux() && home.Length > 0 ? Path.Combine(home, ".cache")
            : local.Length > 0 ? local
            : Path.GetTempPath();
    }
}
